using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server.Attributes;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>Whether something can be watched. Source: OPC 10000-4, 5.13.2.4.</summary>
internal static class ItemChecks
{
    /// <summary>Judges what a client wishes to watch, but for the filter. What it may not read it may watch: the item tells so.</summary>
    /// <param name="space">Where the node stands.</param>
    /// <param name="node">The node; null: there is none.</param>
    /// <param name="request">The wish.</param>
    /// <param name="user">Whose it is.</param>
    /// <param name="range">The part that is watched; null: the whole value.</param>
    public static StatusCode Check(NodeSpace space, Node? node, MonitoredItemCreateRequest request, OpcUaUser user, out NumericRange? range)
    {
        var target = request.ItemToMonitor;
        var isRange = NumericRange.TryParse(target.IndexRange, out range);
        if (request.MonitoringMode is not (MonitoringMode.Disabled or MonitoringMode.Sampling or MonitoringMode.Reporting))
            return StatusCodes.BadMonitoringModeInvalid;
        if (node is null)
            return target.NodeId.IsNull ? StatusCodes.BadNodeIdInvalid : StatusCodes.BadNodeIdUnknown;
        if (!NodeAttributes.Has(node, target.AttributeId, user))
            return StatusCodes.BadAttributeIdInvalid;
        if (!isRange)
            return StatusCodes.BadIndexRangeInvalid;
        if (string.IsNullOrEmpty(target.DataEncoding.Name))
            return StatusCodes.Good;
        if (target.AttributeId != AttributeIds.Value || node is not VariableNode variable || !space.IsSubtype(variable.DataType, StandardIds.Structure))
            return StatusCodes.BadDataEncodingInvalid;
        return target.DataEncoding == new QualifiedName("Default Binary") ? StatusCodes.Good : StatusCodes.BadDataEncodingUnsupported;
    }
}
