using Catchment.Core.Storage;

namespace Catchment.Tags.Mqtt.Queues;

/// <summary>The files of an outbox: one is written to, those before it wait until everything in them is done with. For one thread at a time, but for <see cref="Flush"/>.</summary>
/// <param name="folder">Where they are.</param>
/// <param name="limits">How much they hold; a file is a part of that.</param>
/// <param name="durability">Whether they go to the medium.</param>
internal sealed class OutboxFiles(string folder, OutboxLimits limits, Durability durability) : IDisposable
{
    private const int SegmentsOfLimit = 8;
    private const long LeastSegment = 64 << 10;
    private const long LargestSegment = 4 << 20;

    private readonly Lock _flushing = new();
    private readonly long _segmentBytes = Math.Clamp(limits.Bytes / SegmentsOfLimit, LeastSegment, LargestSegment);
    private readonly Queue<OutboxSegment> _segments = new();
    private OutboxSegment? _current;

    /// <summary>The file that is written to; there is one once <see cref="Begin"/> was called.</summary>
    public OutboxSegment Current => _current!;

    /// <summary>The next record begins a new file.</summary>
    public bool IsFull => Current.Length >= _segmentBytes;

    /// <summary>Opens the files of earlier runs, oldest first.</summary>
    /// <exception cref="IOException">One cannot be opened.</exception>
    public IEnumerable<(OutboxSegment Segment, long Number)> Open()
    {
        foreach (var (path, number) in OutboxSegment.Find(folder))
        {
            var segment = OutboxSegment.Open(path);
            _segments.Enqueue(segment);
            yield return (segment, number);
        }
    }

    /// <summary>Begins a file: never the end of one that a killed process may have left with half a record.</summary>
    /// <param name="number">Its number, between those of the messages before and behind.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public void Begin(long number)
    {
        var next = OutboxSegment.Create(folder, number, durability);
        if (durability == Durability.Synced && _current is not null)
            Flush(_current);
        _current = next;
        _segments.Enqueue(next);
    }

    /// <summary>Removes the files in which everything is done with.</summary>
    public void DeleteDone(long done)
    {
        while (_segments.TryPeek(out var segment) && segment != _current && segment.LastSequence <= done)
            _segments.Dequeue().Delete();
    }

    /// <summary>Returns when what was written to a file is as durable as it was to be. Safe on any thread.</summary>
    public void Flush(OutboxSegment segment)
    {
        if (durability != Durability.Synced)
            return;
        lock (_flushing)
        {
            try
            {
                segment.Flush();
            }
            catch (ObjectDisposedException)
            {
                // Everything in it was done with meanwhile.
            }
        }
    }

    /// <summary>Closes the files; what is in them stays.</summary>
    public void Dispose()
    {
        foreach (var segment in _segments)
            segment.Dispose();
        _segments.Clear();
    }
}
