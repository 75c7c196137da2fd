using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>Whether a filter can be had. Source: OPC 10000-4, 7.22; OPC 10000-8, 7.2.</summary>
/// <param name="space">Where the data types stand.</param>
/// <param name="decoding">What a filter may be made of.</param>
internal sealed class FilterChecks(NodeSpace space, OpcUaLimits decoding)
{
    private const uint Integer = 27, UnsignedInteger = 28, Number = 26, Any = 24;

    /// <summary>Judges a filter for an attribute of a node.</summary>
    /// <param name="wished">As the client sent it; null: none.</param>
    /// <param name="attributeId">One of <see cref="AttributeIds"/>.</param>
    /// <param name="node">The node; null: it is gone.</param>
    /// <param name="filter">What goes from now on.</param>
    public StatusCode Check(ExtensionObject? wished, uint attributeId, Node? node, out ItemFilter filter)
    {
        filter = ItemFilter.None;
        var isNone = wished is null or { TypeId.IsNull: true, Structure: null };
        if (attributeId == AttributeIds.EventNotifier)
            return isNone ? StatusCodes.BadMonitoredItemFilterInvalid : IsEventFilter(wished!) ? StatusCodes.BadMonitoredItemFilterUnsupported : StatusCodes.BadFilterNotAllowed;
        if (isNone)
            return StatusCodes.Good;
        if (attributeId != AttributeIds.Value || IsEventFilter(wished!))
            return StatusCodes.BadFilterNotAllowed;
        DataChangeFilter? change;
        try
        {
            change = StructureTypes.Decode(wished, decoding) as DataChangeFilter;
        }
        catch (OpcUaException)
        {
            return StatusCodes.BadMonitoredItemFilterInvalid;
        }

        if (change is null)
            return StatusCodes.BadMonitoredItemFilterUnsupported;
        if (change.Trigger is not (DataChangeTrigger.Status or DataChangeTrigger.StatusValue or DataChangeTrigger.StatusValueTimestamp))
            return StatusCodes.BadMonitoredItemFilterInvalid;
        var status = CheckDeadband(change, node as VariableNode);
        if (status.IsGood)
            filter = new ItemFilter(change.Trigger, change.DeadbandType, change.DeadbandValue);
        return status;
    }

    private static bool IsEventFilter(ExtensionObject filter) => filter.TypeId == new NodeId(StructureTypes.EventFilter);

    private StatusCode CheckDeadband(DataChangeFilter filter, VariableNode? node)
    {
        if (filter.DeadbandType == DeadbandType.None)
            return StatusCodes.Good;
        var most = filter.DeadbandType switch
        {
            DeadbandType.Absolute => double.MaxValue,
            DeadbandType.Percent => 100,
            _ => double.NaN,
        };
        if (!(filter.DeadbandValue >= 0 && filter.DeadbandValue <= most))
            return StatusCodes.BadDeadbandFilterInvalid;
        if (node is null)
            return StatusCodes.Good;
        if (!IsNumeric(node))
            return StatusCodes.BadFilterNotAllowed;
        if (filter.DeadbandType == DeadbandType.Absolute)
            return StatusCodes.Good;
        return node.EngineeringRange is var (low, high) && high > low ? StatusCodes.Good : StatusCodes.BadDeadbandFilterInvalid;
    }

    /// <summary>By the data type; where that allows anything, what the value is has to be seen, sample for sample.</summary>
    private bool IsNumeric(VariableNode node) =>
        DataTypes.Base(space, node.DataType) is Number or Integer or UnsignedInteger or Any or (>= (uint)BuiltInType.SByte and <= (uint)BuiltInType.Double);
}
