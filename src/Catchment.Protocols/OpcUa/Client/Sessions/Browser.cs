using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Client.Sessions;

/// <summary>Browses nodes to their last reference. Source: OPC 10000-4, 5.9.2 and 5.9.3.</summary>
/// <param name="link">Whom to ask.</param>
/// <param name="options">With the limits.</param>
/// <param name="browse">Which references.</param>
/// <param name="cancellation">The caller waits no longer.</param>
internal sealed class Browser(ClientLink link, OpcUaClientOptions options, OpcUaBrowseOptions browse, CancellationToken cancellation)
{
    /// <summary>So many answers without a reference, one after another, are no answers any more.</summary>
    private const int MaxEmptyAnswers = 100;

    private uint Limit => link.Session.Limits.Browse;

    /// <summary>Browses.</summary>
    /// <exception cref="OpcUaException">A request as a whole failed.</exception>
    public async Task<IReadOnlyList<OpcUaBrowseResult>> BrowseAsync(IReadOnlyList<NodeId> nodes)
    {
        var results = await Batches.AskAsync(nodes, Limit, options.MaxOperationsPerRequest, BrowseBatchAsync);
        for (var i = 0; i < results.Length; i++)
        {
            // The server can keep only so many unfinished browsings at once: now there is none of ours.
            if (results[i].Status == StatusCodes.BadNoContinuationPoints)
                results[i] = (await BrowseBatchAsync([nodes[i]]))[0];
        }

        return results;
    }

    private async Task<OpcUaBrowseResult[]> BrowseBatchAsync(NodeId[] nodes)
    {
        var request = new BrowseRequest
        {
            RequestedMaxReferencesPerNode = browse.MaxReferencesPerAnswer,
            NodesToBrowse = Array.ConvertAll(nodes, node => new BrowseDescription
            {
                NodeId = node,
                BrowseDirection = browse.IncludesInverse ? BrowseDirection.Both : BrowseDirection.Forward,
                ReferenceTypeId = browse.ReferenceType,
                IncludeSubtypes = true,
                ResultMask = BrowseResultMask.All,
            }),
        };
        var first = (await link.AskAsync<BrowseResponse>(request, cancellation)).Results;
        if (first.Length != nodes.Length)
            return new OpcUaBrowseResult[first.Length];
        var unfinished = new Unfinished[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
            (unfinished[i] = new Unfinished()).Take(first[i], options.MaxReferences);
        await FinishAsync(unfinished);
        return Array.ConvertAll(unfinished, u => new OpcUaBrowseResult(u.Status, u.References));
    }

    private async Task FinishAsync(Unfinished[] all)
    {
        List<byte[]> released = [.. all.Where(u => u.Released is not null).Select(u => u.Released!)];
        while (all.Where(u => u.Point is not null).ToArray() is { Length: > 0 } left)
        {
            var results = await Batches.AskAsync(left, Limit, options.MaxOperationsPerRequest, async batch =>
            {
                var request = new BrowseNextRequest { ContinuationPoints = Array.ConvertAll(batch, u => u.Point) };
                return (await link.AskAsync<BrowseNextResponse>(request, cancellation)).Results;
            });
            for (var i = 0; i < left.Length; i++)
            {
                left[i].Take(results[i], options.MaxReferences);
                if (left[i].Released is { } point)
                    released.Add(point);
            }
        }

        if (released.Count > 0)
            await link.AskAsync<BrowseNextResponse>(new BrowseNextRequest { ReleaseContinuationPoints = true, ContinuationPoints = [.. released] }, cancellation);
    }

    private sealed class Unfinished
    {
        private readonly List<OpcUaReference> _references = [];
        private int _emptyAnswers;

        public IReadOnlyList<OpcUaReference> References => _references;

        public StatusCode Status { get; private set; }

        public byte[]? Point { get; private set; }

        public byte[]? Released { get; private set; }

        public void Take(BrowseResult result, int most)
        {
            foreach (var r in result.References)
                _references.Add(new OpcUaReference(r.ReferenceTypeId, r.IsForward, r.NodeId, r.BrowseName, r.DisplayName, r.NodeClass, r.TypeDefinition));
            _emptyAnswers = result.References.Length == 0 ? _emptyAnswers + 1 : 0;
            (Status, Point) = (result.StatusCode, result.ContinuationPoint is { Length: > 0 } point ? point : null);
            if (Point is not null && (Status.IsBad || _references.Count >= most || _emptyAnswers >= MaxEmptyAnswers))
                (Status, Released, Point) = (Status.IsBad ? Status : StatusCodes.BadEncodingLimitsExceeded, Point, null);
        }
    }
}
