namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>What an application is. Source: OPC 10000-4, 7.4.</summary>
internal enum ApplicationType
{
    Server = 0,
    Client = 1,
    ClientAndServer = 2,
    DiscoveryServer = 3,
}
