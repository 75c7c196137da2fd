using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Pictures;
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
    private readonly bool _storeRaw;
    private readonly SemaphoreSlim _places;
    private readonly BlockingCollection<QueuedFrame>? _queue;
    private readonly Thread? _writer;

    /// <summary>Makes the intake; in mode <see cref="Durability.Queued"/> it starts its writing thread.</summary>
    /// <param name="store">Where frames go.</param>
    /// <param name="events">Where events go.</param>
    /// <param name="patience">Told of every message.</param>
    /// <param name="metrics">Counts what becomes of each.</param>
    /// <param name="disk">Told how writing goes.</param>
    /// <param name="capReached">Called for the first frame of a day that the cap turns away.</param>
    /// <param name="options">Durability, length of the queue, reply budget.</param>
    /// <param name="storeRaw">Raw pictures are stored.</param>
    /// <param name="logger">The hub's log.</param>
    internal HubIntake(
        FrameStore store,
        EventLog events,
        PatienceWatch patience,
        HubMetrics metrics,
        DiskCondition disk,
        Action capReached,
        HubOptions options,
        bool storeRaw,
        ILogger logger)
    {
        _capReached = capReached;
        _store = store;
        _events = events;
        _patience = patience;
        _metrics = metrics;
        _disk = disk;
        _logger = logger;
        _budget = options.ReplyBudget;
        _storeRaw = storeRaw;
        _places = new SemaphoreSlim(options.QueueMax);
        if (options.Durability != Durability.Queued)
            return;
        _queue = new BlockingCollection<QueuedFrame>(options.QueueMax);
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
                return ReceiveRaw(message, parsed.NodeAndView, decoded);
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
        return _queue is null ? StoreInPlace(nodeAndView, FrameFormat.Jpg, jpeg) : Queue(message, nodeAndView, FrameFormat.Jpg, null);
    }

    /// <summary>Encodes on the sender's own thread, and before the frame has its place and its time: neither waits for it.</summary>
    private ReadOnlySpan<byte> ReceiveRaw(ZmqMessage message, scoped ReadOnlySpan<byte> nodeAndView, scoped ImageZmqMessage decoded)
    {
        if (!_storeRaw)
        {
            _metrics.Discarded(HubDiscard.RawPicture);
            return HubReplies.Ok;
        }

        if (!decoded.IsArray)
            return Refuse(HubRefusal.NotArray, HubReplies.NotArray);
        if (_disk.IsFull)
            return Refuse(HubRefusal.NoSpace, HubReplies.NoSpace);
        var picture = new RawPicture(decoded.ElementType, decoded.Shape, decoded.Payload);
        using var file = picture.Encode();
        return _queue is null ? StoreInPlace(nodeAndView, picture.Format, file.Written.Span) : Queue(message, nodeAndView, picture.Format, file);
    }

    private ReadOnlySpan<byte> StoreInPlace(scoped ReadOnlySpan<byte> nodeAndView, FrameFormat format, scoped ReadOnlySpan<byte> picture)
    {
        if (!_places.Wait(_budget))
            return Refuse(HubRefusal.Busy, HubReplies.Busy);
        try
        {
            return Store(nodeAndView, format, picture);
        }
        finally
        {
            _places.Release();
        }
    }

    private ReadOnlySpan<byte> Store(scoped ReadOnlySpan<byte> nodeAndView, FrameFormat format, scoped ReadOnlySpan<byte> picture)
    {
        try
        {
            switch (_store.Store(nodeAndView, format, picture))
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

    private ReadOnlySpan<byte> Queue(ZmqMessage message, scoped ReadOnlySpan<byte> nodeAndView, FrameFormat format, PictureBuffer? encoded)
    {
        if (!FrameName.TryWriteNode(nodeAndView, stackalloc byte[FrameName.MaxNodeBytes], out _))
            return Refuse(HubRefusal.NameTooLong, HubReplies.NameTooLong);
        if (_disk.IsFull)
            return Refuse(HubRefusal.NoSpace, HubReplies.NoSpace);
        var owned = encoded is null ? message.Detach() : ZmqMessage.Copy(message.Frame(0), encoded.Written);
        if (_queue!.TryAdd(new QueuedFrame(owned, format), _budget))
            return HubReplies.Ok;
        owned.Dispose();
        return Refuse(HubRefusal.Busy, HubReplies.Busy);
    }

    private void WriteQueued()
    {
        var scratch = new byte[ImageZmqDecoder.MaxHeaderBytes];
        foreach (var frame in _queue!.GetConsumingEnumerable())
        {
            using (frame.Message)
                WriteQueued(frame, scratch);
        }
    }

    private void WriteQueued(QueuedFrame frame, byte[] scratch)
    {
        try
        {
            ImageZmqDecoder.Decode(frame.Message[0], frame.Message[1], scratch, out var decoded);
            Store(HubMessage.Parse(decoded.Text).NodeAndView, frame.Format, decoded.Payload);
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

    /// <summary>A message that waits to be written; its frame 2 is the file's content.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct QueuedFrame(ZmqMessage Message, FrameFormat Format);

    [LoggerMessage(Level = LogLevel.Error, Message = "A queued frame could not be stored")]
    private partial void LogQueuedLost(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The day's cap (max_images_write) is reached: further frames of today are answered OK, counted, and not stored")]
    private partial void LogCapReached();
}
