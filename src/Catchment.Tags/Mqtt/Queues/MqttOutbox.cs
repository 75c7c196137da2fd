using Catchment.Core.Storage;
using Catchment.Protocols.Mqtt;

namespace Catchment.Tags.Mqtt.Queues;

/// <summary>
/// A queue on disk: files that are only appended to, with the messages and with how far they are acknowledged. What was appended
/// survives the process, until it is acknowledged. The cost of an item does not depend on how many there are.
/// </summary>
public sealed class MqttOutbox : IMqttBacklog
{
    private readonly Lock _gate = new();
    private readonly OutboxFiles _files;
    private readonly OutboxPlaces _places;
    private readonly Bell _bell = new();
    private long _last; // the number of the last message, or file

    private MqttOutbox(string folder, OutboxLimits limits, Durability durability) =>
        (_files, _places, Capacity) = (new OutboxFiles(folder, limits, durability), new OutboxPlaces(limits), limits.Items);

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (_gate)
                return _places.Count;
        }
    }

    /// <inheritdoc/>
    public int Capacity { get; }

    /// <summary>The bytes of the messages that are not done with.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _places.Bytes;
        }
    }

    /// <summary>Bytes that could not be read: what a power cut has torn, or a disk has lost.</summary>
    public long UnreadableBytes { get; private set; }

    /// <summary>Messages that were in the queue, and could not be read when they were taken.</summary>
    public long Unreadable { get; private set; }

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
            if (_files.IsFull)
                _files.Begin(++_last);
            var record = OutboxRecord.OfMessage(_last + 1, message);
            written = _files.Current;
            var at = written.Write(record);
            written.LastSequence = ++_last;
            _places.Add(new OutboxPlace(_last, written, at, record.Length));
            dropped = _places.DropOldest();
            if (dropped > 0)
                NoteDone();
        }

        _files.Flush(written);
        _bell.Ring();
        return dropped;
    }

    /// <inheritdoc/>
    public bool TryTake(out QueuedMessage item)
    {
        lock (_gate)
        {
            while (_places.TryTake(out var place))
            {
                if (Read(place) is { } body)
                {
                    item = new QueuedMessage(place.Sequence, OutboxRecord.ReadMessage(body));
                    return true;
                }

                UnreadableBytes += place.Length;
                Unreadable++;
                Finish(place.Sequence);
            }

            item = default;
            return false;
        }
    }

    /// <inheritdoc/>
    public void Acknowledge(long sequence)
    {
        lock (_gate)
            Finish(sequence);
    }

    /// <inheritdoc/>
    public Task WaitAsync(CancellationToken cancellation) => _bell.WaitAsync(cancellation);

    /// <summary>Closes the files; what is in them stays.</summary>
    public void Dispose()
    {
        lock (_gate)
            _files.Dispose();
        _bell.Dispose();
    }

    private static byte[]? Read(OutboxPlace place)
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
        if (_places.Finish(sequence))
            NoteDone();
    }

    /// <summary>Writes down how far it is done; if the disk does not take it, some are sent twice after a restart.</summary>
    private void NoteDone()
    {
        Span<byte> record = stackalloc byte[OutboxRecord.AcknowledgedBytes];
        OutboxRecord.WriteAcknowledged(record, _places.Done);
        try
        {
            if (_files.IsFull)
                _files.Begin(++_last);
            _files.Current.Write(record);
        }
        catch (IOException)
        {
            return; // The files stay, for it is not written that they are done with.
        }

        _files.DeleteDone(_places.Done);
    }

    private void Restore()
    {
        var (newest, done) = (0L, 0L);
        foreach (var (segment, number) in _files.Open())
        {
            _last = Math.Max(_last, number); // The next file is to have another name.
            Restore(segment, ref newest, ref done);
        }

        _places.FinishThrough(done);
        _last = Math.Max(Math.Max(_last, newest), done);
        _files.Begin(++_last);
        if (_places.DropOldest() > 0)
            NoteDone();
        _files.DeleteDone(_places.Done);
    }

    private void Restore(OutboxSegment segment, ref long newest, ref long done)
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
                done = Math.Max(done, sequence);
            }
            else if (sequence > newest)
            {
                newest = segment.LastSequence = sequence;
                _places.Add(new OutboxPlace(sequence, segment, at, length));
            }

            at += length;
        }
    }
}
