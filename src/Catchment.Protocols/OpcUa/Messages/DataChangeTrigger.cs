namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>What is a change. Source: OPC 10000-4, 7.22.2.</summary>
internal enum DataChangeTrigger
{
    Status = 0,
    StatusValue = 1,
    StatusValueTimestamp = 2,
}
