namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Whether a channel is opened or goes on. Source: OPC 10000-4, 5.6.2.</summary>
internal enum SecurityTokenRequestType
{
    Issue = 0,
    Renew = 1,
}
