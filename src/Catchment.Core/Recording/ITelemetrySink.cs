namespace Catchment.Core.Recording;

/// <summary>
/// Records messages beside the instrument's telemetry, in the table <c>telem</c>: what any wing offers to it can be queried and charted like a device's own.
/// Safe for many threads.
/// </summary>
/// <remarks>
/// Memory is bounded: while as much as that waits for the database, a call waits for room (back-pressure), and what the caller holds meanwhile is the caller's. Nothing
/// is discarded. Of two records of a device with one time, in microseconds, the first stays, as everywhere in this table: who records several values of one
/// moment puts them into one message, or names several devices.
/// </remarks>
public interface ITelemetrySink
{
    /// <summary>Records a message.</summary>
    /// <param name="record">Device, event code, time and message.</param>
    /// <param name="cancellation">Ends the waiting. A record that has been taken by then may be stored nonetheless.</param>
    /// <returns>Ends when the record is committed: it outlives a crash from then on. Records that one caller awaits one after another are stored in that order.</returns>
    /// <exception cref="ArgumentException">The table has no room for such a record, or the message is no JSON; nothing of it is stored.</exception>
    /// <exception cref="TelemetryRefusedException">The database refused this record, whatever is tried, or the sink was closed before it was stored.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    Task RecordAsync(TelemetryRecord record, CancellationToken cancellation);
}
