using Catchment.Cameras.Events;
using Catchment.Cameras.Pictures;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>Records the events of one view: writes what <see cref="ViewEvents"/> decides, and tells of it. Log and pictures come on two threads.</summary>
/// <param name="camera">The view.</param>
/// <param name="parts">What all views share.</param>
/// <remarks>Source: the camera specification, 10.3 and 10.4.</remarks>
internal sealed partial class ViewRecorder(WatcherCamera camera, RecordingParts parts)
{
    private readonly ViewEvents _events = new(parts.Options, parts.PreRoll, parts.Time);
    private readonly FailedStarts _failed = new(parts.Time);
    private readonly DiscardLog _discards = new($"{camera.Node} {camera.View}", parts.Metrics, parts.Time, parts.Logger);

    /// <summary>The view.</summary>
    internal WatcherCamera Camera => camera;

    /// <summary>An event begins.</summary>
    internal void Start(OutpostRecord record)
    {
        if (_events.Find(record.Id) is { } known)
        {
            if (_events.Restart(known, record.Time))
            {
                Empty(known);
                return;
            }

            if (_events.TakeOut(known))
                Finish(known, known.Tasks); // It ended, and begins anew before its last picture came.
        }

        _failed.Remove(record.Id);
        var key = new EventKey(DateOnly.FromDateTime(record.Time), record.Id.ToString());
        Begin(new EventStart(key, new RecordedEvent(camera.Node, camera.View, record.Time, record.Size.Width, record.Size.Height), record.IsNew));
    }

    /// <summary>An object was tracked.</summary>
    internal void Track(OutpostRecord record)
    {
        if ((_events.Find(record.Id) ?? BeginAgain(record.Id)) is not { } tracked || !_events.Note(tracked, record.Time))
        {
            if (_failed.Has(record.Id, out _))
                parts.Metrics.Failed(WatcherError.Row);
            else
                Discard(WatcherDiscard.NoEvent, record.Id);
            return;
        }

        try
        {
            if (tracked.Open.Append(record.Time, record.ObjectId, record.ClassName, record.Rect.X1, record.Rect.Y1, record.Rect.X2, record.Rect.Y2))
                parts.Metrics.RowStored();
            else
                Discard(WatcherDiscard.Deleted, record.Id);
            parts.Condition.Works(RecordingWrite.Rows);
        }
        catch (IOException e)
        {
            parts.Metrics.Failed(WatcherError.Row);
            parts.Condition.Fails(RecordingWrite.Rows, e);
        }

        TellChanged(tracked);
    }

    /// <summary>The outpost says that an event ended. It is over when its last picture is stored.</summary>
    /// <returns>False when there is no such event.</returns>
    internal bool End(OutpostRecord record)
    {
        _failed.Remove(record.Id);
        if (_events.Find(record.Id) is not { } ended)
            return false;
        if (!_events.End(ended, record.Tasks))
            return true;
        parts.Notes.Ends(new EndedEvent(ended.Key, camera.Node, camera.View, record.Tasks));
        ended.Open.Close();
        FinishOver();
        return true;
    }

    /// <summary>A record told of an event that is not under way.</summary>
    internal void Discard(WatcherDiscard reason, ReadOnlySpan<char> id)
    {
        if (_discards.Occurs(reason))
            _discards.Tell(reason, id.ToString());
    }

    /// <summary>A picture came.</summary>
    /// <param name="time">The time that it bears.</param>
    /// <param name="message">Its message; lent, a JPEG in frame 2.</param>
    internal void Picture(DateTime time, ZmqMessage message)
    {
        var picture = HeldPicture.Of(message, time, parts.Time.GetTimestamp());
        if (_events.Take(picture) is { } takers)
        {
            foreach (var taker in takers)
            {
                parts.Pictures.Store(taker.Open, picture, _discards);
                TellChanged(taker);
                _events.Wrote(taker);
            }

            picture.Release();
        }

        FinishOver();
    }

    /// <summary>Closes events whose outpost vanished and those whose last picture does not come; to be called a few times a second.</summary>
    internal void Tick()
    {
        _events.Trim();
        while (_events.TakeLost() is { } lost)
        {
            LogVanished(parts.Logger, camera.Node, camera.View, lost.Key, parts.Options.EventTimeout.TotalSeconds);
            parts.Metrics.Failed(WatcherError.EventTimeout);
            Finish(lost, tasks: null);
        }

        FinishOver();
        _discards.Check();
    }

    /// <summary>Takes nothing more and closes what is open. Who records has stopped before.</summary>
    internal void Close()
    {
        foreach (var ongoing in _events.Close())
            Finish(ongoing, ongoing.Tasks);
    }

    /// <summary>The newest picture's bytes; null: none yet.</summary>
    internal byte[]? NewestPicture()
    {
        if (_events.Newest().Picture is not { } newest)
            return null;
        var jpeg = newest.Jpeg.ToArray();
        newest.Release();
        return jpeg;
    }

    /// <summary>The view as it is now.</summary>
    internal OutpostTile Tile(bool isConnected, string? health)
    {
        var (newest, received, current) = _events.Newest();
        if (newest is null)
            return new OutpostTile(camera.Node, camera.View, isConnected, null, null, null, null, health, current);
        int? width = null, height = null;
        if (JpegHeader.TryReadSize(newest.Jpeg, out var w, out var h))
            (width, height) = (w, h);
        newest.Release();
        return new OutpostTile(camera.Node, camera.View, isConnected, newest.Time, received, width, height, health, current);
    }

    private void Begin(EventStart start)
    {
        if (Open(start) is not { } opened)
            return;
        var started = new OngoingEvent(opened, start.What.Start, parts.Time.GetTimestamp());
        if (!_events.Add(started, out var before))
        {
            opened.Dispose();
            return;
        }

        parts.Metrics.Began();
        parts.Listeners.Started(start.Key, camera.Node, camera.View);
        foreach (var picture in before)
        {
            parts.Pictures.Store(opened, picture, _discards);
            picture.Release();
        }

        _events.Wrote(started);
    }

    /// <summary>An event that the disk did not let begin goes on: perhaps it does now.</summary>
    private OngoingEvent? BeginAgain(ReadOnlySpan<char> id)
    {
        if (!_failed.Has(id, out var due) || due is null)
            return null;
        _failed.Remove(id);
        Begin(due);
        return _events.Find(id);
    }

    private OpenEvent? Open(EventStart start)
    {
        var key = start.Key;
        if (_events.IsFull)
        {
            Discard(WatcherDiscard.TooManyEvents, key.Id);
            return null;
        }

        var isNoted = parts.Notes.Add(key);
        try
        {
            var opened = parts.Store.Begin(key, start.What, start.IsNew, out var isForeign);
            parts.Condition.Works(RecordingWrite.Rows);
            if (opened is not null)
                return opened;
            Discard(isForeign ? WatcherDiscard.ForeignEvent : WatcherDiscard.Deleted, key.Id);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            parts.Metrics.Failed(WatcherError.Event);
            parts.Condition.Fails(RecordingWrite.Rows, e);
            _failed.Add(start);
        }

        if (isNoted)
            parts.Notes.Remove(key);
        return null;
    }

    /// <summary>A start of an event that is open: its set is emptied.</summary>
    private void Empty(OngoingEvent ongoing)
    {
        try
        {
            ongoing.Open.Empty();
        }
        catch (IOException e)
        {
            parts.Metrics.Failed(WatcherError.Event);
            parts.Condition.Fails(RecordingWrite.Rows, e);
        }
    }

    private void TellChanged(OngoingEvent changed)
    {
        if (_events.IsToBeTold(changed))
            parts.Listeners.Changed(changed.Key);
    }

    private void FinishOver()
    {
        while (_events.TakeOver() is { } over)
            Finish(over, over.Tasks);
    }

    private void Finish(OngoingEvent ongoing, IReadOnlyList<EndedTask>? tasks)
    {
        ongoing.Open.Dispose();
        parts.Metrics.Over();
        if (!ongoing.Open.IsRefused) // Who deletes it tells so.
        {
            parts.Listeners.Ended(ongoing.Key);
            if (tasks is not null)
                parts.EndedEvents.Ended(new EndedEvent(ongoing.Key, camera.Node, camera.View, tasks));
        }

        parts.Notes.Remove(ongoing.Key); // Last: a kill before this has the next start do it again, a kill after it has nothing left to do.
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Closed event {Event} of {Node} {View}: its outpost said nothing of it for {Seconds} s")]
    private static partial void LogVanished(ILogger logger, string node, string view, EventKey @event, double seconds);
}
