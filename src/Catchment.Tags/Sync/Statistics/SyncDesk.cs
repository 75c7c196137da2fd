using System.Text.Json;
using Catchment.Tags.Http;

namespace Catchment.Tags.Sync.Statistics;

/// <summary>Shows the statistics of a sync of this process over the gateway's API.</summary>
/// <param name="tally">Its statistics.</param>
public sealed class SyncDesk(SyncTally tally) : ISyncDesk
{
    /// <inheritdoc/>
    public ValueTask<byte[]?> ReadAsync(CancellationToken cancellation) => ValueTask.FromResult<byte[]?>(JsonSerializer.SerializeToUtf8Bytes(tally.Snapshot(), SyncStatsJson.Default.SyncStats));
}
