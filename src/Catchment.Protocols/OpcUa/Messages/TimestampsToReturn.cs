namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Which times are told with a value. Source: OPC 10000-4, 7.40.</summary>
internal enum TimestampsToReturn
{
    Source = 0,
    Server = 1,
    Both = 2,
    Neither = 3,
    Invalid = 4,
}
