using Catchment.Cameras.Events;
using Catchment.Cameras.Pictures;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Protocols.ZeroMq;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>
/// Records the events of one view. Log and pictures come on two threads; the lock is held for decisions only, files are written outside.
/// A picture belongs to every event whose time it bears, also when it came before the event's record or after its end.
/// </summary>
/// <param name="camera">The view.</param>
/// <param name="parts">What all views share.</param>
/// <remarks>Source: the camera specification, 10.3 and 10.4.</remarks>
internal sealed partial class ViewRecorder(WatcherCamera camera, RecordingParts parts)
{
    /// <summary>Events of one view at a time.</summary>
    internal const int MaxEvents = 16;

    /// <summary>How long after an event's end, or after its last picture since then, a further one is waited for.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OngoingEvent> _events = new(StringComparer.Ordinal);
    private readonly PictureRing _ring = new(parts.Options.PreRoll, parts.PreRoll, parts.Time);
    private readonly OutpostClock _clock = new(parts.Time);
    private DateTime _received;
    private bool _isClosed;

    /// <summary>The view.</summary>
    internal WatcherCamera Camera => camera;

    /// <summary>An event begins.</summary>
    internal void Start(OutpostRecord record)
    {
        var id = record.Id.ToString();
        if (Find(record.Id) is { } known && !IsEnded(known))
        {
            Restart(known, record.Time);
            return;
        }

        var key = new EventKey(DateOnly.FromDateTime(record.Time), id);
        if (Open(key, record) is not { } opened)
            return;
        var started = new OngoingEvent(opened, record.Time, parts.Time.GetTimestamp());
        List<HeldPicture> before;
        lock (_gate)
        {
            if (_isClosed || _events.ContainsKey(id))
            {
                opened.Dispose();
                return;
            }

            _events.Add(id, started);
            before = [.. _ring.Pictures.Where(p => started.Has(p.Time)).Select(p => p.Share())];
            started.Writing++;
        }

        parts.Metrics.Began();
        parts.Listeners.Started(key, camera.Node, camera.View);
        foreach (var picture in before)
        {
            parts.Pictures.Store(opened, picture);
            picture.Release();
        }

        Wrote(started);
    }

    /// <summary>An object was tracked.</summary>
    internal void Track(OutpostRecord record)
    {
        if (Find(record.Id) is not { } tracked || !Note(tracked, record.Time))
        {
            parts.Metrics.Discarded(WatcherDiscard.NoEvent);
            return;
        }

        try
        {
            if (tracked.Open.Append(record.Time, record.ObjectId, record.ClassName, record.Rect.X1, record.Rect.Y1, record.Rect.X2, record.Rect.Y2))
                parts.Metrics.RowStored();
            else
                parts.Metrics.Discarded(WatcherDiscard.Deleted);
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
        if (Find(record.Id) is not { } ended)
            return false;
        lock (_gate)
        {
            if (ended.HasEnded)
                return true;
            var bound = ended.LastTracked;
            if (_ring.Newest is { } newest)
            {
                var seen = newest.Time;
                bound = Later(bound, seen);
                if (_clock.Now() is { } now)
                    bound = Later(bound, now < seen + Grace ? now : seen + Grace); // A clock that was set does not make an event long.
            }

            ended.End(record.Tasks, bound, parts.Time.GetTimestamp());
        }

        ended.Open.Close();
        FinishIfOver(ended);
        return true;
    }

    /// <summary>A picture came.</summary>
    /// <param name="time">The time that it bears.</param>
    /// <param name="message">Its message; lent, a JPEG in frame 2.</param>
    internal void Picture(DateTime time, ZmqMessage message)
    {
        var picture = new HeldPicture(message.Detach(), time, parts.Time.GetTimestamp());
        List<(OngoingEvent Event, bool Has)>? takers = null;
        lock (_gate)
        {
            if (_isClosed)
            {
                picture.Release();
                return;
            }

            _clock.Saw(time);
            _received = parts.Time.GetLocalNow().DateTime;
            foreach (var ongoing in _events.Values)
            {
                var has = ongoing.Has(time);
                if (has || ongoing.HasEnded)
                    (takers ??= []).Add((ongoing, has));
                ongoing.Writing += has ? 1 : 0;
                ongoing.QuietSince = has ? picture.Received : ongoing.QuietSince; // A backlog is no silence.
            }

            if (takers is not null)
                picture.Share();
            _ring.Add(picture);
        }

        if (takers is null)
            return;
        foreach (var (taker, has) in takers)
        {
            if (has)
            {
                parts.Pictures.Store(taker.Open, picture);
                TellChanged(taker);
                Wrote(taker);
            }
            else
            {
                FinishIfOver(taker);
            }
        }

        picture.Release();
    }

    /// <summary>Closes events whose outpost vanished and those whose last picture does not come; to be called a few times a second.</summary>
    internal void Tick()
    {
        OngoingEvent[] all;
        lock (_gate)
        {
            _ring.Trim();
            if (_events.Count == 0)
                return;
            all = [.. _events.Values];
        }

        foreach (var ongoing in all)
        {
            bool isLost;
            lock (_gate)
                isLost = !ongoing.HasEnded && parts.Time.GetElapsedTime(ongoing.LastSign) >= parts.Options.EventTimeout;
            if (isLost && TryTake(ongoing))
            {
                LogVanished(parts.Logger, camera.Node, camera.View, ongoing.Key, parts.Options.EventTimeout.TotalSeconds);
                parts.Metrics.Failed(WatcherError.EventTimeout);
                Finish(ongoing, tasks: null);
            }
            else
            {
                FinishIfOver(ongoing);
            }
        }
    }

    /// <summary>Takes nothing more and closes what is open. Who records has stopped before.</summary>
    internal void Close()
    {
        OngoingEvent[] all;
        lock (_gate)
        {
            _isClosed = true;
            all = [.. _events.Values];
            _ring.Clear();
        }

        foreach (var ongoing in all)
        {
            if (TryTake(ongoing))
                Finish(ongoing, ongoing.Tasks);
        }
    }

    /// <summary>The newest picture's bytes; null: none yet.</summary>
    internal byte[]? NewestPicture()
    {
        HeldPicture? newest;
        lock (_gate)
            newest = _ring.Newest?.Share();
        if (newest is null)
            return null;
        var jpeg = newest.Jpeg.ToArray();
        newest.Release();
        return jpeg;
    }

    /// <summary>The view as it is now.</summary>
    internal OutpostTile Tile(bool isConnected, string? health)
    {
        lock (_gate)
        {
            int? width = null, height = null;
            if (_ring.Newest is { } newest && JpegHeader.TryReadSize(newest.Jpeg, out var w, out var h))
                (width, height) = (w, h);
            var current = _events.Values.LastOrDefault(e => !e.HasEnded);
            return new OutpostTile(
                camera.Node, camera.View, isConnected, _ring.Newest?.Time, _ring.Newest is null ? null : _received, width, height, health, current?.Key.Id);
        }
    }

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;

    private OngoingEvent? Find(ReadOnlySpan<char> id)
    {
        lock (_gate)
            return _events.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var found) ? found : null;
    }

    private bool IsEnded(OngoingEvent ongoing)
    {
        lock (_gate)
            return ongoing.HasEnded;
    }

    /// <summary>Notes a sign of an event; false when it has ended.</summary>
    private bool Note(OngoingEvent ongoing, DateTime tracked)
    {
        lock (_gate)
        {
            if (ongoing.HasEnded)
                return false;
            ongoing.LastSign = parts.Time.GetTimestamp();
            ongoing.LastTracked = Later(ongoing.LastTracked, tracked);
            return true;
        }
    }

    private OpenEvent? Open(EventKey key, OutpostRecord record)
    {
        int count;
        lock (_gate)
            count = _events.Count;
        if (count >= MaxEvents)
        {
            parts.Metrics.Discarded(WatcherDiscard.TooManyEvents);
            return null;
        }

        parts.Notes.Add(key);
        try
        {
            var opened = parts.Store.Begin(key, new RecordedEvent(camera.Node, camera.View, record.Time, record.Size.Width, record.Size.Height), record.IsNew);
            parts.Condition.Works(RecordingWrite.Rows);
            if (opened is not null)
                return opened;
            parts.Metrics.Discarded(WatcherDiscard.Deleted);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            parts.Metrics.Failed(WatcherError.Event);
            parts.Condition.Fails(RecordingWrite.Rows, e);
        }

        parts.Notes.Remove(key);
        return null;
    }

    /// <summary>A start of an event that is open: its set is emptied.</summary>
    private void Restart(OngoingEvent ongoing, DateTime start)
    {
        lock (_gate)
        {
            ongoing.LastSign = parts.Time.GetTimestamp();
            ongoing.Start = start < ongoing.Start ? start : ongoing.Start;
        }

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
        lock (_gate)
        {
            if (parts.Time.GetElapsedTime(changed.LastTold) < TellEvery)
                return;
            changed.LastTold = parts.Time.GetTimestamp();
        }

        parts.Listeners.Changed(changed.Key);
    }

    private void Wrote(OngoingEvent ongoing)
    {
        lock (_gate)
            ongoing.Writing--;
        FinishIfOver(ongoing);
    }

    private void FinishIfOver(OngoingEvent ongoing)
    {
        lock (_gate)
        {
            if (!ongoing.HasEnded || ongoing.Writing > 0 || ongoing.IsTaken)
                return;
            var isPast = _ring.Newest is { } newest && newest.Time > ongoing.Bound;
            if (!isPast && parts.Time.GetElapsedTime(ongoing.QuietSince) < Grace)
                return;
        }

        if (TryTake(ongoing))
            Finish(ongoing, ongoing.Tasks);
    }

    private bool TryTake(OngoingEvent ongoing)
    {
        lock (_gate)
        {
            if (ongoing.IsTaken)
                return false;
            return ongoing.IsTaken = true;
        }
    }

    private void Finish(OngoingEvent ongoing, IReadOnlyList<EndedTask>? tasks)
    {
        lock (_gate)
            _events.Remove(ongoing.Key.Id);
        ongoing.Open.Dispose();
        parts.Notes.Remove(ongoing.Key);
        parts.Metrics.Over();
        if (ongoing.Open.IsRefused)
            return; // Who deletes it tells so.
        parts.Listeners.Ended(ongoing.Key);
        if (tasks is not null)
            parts.EndedEvents.Ended(new EndedEvent(ongoing.Key, camera.Node, camera.View, tasks));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Closed event {Event} of {Node} {View}: its outpost said nothing of it for {Seconds} s")]
    private static partial void LogVanished(ILogger logger, string node, string view, EventKey @event, double seconds);
}
