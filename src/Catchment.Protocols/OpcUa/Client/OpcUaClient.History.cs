using Catchment.Protocols.OpcUa.Client.Sessions;
using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Client;

/// <content>What servers have recorded.</content>
public sealed partial class OpcUaClient
{
    private const int MostHistoryInRequest = 10_000;

    /// <summary>Reads the recorded values of a node, in as many requests as it needs.</summary>
    /// <param name="node">The node.</param>
    /// <param name="range">Which values.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <returns>In the order of their times, late ones first where the range is read backward; as many as the range says at most.</returns>
    /// <exception cref="OpcUaException">The server has no history of the node (BadHistoryOperationUnsupported, …), the range is none (BadHistoryOperationInvalid), or a request failed.</exception>
    public async Task<IReadOnlyList<DataValue>> ReadHistoryAsync(NodeId node, OpcUaHistoryRange range, CancellationToken cancellation = default)
    {
        var link = Link();
        var most = range.MaxValues > 0 ? range.MaxValues : int.MaxValue;
        var details = new ExtensionObject(new ReadRawModifiedDetails
        {
            StartTime = range.Start ?? default,
            EndTime = range.End ?? default,
            // Between two times it is the size of a page, else of all.
            NumValuesPerNode = (uint)(range.Start is null || range.End is null ? range.MaxValues : Math.Min(most, MostHistoryInRequest)),
            ReturnBounds = range.ReturnBounds,
        });
        List<DataValue> values = [];
        byte[]? point = null;
        do
        {
            var result = await ReadHistoryAsync(link, node, details, point, cancellation);
            if (result.StatusCode.IsBad)
                throw new OpcUaException(result.StatusCode, $"The history of {node} cannot be read: {result.StatusCode}");
            var page = StructureTypes.Decode(result.HistoryData, _options.Limits) is HistoryData data ? data.DataValues : [];
            values.AddRange(page.AsSpan(0, Math.Min(page.Length, most - values.Count)));
            point = result.ContinuationPoint is { Length: > 0 } next ? next : null;
            if (point is not null && page.Length == 0)
                throw new OpcUaException(StatusCodes.BadUnknownResponse, $"The server has more of the history of {node}, and tells none of it.");
        }
        while (point is not null && values.Count < most);

        if (point is not null)
            await ReadHistoryAsync(link, node, details, point, cancellation, isRelease: true);
        return values;
    }

    private static async Task<HistoryReadResult> ReadHistoryAsync(
        ClientLink link, NodeId node, ExtensionObject details, byte[]? point, CancellationToken cancellation, bool isRelease = false)
    {
        var request = new HistoryReadRequest
        {
            HistoryReadDetails = details,
            TimestampsToReturn = TimestampsToReturn.Both,
            ReleaseContinuationPoints = isRelease,
            NodesToRead = [new HistoryReadValueId { NodeId = node, ContinuationPoint = point }],
        };
        return (await link.AskAsync<HistoryReadResponse>(request, cancellation)).Results is [var result]
            ? result
            : throw new OpcUaException(StatusCodes.BadUnknownResponse, "The server did not give one result for one node.");
    }
}
