using System.Collections.Concurrent;
using Catchment.Core.Storage;
using Catchment.Protocols.ImageZmq;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Hub;

/// <summary>
/// The way of a message: decode, decide by its type, make it durable, answer. Called by each connection's own thread; a
/// message's frames are only valid during the call.
/// </summary>
/// <remarks>Source: the camera specification, 3.2 to 3.5.</remarks>
internal sealed partial class HubIntake : IDisposable
{
    /// <summary>Headers up to this size get their scratch room from the stack.</summary>
    private const int StackScratch = 1024;

    private readonly FrameStore _store;
    private readonly EventLog _events;
    private readonly PatienceWatch _patience;
    private readonly HubMetrics _metrics;
    private readonly DiskCondition _disk;
    private readonly Action _capReached;
    private readonly ILogger _logger;
    private readonly TimeSpan _budget;
    private readonly SemaphoreSlim _places;
    private readonly BlockingCollection<ZmqMessage>? _queue;
    private readonly Thread? _writer;

    /// <summary>Makes the intake; in mode <see cref="Durability.Queued"/> it starts its writing thread.</summary>
    /// <param name="store">Where frames go.</param>
    /// <param name="events">Where events go.</param>
    /// <param name="patience">Told of every message.</param>
    /// <param name="metrics">Counts what becomes of each.</param>
    /// <param name="disk">Told how writing goes.</param>
    /// <param name="capReached">Called for the first frame of a day that the cap turns away.</param>
    /// <param name="options">Durability, length of the queue, reply budget.</param>
    /// <param name="logger">The hub's log.</param>
    internal HubIntake(
        FrameStore store, EventLog events, PatienceWatch patience, HubMetrics metrics, DiskCondition disk, Action capReached, HubOptions options, ILogger logger)
    {
        _capReached = capReached;
        _store = store;
        _events = events;
        _patience = patience;
        _metrics = metrics;
        _disk = disk;
        _logger = logger;
        _budget = options.ReplyBudget;
        _places = new SemaphoreSlim(options.QueueMax);
        if (options.Durability != Durability.Queued)
            return;
        _queue = new BlockingCollection<ZmqMessage>(options.QueueMax);
        _writer = new Thread(WriteQueued) { Name = "hub writer", IsBackground = true };
        _writer.Start();
    }

    /// <summary>Takes one message in.</summary>
    /// <param name="message">Its frames.</param>
    /// <returns>The reply: <c>OK</c>, or a short error text.</returns>
    internal ReadOnlySpan<byte> Receive(ZmqMessage message)
    {
        _patience.Touch();
        _metrics.Received(message.TotalBytes);
        if (message.FrameCount != 2)
            return Refuse(HubRefusal.NotTwoFrames, HubReplies.NotTwoFrames);

        var header = message[0];
        var scratch = header.Length <= StackScratch ? stackalloc byte[StackScratch] : new byte[Math.Min(header.Length, ImageZmqDecoder.MaxHeaderBytes)];
        var error = ImageZmqDecoder.Decode(header, message[1], scratch, out var decoded);
        if (error != ImageZmqError.None)
            return Refuse(HubRefusal.NotImageZmq, HubReplies.NotImageZmq);

        var parsed = HubMessage.Parse(decoded.Text);
        switch (parsed.Kind)
        {
            case HubMessageKind.Jpeg:
                return ReceiveJpeg(message, parsed.NodeAndView, decoded.Payload);
            case HubMessageKind.Event:
                return ReceiveEvent(decoded.Text);
            case HubMessageKind.NoType:
                return Refuse(HubRefusal.NoType, HubReplies.NoType);
            case HubMessageKind.TestPicture:
                _metrics.Discarded(HubDiscard.TestPicture);
                return HubReplies.Ok;
            case HubMessageKind.RawPicture:
                _metrics.Discarded(HubDiscard.RawPicture);
                return HubReplies.Ok;
            default:
                return HubReplies.Ok;
        }
    }

    /// <summary>Writes what is queued and ends the writing thread. No message may come any more.</summary>
    public void Dispose()
    {
        if (_queue is { IsAddingCompleted: false })
        {
            _queue.CompleteAdding();
            _writer!.Join();
        }

        _places.Dispose();
    }

    private ReadOnlySpan<byte> ReceiveJpeg(ZmqMessage message, scoped ReadOnlySpan<byte> nodeAndView, scoped ReadOnlySpan<byte> jpeg)
    {
        if (!jpeg.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
            return Refuse(HubRefusal.NotJpeg, HubReplies.NotJpeg);
        if (_queue is not null)
            return Queue(message, nodeAndView);
        if (!_places.Wait(_budget))
            return Refuse(HubRefusal.Busy, HubReplies.Busy);
        try
        {
            return Store(nodeAndView, jpeg);
        }
        finally
        {
            _places.Release();
        }
    }

    private ReadOnlySpan<byte> Store(scoped ReadOnlySpan<byte> nodeAndView, scoped ReadOnlySpan<byte> jpeg)
    {
        try
        {
            switch (_store.Store(nodeAndView, jpeg))
            {
                case StoreOutcome.Stored:
                    _disk.Works(HubWrite.Frames);
                    _metrics.Stored();
                    return HubReplies.Ok;
                case StoreOutcome.FirstCapped:
                    _capReached();
                    LogCapReached();
                    goto case StoreOutcome.Capped;
                case StoreOutcome.Capped:
                    _metrics.Discarded(HubDiscard.Cap);
                    return HubReplies.Ok;
                case StoreOutcome.NameTooLong:
                    return Refuse(HubRefusal.NameTooLong, HubReplies.NameTooLong);
                default:
                    return Refuse(HubRefusal.NoSpace, HubReplies.NoSpace);
            }
        }
        catch (Exception e) when (DiskCondition.IsRefusal(e))
        {
            return Failed(HubWrite.Frames, e);
        }
    }

    private ReadOnlySpan<byte> ReceiveEvent(scoped ReadOnlySpan<byte> text)
    {
        if (_disk.IsFull)
            return Refuse(HubRefusal.NoSpace, HubReplies.NoSpace);
        try
        {
            _events.Append(text);
            _disk.Works(HubWrite.Events);
            _metrics.Logged();
            return HubReplies.Ok;
        }
        catch (Exception e) when (DiskCondition.IsRefusal(e))
        {
            return Failed(HubWrite.Events, e);
        }
    }

    private ReadOnlySpan<byte> Queue(ZmqMessage message, scoped ReadOnlySpan<byte> nodeAndView)
    {
        if (!FrameName.TryWriteNode(nodeAndView, stackalloc byte[FrameName.MaxNodeBytes], out _))
            return Refuse(HubRefusal.NameTooLong, HubReplies.NameTooLong);
        if (_disk.IsFull)
            return Refuse(HubRefusal.NoSpace, HubReplies.NoSpace);
        var owned = message.Detach();
        if (_queue!.TryAdd(owned, _budget))
            return HubReplies.Ok;
        owned.Dispose();
        return Refuse(HubRefusal.Busy, HubReplies.Busy);
    }

    private void WriteQueued()
    {
        var scratch = new byte[ImageZmqDecoder.MaxHeaderBytes];
        foreach (var message in _queue!.GetConsumingEnumerable())
        {
            using (message)
                WriteQueued(message, scratch);
        }
    }

    private void WriteQueued(ZmqMessage message, byte[] scratch)
    {
        try
        {
            ImageZmqDecoder.Decode(message[0], message[1], scratch, out var decoded);
            Store(HubMessage.Parse(decoded.Text).NodeAndView, decoded.Payload);
        }
#pragma warning disable CA1031 // This thread has nobody above it: what it lets through would end the process, and every queued frame with it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _metrics.Refused(HubRefusal.NotStored);
            LogQueuedLost(e);
        }
    }

    private ReadOnlySpan<byte> Failed(HubWrite what, Exception e)
    {
        _disk.Fails(what, e);
        return e is StorageException { IsDiskFull: true }
            ? Refuse(HubRefusal.NoSpace, HubReplies.NoSpace)
            : Refuse(HubRefusal.NotStored, HubReplies.NotStored);
    }

    private ReadOnlySpan<byte> Refuse(HubRefusal refusal, ReadOnlySpan<byte> reply)
    {
        _metrics.Refused(refusal);
        return reply;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A queued frame could not be stored")]
    private partial void LogQueuedLost(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The day's cap (max_images_write) is reached: further frames of today are answered OK, counted, and not stored")]
    private partial void LogCapReached();
}
