namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Which way references are followed. Source: OPC 10000-4, 5.9.2.</summary>
internal enum BrowseDirection
{
    Forward = 0,
    Inverse = 1,
    Both = 2,
    Invalid = 3,
}
