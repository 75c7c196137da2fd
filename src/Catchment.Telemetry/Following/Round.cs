using System.Runtime.InteropServices;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Following;

/// <summary>
/// What is written in one transaction: rows of all devices in the order they were read, how far their files are read with them, and files of
/// the inventory. It is all that is held in memory: bounded, and what is beyond it waits in its files.
/// </summary>
internal sealed class Round
{
    private readonly List<LiveRow> _rows = [];
    private readonly List<FileOrigin> _files = [];
    private readonly Dictionary<string, FollowedPosition> _positions = new(StringComparer.Ordinal);
    private readonly List<FollowedPosition> _begun = [];

    /// <summary>Where the rows' messages are written to.</summary>
    internal RowBatch Batch { get; } = new();

    /// <summary>The rows.</summary>
    internal IReadOnlyList<LiveRow> Rows => _rows;

    /// <summary>The files, by path.</summary>
    internal IReadOnlyList<FileOrigin> Files => _files;

    /// <summary>How far the devices are read, by device.</summary>
    internal IReadOnlyList<FollowedPosition> Positions => [.. _positions.Values.OrderBy(p => p.Device, StringComparer.Ordinal)];

    /// <summary>Where devices begin of which nothing was known.</summary>
    internal IReadOnlyList<FollowedPosition> Begun => _begun;

    /// <summary>Bytes of the entries that were read.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Entries and file events.</summary>
    internal int Records => _rows.Count + _files.Count;

    /// <summary>It takes no more rows.</summary>
    internal bool IsFull => Batch.IsFull;

    /// <summary>There is nothing to write.</summary>
    internal bool IsEmpty => Records == 0 && _positions.Count == 0;

    /// <summary>Makes a row of the text that was written into the batch.</summary>
    internal void Add(string device, long microseconds, string eventCode)
    {
        Batch.Add(microseconds, eventCode);
        _rows.Add(new LiveRow(device, Batch, Batch.Rows[^1]));
    }

    /// <summary>
    /// A device is followed from here on. Were that not known before its first rows are, a run that ends between them would leave the next one to begin with
    /// whatever file is the newest then.
    /// </summary>
    internal void Begin(FollowedPosition position)
    {
        _begun.Add(position);
        Reach(position, 0);
    }

    /// <summary>A device's file is read up to here.</summary>
    /// <param name="position">Where.</param>
    /// <param name="bytes">How many bytes that is further than before.</param>
    internal void Reach(FollowedPosition position, long bytes)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_positions, position.Device, out _) = position;
        Bytes += bytes;
    }

    /// <summary>Adds files, in one order for all who write them at once.</summary>
    internal void Add(IEnumerable<FileOrigin> files)
    {
        _files.AddRange(files);
        _files.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
    }

    /// <summary>Begins the next one.</summary>
    internal void Clear()
    {
        Batch.Clear();
        _rows.Clear();
        _files.Clear();
        _positions.Clear();
        _begun.Clear();
        Bytes = 0;
    }
}
