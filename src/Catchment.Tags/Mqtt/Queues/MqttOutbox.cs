using Catchment.Core.Storage;
using Catchment.Protocols.Mqtt;

namespace Catchment.Tags.Mqtt.Queues;

/// <summary>
/// A queue on disk: files that are only appended to, with the messages and with how far they are acknowledged. What was appended
/// survives the process, until it is acknowledged. The cost of an item does not depend on how many there are.
/// </summary>
public sealed class MqttOutbox : IMqttBacklog
{
    private const int SegmentsOfLimit = 8;
    private const long LeastSegment = 64 << 10;
    private const long LargestSegment = 4 << 20;

    private readonly Lock _gate = new();
    private readonly Lock _flushing = new();
    private readonly string _folder;
    private readonly OutboxLimits _limits;
    private readonly Durability _durability;
    private readonly long _segmentBytes;
    private readonly Queue<OutboxSegment> _segments = new();
    private readonly Queue<Place> _places = new(); // of all messages that are not done with
    private readonly Queue<Place> _toTake = new(); // of those that were not taken, too
    private readonly HashSet<long> _early = []; // acknowledged before one of those in front of them
    private readonly Bell _bell = new();
    private OutboxSegment _current = null!;
    private long _last; // the number of the last message
    private long _done; // all up to this number are done with
    private long _bytes;

    private MqttOutbox(string folder, OutboxLimits limits, Durability durability)
    {
        _folder = folder;
        _limits = limits;
        _durability = durability;
        _segmentBytes = Math.Clamp(limits.Bytes / SegmentsOfLimit, LeastSegment, LargestSegment);
    }

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (_gate)
                return _places.Count;
        }
    }

    /// <summary>The bytes of the messages that are not done with.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _bytes;
        }
    }

    /// <summary>Bytes of earlier runs that could not be read: what a power cut has torn.</summary>
    public long UnreadableBytes { get; private set; }

    /// <summary>Opens an outbox with what is left of earlier runs. Nobody else may have it open.</summary>
    /// <param name="folder">Its folder; made when it is not there.</param>
    /// <param name="limits">How much it holds.</param>
    /// <param name="durability"><see cref="Durability.Synced"/>: messages are on the medium when <see cref="Append"/> returns.</param>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public static MqttOutbox Open(string folder, OutboxLimits limits, Durability durability = Durability.Written)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var outbox = new MqttOutbox(folder, limits, durability);
        try
        {
            Directory.CreateDirectory(folder);
            outbox.Restore();
            return outbox;
        }
        catch (UnauthorizedAccessException e)
        {
            outbox.Dispose();
            throw new IOException($"Cannot use {folder}: {e.Message}", e);
        }
        catch
        {
            outbox.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Append(MqttMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        int dropped;
        OutboxSegment written;
        lock (_gate)
        {
            var record = OutboxRecord.OfMessage(_last + 1, message);
            if (_current.Length >= _segmentBytes)
                Roll();
            var at = _current.Write(record);
            _current.LastSequence = ++_last;
            Add(new Place(_last, _current, at, record.Length));
            dropped = DropOldest();
            written = _current;
        }

        if (_durability == Durability.Synced)
            Flush(written);
        _bell.Ring();
        return dropped;
    }

    /// <inheritdoc/>
    public bool TryTake(out QueuedMessage item)
    {
        lock (_gate)
        {
            while (_toTake.TryDequeue(out var place))
            {
                if (place.Sequence <= _done)
                    continue; // Dropped meanwhile.
                if (Read(place) is not { } body)
                {
                    UnreadableBytes += place.Length;
                    Finish(place.Sequence);
                    continue;
                }

                item = new QueuedMessage(place.Sequence, OutboxRecord.ReadMessage(body));
                return true;
            }

            item = default;
            return false;
        }
    }

    /// <inheritdoc/>
    public void Acknowledge(long sequence)
    {
        lock (_gate)
        {
            if (sequence > _done)
                Finish(sequence);
        }
    }

    /// <inheritdoc/>
    public Task WaitAsync(CancellationToken cancellation) => _bell.WaitAsync(cancellation);

    /// <summary>Closes the files; what is in them stays.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var segment in _segments)
                segment.Dispose();
            _segments.Clear();
        }

        _bell.Dispose();
    }

    private static byte[]? Read(Place place)
    {
        try
        {
            return place.Segment.Read(place.At);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Finish(long sequence)
    {
        _early.Add(sequence);
        var before = _done;
        while (_places.TryPeek(out var first) && _early.Remove(first.Sequence))
            RemoveFirst();
        if (_done > before)
            NoteDone();
    }

    private void Restore()
    {
        var newest = 0L;
        foreach (var (path, number) in OutboxSegment.Find(_folder))
        {
            _last = Math.Max(_last, number); // The next file is to have another name.
            var segment = OutboxSegment.Open(path);
            _segments.Enqueue(segment);
            Restore(segment, ref newest);
        }

        _last = Math.Max(_last, newest);

        while (_places.TryPeek(out var first) && first.Sequence <= _done)
            RemoveFirst();
        _last = Math.Max(_last, _done);
        _current = OutboxSegment.Create(_folder, ++_last, _durability);
        _segments.Enqueue(_current);
        DropOldest();
        DeleteDone();
    }

    private void Restore(OutboxSegment segment, ref long newest)
    {
        var at = 0L;
        while (at < segment.Length)
        {
            if (segment.Read(at) is not { } body)
            {
                UnreadableBytes += segment.Length - at; // The end of a file that nobody was told was safe.
                return;
            }

            var (kind, sequence) = OutboxRecord.ReadMark(body);
            var length = OutboxRecord.HeaderBytes + body.Length;
            if (kind == OutboxRecord.Acknowledged)
            {
                _done = Math.Max(_done, sequence);
            }
            else if (sequence > newest)
            {
                newest = segment.LastSequence = sequence;
                Add(new Place(sequence, segment, at, length));
            }

            at += length;
        }
    }

    private void Add(Place place)
    {
        _places.Enqueue(place);
        _toTake.Enqueue(place);
        _bytes += place.Length;
    }

    private void RemoveFirst()
    {
        var place = _places.Dequeue();
        _bytes -= place.Length;
        _done = Math.Max(_done, place.Sequence);
    }

    private int DropOldest()
    {
        var dropped = 0;
        while (_places.Count > 1 && (_places.Count > _limits.Items || _bytes > _limits.Bytes))
        {
            _early.Remove(_places.Peek().Sequence);
            RemoveFirst();
            dropped++;
        }

        if (dropped > 0)
            NoteDone();
        return dropped;
    }

    /// <summary>Writes down how far it is done; if the disk does not take it, some are sent twice after a restart.</summary>
    private void NoteDone()
    {
        Span<byte> record = stackalloc byte[OutboxRecord.AcknowledgedBytes];
        OutboxRecord.WriteAcknowledged(record, _done);
        try
        {
            if (_current.Length >= _segmentBytes)
                Roll();
            _current.Write(record);
        }
        catch (IOException)
        {
            return; // The files stay, for it is not written that they are done with.
        }

        DeleteDone();
    }

    private void Roll()
    {
        var next = OutboxSegment.Create(_folder, ++_last, _durability);
        if (_durability == Durability.Synced)
            Flush(_current);
        _current = next;
        _segments.Enqueue(next);
    }

    private void DeleteDone()
    {
        while (_segments.TryPeek(out var segment) && segment != _current && segment.LastSequence <= _done)
            _segments.Dequeue().Delete();
    }

    private void Flush(OutboxSegment segment)
    {
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

    private readonly record struct Place(long Sequence, OutboxSegment Segment, long At, int Length);
}
