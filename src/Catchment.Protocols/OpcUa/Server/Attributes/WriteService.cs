using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Attributes;

/// <summary>Write. Only values can be written, where the node allows it. Source: OPC 10000-4, 5.10.4.</summary>
/// <param name="space">What is written.</param>
/// <param name="limits">How much at once.</param>
internal sealed class WriteService(NodeSpace space, OpcUaOperationLimits limits)
{
    private readonly Lock _parts = new();

    /// <summary>Writes some attributes, one after the other.</summary>
    /// <param name="session">Whose user writes.</param>
    /// <param name="request">What is written.</param>
    /// <exception cref="OpcUaException">BadNothingToDo, BadTooManyOperations: of the request as a whole.</exception>
    public WriteResponse Write(ServerSession session, WriteRequest request)
    {
        OperationCount.Check(request.NodesToWrite.Length, limits.MaxNodesPerWrite);
        return new WriteResponse { Results = Array.ConvertAll(request.NodesToWrite, each => Write(each, session.User)) };
    }

    private StatusCode Write(WriteValue wanted, OpcUaUser user)
    {
        if (!NumericRange.TryParse(wanted.IndexRange, out var range))
            return StatusCodes.BadIndexRangeInvalid;
        if (!space.TryFind(wanted.NodeId, out var node))
            return wanted.NodeId.IsNull ? StatusCodes.BadNodeIdInvalid : StatusCodes.BadNodeIdUnknown;
        if (wanted.AttributeId != AttributeIds.Value || node is not VariableNode variable)
            return NodeAttributes.Has(node, wanted.AttributeId, user) ? StatusCodes.BadNotWritable : StatusCodes.BadAttributeIdInvalid;
        if ((variable.AccessLevel & AccessLevels.CurrentWrite) == AccessLevels.None)
            return StatusCodes.BadNotWritable;
        if ((variable.UserAccess(user) & AccessLevels.CurrentWrite) == AccessLevels.None)
            return StatusCodes.BadUserAccessDenied;
        var value = wanted.Value;
        if (!IsKept(value, variable.Kept))
            return StatusCodes.BadWriteNotSupported;
        if (range is null)
            return WriteWhole(variable, value, value.Value, user);

        // Two clients that write parts of one array must not undo each other.
        lock (_parts)
        {
            var present = variable.Read().Value;
            if (present.IsNull)
                return StatusCodes.BadIndexRangeNoData;
            var status = range.Replace(present, ValueCheck.AsBytes(value.Value, present.Type), out var whole);
            return status.IsBad ? status : WriteWhole(variable, value, whole, user);
        }
    }

    /// <summary>Whether the node keeps a status and a source time; the server's time nobody writes.</summary>
    private static bool IsKept(in DataValue value, AccessLevels kept) =>
        value.ServerTimestamp is null
        && (value.Status == StatusCodes.Good || (kept & AccessLevels.StatusWrite) != AccessLevels.None)
        && (value.SourceTimestamp is null || (kept & AccessLevels.TimestampWrite) != AccessLevels.None);

    private StatusCode WriteWhole(VariableNode node, in DataValue written, Variant whole, OpcUaUser user)
    {
        var status = ValueCheck.Check(space, node, ref whole);
        return status.IsBad ? status : node.Write(written with { Value = whole }, user);
    }
}
