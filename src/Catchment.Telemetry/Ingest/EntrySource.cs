using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Ingest;

/// <summary>Makes rows of the entries of a telemetry file, one after another; memory is that of the longest entry.</summary>
internal abstract class EntrySource : IDisposable
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

    /// <summary>The source for a file.</summary>
    /// <param name="path">Its path: its name tells what it is.</param>
    /// <param name="file">Its content, from its start; stays open.</param>
    /// <param name="types">The event codes that are known.</param>
    internal static EntrySource Of(string path, Stream file, FlatlogTypeTable types) =>
        path.EndsWith(".bintel", StringComparison.Ordinal) ? new FlatlogSource(file, types) : new NdjsonSource(file);
}
