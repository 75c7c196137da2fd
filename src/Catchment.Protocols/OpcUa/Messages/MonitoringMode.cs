namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>Whether an item is watched and told. Source: OPC 10000-4, 7.23.</summary>
internal enum MonitoringMode
{
    Disabled = 0,
    Sampling = 1,
    Reporting = 2,
}
