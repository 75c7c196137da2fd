using Catchment.Protocols.OpcUa.Client.Sessions;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Client;

/// <content>The services. Each fails as a whole with an <see cref="OpcUaException"/>: the server's code, BadTimeout, BadNotConnected.</content>
public sealed partial class OpcUaClient
{
    /// <summary>The endpoints of a server; no session is needed.</summary>
    /// <param name="options">Of which only the URL, time-outs and limits count.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="OpcUaException">It cannot be asked; the message says why.</exception>
    public static async Task<IReadOnlyList<OpcUaServerEndpoint>> GetEndpointsAsync(OpcUaClientOptions options, CancellationToken cancellation = default) =>
        Array.ConvertAll(await Discovery.GetEndpointsAsync(options, cancellation), Discovery.Describe);

    /// <summary>The servers that a server knows, itself at least; no session is needed.</summary>
    /// <param name="options">Of which only the URL, time-outs and limits count.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="OpcUaException">It cannot be asked; the message says why.</exception>
    public static async Task<IReadOnlyList<OpcUaServerDescription>> FindServersAsync(OpcUaClientOptions options, CancellationToken cancellation = default) =>
        Array.ConvertAll(await Discovery.FindServersAsync(options, cancellation), Discovery.Describe);

    /// <summary>Reads values, with the times of source and server.</summary>
    /// <param name="nodes">Any number: they are split into requests that the server takes.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <returns>One for each node; what cannot be read has its status and no value.</returns>
    /// <exception cref="OpcUaException">A request as a whole failed.</exception>
    public Task<DataValue[]> ReadAsync(IReadOnlyList<NodeId> nodes, CancellationToken cancellation = default)
    {
        var wanted = new ReadValueId[nodes.Count];
        for (var i = 0; i < wanted.Length; i++)
            wanted[i] = new ReadValueId { NodeId = nodes[i], AttributeId = AttributeIds.Value };
        return ReadAsync(Link(), wanted, cancellation);
    }

    /// <summary>Reads attributes, values with the times of source and server.</summary>
    /// <param name="attributes">Any number: they are split into requests that the server takes.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <returns>One for each attribute; what cannot be read has its status and no value.</returns>
    /// <exception cref="OpcUaException">A request as a whole failed.</exception>
    public Task<DataValue[]> ReadAsync(IReadOnlyList<OpcUaRead> attributes, CancellationToken cancellation = default) =>
        ReadAsync(
            Link(),
            [.. attributes.Select(a => new ReadValueId { NodeId = a.NodeId, AttributeId = a.AttributeId, IndexRange = a.IndexRange })],
            cancellation);

    /// <summary>Writes attributes.</summary>
    /// <param name="values">Any number: they are split into requests that the server takes.</param>
    /// <param name="cancellation">The caller waits no longer; what was sent may be written.</param>
    /// <returns>How each went.</returns>
    /// <exception cref="OpcUaException">A request as a whole failed; what was written before it stays written.</exception>
    public Task<StatusCode[]> WriteAsync(IReadOnlyList<OpcUaWrite> values, CancellationToken cancellation = default)
    {
        var link = Link();
        WriteValue[] wanted = [.. values.Select(v => new WriteValue { NodeId = v.NodeId, AttributeId = v.AttributeId, IndexRange = v.IndexRange, Value = v.Value })];
        return Batches.AskAsync(wanted, link.Session.Limits.Write, _options.MaxOperationsPerRequest, async batch =>
            (await link.AskAsync<WriteResponse>(new WriteRequest { NodesToWrite = batch }, cancellation)).Results);
    }

    /// <summary>Browses nodes to their last reference.</summary>
    /// <param name="nodes">Any number.</param>
    /// <param name="browse">Which references; null: the hierarchical ones that lead on.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <returns>One for each node.</returns>
    /// <exception cref="OpcUaException">A request as a whole failed.</exception>
    public Task<IReadOnlyList<OpcUaBrowseResult>> BrowseAsync(IReadOnlyList<NodeId> nodes, OpcUaBrowseOptions? browse = null, CancellationToken cancellation = default) =>
        new Browser(Link(), _options, browse ?? new OpcUaBrowseOptions(), cancellation).BrowseAsync(nodes);

    /// <summary>Browses one node to its last reference.</summary>
    /// <param name="node">The node.</param>
    /// <param name="browse">Which references; null: the hierarchical ones that lead on.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <exception cref="OpcUaException">The node cannot be browsed: BadNodeIdUnknown, …; or the request failed.</exception>
    public async Task<IReadOnlyList<OpcUaReference>> BrowseAsync(NodeId node, OpcUaBrowseOptions? browse = null, CancellationToken cancellation = default)
    {
        var result = (await BrowseAsync([node], browse, cancellation))[0];
        return result.Status.IsBad ? throw new OpcUaException(result.Status, $"{node} cannot be browsed: {result.Status}") : result.References;
    }

    /// <summary>Finds nodes by the browse names on the way to them.</summary>
    /// <param name="paths">Any number: where each begins, and the names along hierarchical references.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <returns>One for each path; null: there is no such node, or more than one begins with it at another server.</returns>
    /// <exception cref="OpcUaException">A request as a whole failed.</exception>
    public async Task<NodeId?[]> TranslateBrowsePathsAsync(IReadOnlyList<(NodeId Start, IReadOnlyList<QualifiedName> Names)> paths, CancellationToken cancellation = default)
    {
        var link = Link();
        BrowsePath[] wanted =
        [
            .. paths.Select(p => new BrowsePath
            {
                StartingNode = p.Start,
                RelativePath = new RelativePath
                {
                    Elements =
                    [
                        .. p.Names.Select(n => new RelativePathElement { ReferenceTypeId = StandardIds.HierarchicalReferences, IncludeSubtypes = true, TargetName = n }),
                    ],
                },
            }),
        ];
        var results = await Batches.AskAsync(wanted, link.Session.Limits.Translate, _options.MaxOperationsPerRequest, async batch =>
            (await link.AskAsync<TranslateBrowsePathsToNodeIdsResponse>(new TranslateBrowsePathsToNodeIdsRequest { BrowsePaths = batch }, cancellation)).Results);
        return Array.ConvertAll(results, Target);
    }

    private static NodeId? Target(BrowsePathResult result)
    {
        if (result.StatusCode.IsBad)
            return null;
        foreach (var target in result.Targets)
        {
            if (target.RemainingPathIndex == uint.MaxValue && target.TargetId is { NamespaceUri: null, ServerIndex: 0 } id)
                return id.NodeId;
        }

        return null;
    }

    private Task<DataValue[]> ReadAsync(ClientLink link, ReadValueId[] wanted, CancellationToken cancellation) =>
        Batches.AskAsync(wanted, link.Session.Limits.Read, _options.MaxOperationsPerRequest, async batch =>
            (await link.AskAsync<ReadResponse>(new ReadRequest { TimestampsToReturn = TimestampsToReturn.Both, NodesToRead = batch }, cancellation)).Results);
}
