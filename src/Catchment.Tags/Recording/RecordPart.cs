using Catchment.Core.Recording;
using Catchment.Tags.Gateway;

namespace Catchment.Tags.Recording;

/// <summary>Recording as a part of the gateway.</summary>
/// <param name="room">What it shares with the others.</param>
/// <param name="sink">Where records go.</param>
/// <param name="rules">Which points, and what of them.</param>
/// <param name="metrics">Its numbers.</param>
public sealed class RecordPart(GatewayRoom room, ITelemetrySink sink, IReadOnlyList<RecordRule> rules, RecordMetrics metrics) : BackgroundPart("record", room)
{
    private readonly GatewayRoom _room = room;

    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken stopping) => new TagRecorder(_room.Model.Store, sink, rules, metrics, _room.Time, Logger).RunAsync(stopping);
}
