using System.Data.Common;

namespace Catchment.Telemetry.Schema;

/// <summary>
/// Puts the rows of one file after another into <c>telem</c>, each file in one transaction with its ingest record. Of rows of a device with
/// one time the first stays, within a file as between them. For one thread. Source: <c>telemetry</c> 9, 10.
/// </summary>
internal abstract class RowLoader : IDisposable
{
    /// <summary>The rows that were not handed over yet.</summary>
    internal RowBatch Batch { get; } = new();

    /// <summary>Begins a file's transaction.</summary>
    /// <param name="device">Whose rows they are.</param>
    /// <exception cref="DbException">The database refused; the loader is to be disposed of.</exception>
    internal abstract void Begin(string device);

    /// <summary>Hands the batch over; it is empty then.</summary>
    /// <exception cref="DbException">The database refused; the loader is to be disposed of.</exception>
    internal abstract void Send();

    /// <summary>Hands over what is left, adds the record, and commits.</summary>
    /// <param name="record">The ingest record; null: none, the file is to be read again.</param>
    /// <returns>Rows that were not there before.</returns>
    /// <exception cref="DbException">The database refused; the loader is to be disposed of.</exception>
    internal abstract long Finish(IngestRecord? record);

    /// <summary>Takes back what was not committed, and gives the connection back.</summary>
    public abstract void Dispose();
}
