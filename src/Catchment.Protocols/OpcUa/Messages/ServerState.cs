namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>How a server fares. Source: OPC 10000-5, 12.6.</summary>
internal enum ServerState
{
    Running = 0,
    Failed = 1,
    NoConfiguration = 2,
    Suspended = 3,
    Shutdown = 4,
    Test = 5,
    CommunicationFault = 6,
    Unknown = 7,
}
