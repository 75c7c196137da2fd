namespace Catchment.Tags.Http;

/// <summary>What the API asks of the sync. Source: <c>tags</c> 8.2.</summary>
public interface ISyncDesk
{
    /// <summary>Its statistics: an object with <c>total_syncs</c>, <c>successful_writes</c>, <c>failed_writes</c>, <c>last_sync_time</c>, <c>errors</c> and <c>running</c>.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>JSON; null: there is no sync that runs.</returns>
    ValueTask<byte[]?> ReadAsync(CancellationToken cancellation);
}
