using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Ingest;

/// <summary>Makes rows of the entries of a telemetry file, one after another; memory is that of the longest entry.</summary>
/// <param name="device">Whose entries they are.</param>
internal abstract class EntrySource(string device) : IDisposable
{
    /// <summary>What was left out so far.</summary>
    internal SkippedEntries Skipped { get; } = new();

    /// <summary>Behind the last row: what is missing at the file's end, in words; null: nothing, the file is complete.</summary>
    internal string? Tail { get; private protected set; }

    /// <summary>Reads on to the next entry that can be stored.</summary>
    /// <param name="batch">Gets the row.</param>
    /// <returns>False: there is no further one.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal abstract bool Read(RowBatch batch);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Makes a row of the message that was written into the batch, if the tables take it.</summary>
    /// <returns>Whether there is a row.</returns>
    private protected bool Add(RowBatch batch, FlatlogRow row, long place)
    {
        if (ObservationName.IsTooLong(device, batch.Pending))
        {
            batch.Drop();
            Skipped.Add($"whose obsName has more than {ObservationName.MostBytes} bytes", place);
            return false;
        }

        batch.Add(row.Microseconds, row.EventCode);
        return true;
    }

    /// <summary>The source for a file.</summary>
    /// <param name="path">Its path: its name tells what it is.</param>
    /// <param name="device">Whose entries they are.</param>
    /// <param name="file">Its content, from its start; stays open.</param>
    /// <param name="types">The event codes that are known.</param>
    internal static EntrySource Of(string path, string device, Stream file, FlatlogTypeTable types) => path.EndsWith(".bintel", StringComparison.Ordinal)
        ? new FlatlogSource(device, file, types)
        : new NdjsonSource(device, file, isPacked: !path.EndsWith(".ndjson", StringComparison.Ordinal));
}
