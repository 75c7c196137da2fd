using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Views;

/// <summary>Browse and BrowseNext. Source: OPC 10000-4, 5.8.2 and 5.8.3.</summary>
/// <param name="space">What is browsed.</param>
/// <param name="limits">How much at once.</param>
internal sealed class BrowseService(NodeSpace space, OpcUaOperationLimits limits)
{
    /// <summary>The first references of some nodes.</summary>
    /// <param name="session">Keeps the continuation points.</param>
    /// <param name="request">Which nodes.</param>
    /// <exception cref="OpcUaException">BadNothingToDo, BadTooManyOperations, BadViewIdUnknown: of the request as a whole.</exception>
    public BrowseResponse Browse(ServerSession session, BrowseRequest request)
    {
        if (!request.View.ViewId.IsNull)
            throw new OpcUaException(StatusCodes.BadViewIdUnknown);
        OperationCount.Check(request.NodesToBrowse.Length, limits.MaxNodesPerBrowse);
        var max = (int)Math.Min(request.RequestedMaxReferencesPerNode == 0 ? uint.MaxValue : request.RequestedMaxReferencesPerNode, (uint)limits.MaxReferencesPerNode);
        Paging paging = new(session.BrowsePoints, limits);
        return new BrowseResponse { Results = Array.ConvertAll(request.NodesToBrowse, each => Begin(each, max, paging)) };
    }

    /// <summary>The next references of browsings that were not finished.</summary>
    /// <param name="session">Keeps the continuation points.</param>
    /// <param name="request">Which of them, and whether they are to be forgotten.</param>
    /// <exception cref="OpcUaException">BadNothingToDo, BadTooManyOperations: of the request as a whole.</exception>
    public BrowseNextResponse BrowseNext(ServerSession session, BrowseNextRequest request)
    {
        OperationCount.Check(request.ContinuationPoints.Length, limits.MaxNodesPerBrowse);
        Paging paging = new(session.BrowsePoints, limits);
        return new BrowseNextResponse { Results = Array.ConvertAll(request.ContinuationPoints, each => Continue(each, request.ReleaseContinuationPoints, paging)) };
    }

    private static BrowseResult Failed(StatusCode status) => new() { StatusCode = status };

    private BrowseResult Begin(BrowseDescription wanted, int max, Paging paging)
    {
        if (space.Find(wanted.NodeId) is not { } node)
            return Failed(wanted.NodeId.IsNull ? StatusCodes.BadNodeIdInvalid : StatusCodes.BadNodeIdUnknown);
        if (wanted.BrowseDirection is not (BrowseDirection.Forward or BrowseDirection.Inverse or BrowseDirection.Both))
            return Failed(StatusCodes.BadBrowseDirectionInvalid);
        ReferenceTypeNode? type = null;
        if (!wanted.ReferenceTypeId.IsNull)
        {
            type = space.Find(wanted.ReferenceTypeId) as ReferenceTypeNode;
            if (type is null)
                return Failed(StatusCodes.BadReferenceTypeIdInvalid);
        }

        return Page(
            new BrowsePoint(
                node, wanted.BrowseDirection, type, wanted.IncludeSubtypes, wanted.NodeClassMask, wanted.ResultMask, max, IsInverse: wanted.BrowseDirection == BrowseDirection.Inverse),
            paging);
    }

    private BrowseResult Continue(byte[]? id, bool release, Paging paging)
    {
        if (!paging.Points.TryTake(id, out var point))
            return Failed(StatusCodes.BadContinuationPointInvalid);
        if (release)
            return new BrowseResult();
        return point.Node.Space is null ? Failed(StatusCodes.BadNodeIdUnknown) : Page(point, paging);
    }

    private BrowseResult Page(in BrowsePoint point, Paging paging)
    {
        List<ReferenceDescription> found = [];
        var max = Math.Min(point.Max, paging.Left);
        var (isInverse, after) = (point.IsInverse, point.After);
        ReferenceFilter filter = new(space, point.Type, point.IncludeSubtypes);
        while (true)
        {
            foreach (var reference in (isInverse ? point.Node.Inverse : point.Node.Forward).After(after))
            {
                if (!filter.Takes(reference.Type) || (point.NodeClassMask != NodeClass.Unspecified && (reference.Target.NodeClass & point.NodeClassMask) == NodeClass.Unspecified))
                    continue;
                if (found.Count >= max)
                    return paging.Unfinished(point with { IsInverse = isInverse, After = after }, found);
                found.Add(Describe(reference.Type, !isInverse, reference.Target, point.ResultMask));
                after = reference.Sequence;
            }

            if (isInverse || point.Direction == BrowseDirection.Forward)
                return paging.Finished(found);
            (isInverse, after) = (true, 0);
        }
    }

    private static ReferenceDescription Describe(Node type, bool isForward, Node target, BrowseResultMask mask) => new()
    {
        NodeId = target.Id,
        ReferenceTypeId = mask.HasFlag(BrowseResultMask.ReferenceTypeId) ? type.Id : default,
        IsForward = mask.HasFlag(BrowseResultMask.IsForward) && isForward,
        NodeClass = mask.HasFlag(BrowseResultMask.NodeClass) ? target.NodeClass : NodeClass.Unspecified,
        BrowseName = mask.HasFlag(BrowseResultMask.BrowseName) ? target.BrowseName : default,
        DisplayName = mask.HasFlag(BrowseResultMask.DisplayName) ? target.DisplayName : default,
        TypeDefinition = mask.HasFlag(BrowseResultMask.TypeDefinition) ? target.TypeDefinition?.Id ?? default : default(NodeId),
    };

    /// <summary>What the operations of one request share.</summary>
    private sealed class Paging(ContinuationPoints<BrowsePoint> points, OpcUaOperationLimits limits)
    {
        private readonly long _request = points.BeginRequest();

        public ContinuationPoints<BrowsePoint> Points { get; } = points;

        /// <summary>How many more references the response may hold.</summary>
        public int Left { get; private set; } = limits.MaxReferencesPerResponse;

        public BrowseResult Finished(List<ReferenceDescription> found)
        {
            Left -= found.Count;
            return new BrowseResult { References = [.. found] };
        }

        public BrowseResult Unfinished(in BrowsePoint point, List<ReferenceDescription> found)
        {
            if (Points.Keep(point, _request, limits.MaxBrowseContinuationPoints) is not { } id)
                return Failed(StatusCodes.BadNoContinuationPoints);
            Left -= found.Count;
            return new BrowseResult { ContinuationPoint = id, References = [.. found] };
        }
    }
}
