using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Views;

/// <summary>TranslateBrowsePathsToNodeIds. Source: OPC 10000-4, 5.8.4.</summary>
/// <param name="space">Where the paths lead through.</param>
/// <param name="limits">How many at once.</param>
internal sealed class TranslateService(NodeSpace space, OpcUaOperationLimits limits)
{
    private const int MaxElements = 64;
    private const int MaxTargets = 1_000;
    private const int MaxReferencesPerRequest = 20_000_000;

    /// <summary>The nodes at the ends of some paths.</summary>
    /// <param name="request">Where they begin and by which names they go.</param>
    /// <exception cref="OpcUaException">BadNothingToDo, BadTooManyOperations: of the request as a whole.</exception>
    public TranslateBrowsePathsToNodeIdsResponse Translate(TranslateBrowsePathsToNodeIdsRequest request)
    {
        OperationCount.Check(request.BrowsePaths.Length, limits.MaxNodesPerTranslateBrowsePathsToNodeIds);
        var left = MaxReferencesPerRequest;
        return new TranslateBrowsePathsToNodeIdsResponse { Results = Array.ConvertAll(request.BrowsePaths, path => Follow(path, ref left)) };
    }

    private static BrowsePathResult Failed(StatusCode status) => new() { StatusCode = status };

    private BrowsePathResult Follow(BrowsePath path, ref int left)
    {
        var elements = path.RelativePath.Elements;
        if (space.Find(path.StartingNode) is not { } start)
            return Failed(path.StartingNode.IsNull ? StatusCodes.BadNodeIdInvalid : StatusCodes.BadNodeIdUnknown);
        if (elements.Length == 0)
            return Failed(StatusCodes.BadNothingToDo);
        if (elements.Length > MaxElements)
            return Failed(StatusCodes.BadQueryTooComplex);
        if (Array.Exists(elements, e => string.IsNullOrEmpty(e.TargetName.Name)))
            return Failed(StatusCodes.BadBrowseNameInvalid);
        HashSet<Node> here = [start];
        foreach (var element in elements)
        {
            if (!TryStep(here, element, ref left, out here))
                return Failed(StatusCodes.BadQueryTooComplex);
            if (here.Count == 0)
                return Failed(StatusCodes.BadNoMatch);
            if (here.Count > MaxTargets)
                return Failed(StatusCodes.BadTooManyMatches);
        }

        return new BrowsePathResult { Targets = [.. here.Select(n => new BrowsePathTarget { TargetId = n.Id, RemainingPathIndex = uint.MaxValue })] };
    }

    private bool TryStep(HashSet<Node> from, RelativePathElement element, ref int left, out HashSet<Node> to)
    {
        to = [];
        ReferenceTypeNode? type = null;
        if (!element.ReferenceTypeId.IsNull)
        {
            type = space.Find(element.ReferenceTypeId) as ReferenceTypeNode;
            if (type is null)
                return true;
        }

        ReferenceFilter filter = new(space, type, element.IncludeSubtypes);
        foreach (var node in from)
        {
            foreach (var reference in (element.IsInverse ? node.Inverse : node.Forward).After())
            {
                if (--left < 0)
                    return false;
                if (reference.Target.BrowseName == element.TargetName && filter.Takes(reference.Type))
                    to.Add(reference.Target);
            }
        }

        return true;
    }
}
