namespace Catchment.Protocols.OpcUa.Client;

/// <summary>A value that a subscription tells.</summary>
/// <param name="Item">Of what.</param>
/// <param name="Value">The value with its status and times; where values were left out before it, the status has the flag of an overflow.</param>
public readonly record struct OpcUaNotification(OpcUaMonitoredItem Item, DataValue Value);
