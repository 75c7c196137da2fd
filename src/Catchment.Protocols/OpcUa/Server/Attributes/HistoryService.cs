using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Attributes;

/// <summary>HistoryRead of raw values. Source: OPC 10000-4, 5.10.3; OPC 10000-11, 6.5.3.</summary>
/// <param name="space">Whose values are read.</param>
/// <param name="limits">How much at once.</param>
/// <param name="decoding">What details may be made of.</param>
internal sealed class HistoryService(NodeSpace space, OpcUaOperationLimits limits, OpcUaLimits decoding)
{
    /// <summary>Called when the owner of a node throws where its values are read.</summary>
    public Action<NodeId, Exception>? ReadFailed { get; init; }

    /// <summary>Reads recorded values of some nodes, or goes on with that, or forgets where it was.</summary>
    /// <param name="session">Whose user reads; keeps the continuation points.</param>
    /// <param name="request">Which nodes, and from when to when.</param>
    /// <exception cref="OpcUaException">
    /// BadNothingToDo, BadTooManyOperations, BadTimestampsToReturnInvalid, BadHistoryOperationInvalid (no details, or less than two of beginning, end and number), BadHistoryOperationUnsupported
    /// (any but raw values): of the request as a whole.
    /// </exception>
    public HistoryReadResponse Read(ServerSession session, HistoryReadRequest request)
    {
        OperationCount.Check(request.NodesToRead.Length, limits.MaxNodesPerHistoryRead);
        if (request.ReleaseContinuationPoints)
            return new HistoryReadResponse { Results = Array.ConvertAll(request.NodesToRead, each => Release(session, each)) };
        if (request.TimestampsToReturn is not (TimestampsToReturn.Source or TimestampsToReturn.Server or TimestampsToReturn.Both))
            throw new OpcUaException(StatusCodes.BadTimestampsToReturnInvalid);
        var details = Decode(request.HistoryReadDetails);
        var number = session.HistoryPoints.BeginRequest();
        var most = session.Binding?.MaxResponseSize is > 0 and var size ? Math.Min(limits.MaxHistoryBytesPerResponse, size / 2) : limits.MaxHistoryBytesPerResponse;
        var share = most / request.NodesToRead.Length;
        return new HistoryReadResponse { Results = Array.ConvertAll(request.NodesToRead, each => Read(session, each, details, request.TimestampsToReturn, share, number)) };
    }

    private static HistoryReadResult Release(ServerSession session, HistoryReadValueId wanted) =>
        session.HistoryPoints.TryTake(wanted.ContinuationPoint, out _) ? new HistoryReadResult() : Failed(StatusCodes.BadContinuationPointInvalid);

    private static HistoryReadResult Failed(StatusCode status) => new() { StatusCode = status };

    private static StatusCode WhyNot(VariableNode node, OpcUaUser user) =>
        node.History is null || (node.AccessLevel & AccessLevels.HistoryRead) == AccessLevels.None ? StatusCodes.BadHistoryOperationUnsupported
        : (node.UserAccess(user) & AccessLevels.HistoryRead) == AccessLevels.None ? StatusCodes.BadUserAccessDenied
        : StatusCodes.Good;

    private static DataValue Shown(in DataValue value, in HistoryPoint point)
    {
        var shown = value;
        if (point.Range is { } range && !value.Status.IsBad)
        {
            var status = range.Read(value.Value, out var part);
            shown = status.IsBad ? new DataValue(default, status, value.SourceTimestamp) : value with { Value = part };
        }

        // When the server had a value was not recorded: it was when the source had it, or a little later.
        return ReadService.WithTimestamps(shown, point.Timestamps, point.Node.TellsServerTime ? shown.SourceTimestamp ?? point.Start : null);
    }

    private ReadRawModifiedDetails Decode(ExtensionObject? container)
    {
        if (container is null || (container.TypeId.IsNull && container.Structure is null))
            throw new OpcUaException(StatusCodes.BadHistoryOperationInvalid);
        IUaStructure? structure;
        try
        {
            structure = StructureTypes.Decode(container, decoding);
        }
        catch (OpcUaException e)
        {
            throw new OpcUaException(StatusCodes.BadHistoryOperationInvalid, e.Message, e);
        }

        if (structure is not ReadRawModifiedDetails { IsReadModified: false } details)
            throw new OpcUaException(StatusCodes.BadHistoryOperationUnsupported);
        var given = (details.StartTime.Ticks > 0 ? 1 : 0) + (details.EndTime.Ticks > 0 ? 1 : 0) + (details.NumValuesPerNode > 0 ? 1 : 0);
        return given >= 2 ? details : throw new OpcUaException(StatusCodes.BadHistoryOperationInvalid);
    }

    private HistoryReadResult Read(ServerSession session, HistoryReadValueId wanted, ReadRawModifiedDetails details, TimestampsToReturn timestamps, long bytes, long request)
    {
        HistoryPoint point;
        if (wanted.ContinuationPoint is { Length: > 0 } id)
        {
            if (!session.HistoryPoints.TryTake(id, out point) || point.Node.Id != wanted.NodeId)
                return Failed(StatusCodes.BadContinuationPointInvalid);
            if (point.Node.Space is null)
                return Failed(StatusCodes.BadNodeIdUnknown);
            if (WhyNot(point.Node, session.User) is { IsBad: true } denied)
                return Failed(denied);
        }
        else if (Begin(session.User, wanted, details, timestamps, out point) is { IsBad: true } status)
        {
            return Failed(status);
        }

        try
        {
            return Page(session, point, bytes, request);
        }
#pragma warning disable CA1031 // A node's owner may throw what it likes: it costs this node, not the others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            ReadFailed?.Invoke(wanted.NodeId, e);
            return Failed(StatusCodes.BadUnexpectedError);
        }
    }

    private StatusCode Begin(OpcUaUser user, HistoryReadValueId wanted, ReadRawModifiedDetails details, TimestampsToReturn timestamps, out HistoryPoint point)
    {
        point = default;
        if (!NumericRange.TryParse(wanted.IndexRange, out var range))
            return StatusCodes.BadIndexRangeInvalid;
        if (!space.TryFind(wanted.NodeId, out var found))
            return wanted.NodeId.IsNull ? StatusCodes.BadNodeIdInvalid : StatusCodes.BadNodeIdUnknown;
        if (found is not VariableNode node)
            return StatusCodes.BadHistoryOperationUnsupported;
        if (WhyNot(node, user) is { IsBad: true } denied)
            return denied;
        if (!string.IsNullOrEmpty(wanted.DataEncoding.Name) && (wanted.DataEncoding != new QualifiedName(ReadService.BinaryEncoding) || !space.IsSubtype(node.DataType, StandardIds.Structure)))
            return StatusCodes.BadDataEncodingInvalid;
        var (start, end, most) = (details.StartTime, details.EndTime, (int)Math.Min(details.NumValuesPerNode, int.MaxValue));
        var hasBoth = start.Ticks > 0 && end.Ticks > 0;
        point = new HistoryPoint(
            node,
            start.Ticks > 0 ? start : end,
            hasBoth ? end : null,
            IsBackward: hasBoth ? end < start : start.Ticks == 0,
            details.ReturnBounds,
            most == 0 ? limits.MaxHistoryValuesPerNode : Math.Min(most, limits.MaxHistoryValuesPerNode),
            Left: hasBoth ? int.MaxValue : most,
            range,
            timestamps);
        return StatusCodes.Good;
    }

    private HistoryReadResult Page(ServerSession session, in HistoryPoint point, long bytes, long request)
    {
        var page = new HistoryPage(point, point.Node.History!, point.MaxInResponse, bytes);
        var values = page.Read(out var isFinished);
        var hasData = Array.Exists(values, static value => value.Status != StatusCodes.BadBoundNotFound);
        for (var i = 0; i < values.Length; i++)
            values[i] = Shown(values[i], point);
        byte[]? id = null;
        if (!isFinished)
        {
            id = session.HistoryPoints.Keep(page.Point, request, limits.MaxHistoryContinuationPoints);
            if (id is null)
                return Failed(StatusCodes.BadNoContinuationPoints);
        }

        return new HistoryReadResult
        {
            StatusCode = hasData || !isFinished ? StatusCodes.Good : StatusCodes.GoodNoData,
            ContinuationPoint = id,
            HistoryData = new ExtensionObject(new HistoryData { DataValues = values }),
        };
    }
}
