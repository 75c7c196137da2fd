namespace Catchment.Cameras.Watcher.Recording;

/// <summary>
/// The events of one view that are not over, and its newest pictures: decides which picture belongs to which event, and when an event is
/// over. A picture belongs to every event whose time it bears, also when it came before the event's record or after its end. Who asks writes
/// the files, outside of the lock. Safe for many threads at once.
/// </summary>
/// <param name="options">The watcher's options.</param>
/// <param name="preRoll">Memory of the past of all views.</param>
/// <param name="time">The clock.</param>
/// <remarks>Source: the camera specification, 10.3 and 10.4.</remarks>
internal sealed class ViewEvents(WatcherOptions options, PreRollBudget preRoll, TimeProvider time)
{
    /// <summary>Events of one view at a time.</summary>
    internal const int Most = 16;

    /// <summary>How long after an event's end, or after its last picture since then, a further one is waited for.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>The same while pictures are missing for certain: they came until the event, and its rows tell of later ones. A slow disk or network, which holds them up, is no silence.</summary>
    internal static readonly TimeSpan LongGrace = TimeSpan.FromSeconds(15);

    // A row may bear the time of its writing, which is a little later than its picture's.
    private static readonly TimeSpan RowsLater = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OngoingEvent> _events = new(StringComparer.Ordinal);
    private readonly PictureRing _ring = new(options.PreRoll, preRoll, time);
    private readonly OutpostClock _clock = new(time);
    private DateTime _received;
    private bool _isClosed;

    /// <summary>There are <see cref="Most"/> already.</summary>
    internal bool IsFull
    {
        get
        {
            lock (_gate)
                return _events.Count >= Most;
        }
    }

    /// <summary>An event by its id; null: none that is not over.</summary>
    internal OngoingEvent? Find(ReadOnlySpan<char> id)
    {
        lock (_gate)
            return _events.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var found) ? found : null;
    }

    /// <summary>Takes an event in.</summary>
    /// <param name="started">The event; its id is that of no other one here.</param>
    /// <param name="before">Its pictures that came before its record, each to be stored and released; then <see cref="Wrote"/> is to be called once.</param>
    /// <returns>False when the view takes nothing more.</returns>
    internal bool Add(OngoingEvent started, out IReadOnlyList<HeldPicture> before)
    {
        lock (_gate)
        {
            before = [];
            if (_isClosed)
                return false;
            foreach (var earlier in _events.Values)
            {
                if (earlier.HasEnded)
                    earlier.EndBefore(started.Start);
            }

            _events.Add(started.Key.Id, started);
            before = [.. _ring.Pictures.Where(p => started.Has(p.Time)).Select(p => p.Share())];
            started.Writing++;
            return true;
        }
    }

    /// <summary>A start of an event that is under way.</summary>
    /// <returns>False when it has ended.</returns>
    internal bool Restart(OngoingEvent ongoing, DateTime start)
    {
        lock (_gate)
        {
            if (ongoing.HasEnded)
                return false;
            ongoing.LastSign = time.GetTimestamp();
            ongoing.Start = start < ongoing.Start ? start : ongoing.Start;
            return true;
        }
    }

    /// <summary>Notes a row of an event; false when it has ended.</summary>
    internal bool Note(OngoingEvent ongoing, DateTime tracked)
    {
        lock (_gate)
        {
            if (ongoing.HasEnded)
                return false;
            ongoing.LastSign = time.GetTimestamp();
            ongoing.LastTracked = Later(ongoing.LastTracked, tracked);
            return true;
        }
    }

    /// <summary>The outpost says that an event ended.</summary>
    /// <returns>False when it had ended already.</returns>
    internal bool End(OngoingEvent ongoing, IReadOnlyList<EndedTask> tasks)
    {
        lock (_gate)
        {
            if (ongoing.HasEnded)
                return false;
            var bound = ongoing.LastTracked;
            if (_ring.Last is { Time: var seen })
            {
                bound = Later(bound, seen);
                if (_clock.Now() is { } now)
                    bound = Later(bound, now - seen < Grace ? now : seen + Grace); // A clock that was set does not make an event long.
            }

            ongoing.End(tasks, bound, time.GetTimestamp());
            return true;
        }
    }

    /// <summary>Takes a picture over, and keeps it for events that begin later.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>
    /// The events that it belongs to: it is to be stored for each, with <see cref="Wrote"/> after each, and then released; null: none, and it
    /// is not to be released.
    /// </returns>
    internal IReadOnlyList<OngoingEvent>? Take(HeldPicture picture)
    {
        List<OngoingEvent>? takers = null;
        lock (_gate)
        {
            if (_isClosed)
            {
                picture.Release();
                return null;
            }

            _clock.Saw(picture.Time);
            _received = time.GetLocalNow().DateTime;
            foreach (var ongoing in _events.Values)
            {
                if (picture.Time <= ongoing.Bound)
                    ongoing.QuietSince = picture.Received; // A backlog is no silence, also one of pictures from before the event.
                if (!ongoing.Has(picture.Time))
                    continue;
                ongoing.Writing++;
                (takers ??= []).Add(ongoing);
            }

            if (takers is not null)
                picture.Share();
            _ring.Add(picture);
        }

        return takers;
    }

    /// <summary>What <see cref="Take"/> or <see cref="Add"/> gave is stored, or given up.</summary>
    internal void Wrote(OngoingEvent ongoing)
    {
        lock (_gate)
        {
            ongoing.Writing--;
            ongoing.QuietSince = time.GetTimestamp();
        }
    }

    /// <summary>Whether the listeners are to be told now that an event changed.</summary>
    internal bool IsToBeTold(OngoingEvent changed)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(changed.LastTold) < TellEvery)
                return false;
            changed.LastTold = time.GetTimestamp();
            return true;
        }
    }

    /// <summary>Takes out an event whose outpost said that it ended and whose last picture is stored; null: there is none at present.</summary>
    internal OngoingEvent? TakeOver() => TakeFirst(isLost: false);

    /// <summary>Takes out an event whose outpost vanished; null: there is none.</summary>
    internal OngoingEvent? TakeLost() => TakeFirst(isLost: true);

    /// <summary>Takes an event out as it is; false when somebody else did.</summary>
    internal bool TakeOut(OngoingEvent ongoing)
    {
        lock (_gate)
            return _events.Remove(ongoing.Key.Id);
    }

    /// <summary>Takes nothing more.</summary>
    /// <returns>The events that are not over.</returns>
    internal IReadOnlyList<OngoingEvent> Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _ring.Clear();
            OngoingEvent[] all = [.. _events.Values];
            _events.Clear();
            return all;
        }
    }

    /// <summary>Lets go of pictures that are too old.</summary>
    internal void Trim()
    {
        lock (_gate)
            _ring.Trim();
    }

    /// <summary>The newest picture, to be released, when it came, and the event under way; nulls: none.</summary>
    internal (HeldPicture? Picture, DateTime Received, string? Event) Newest()
    {
        lock (_gate)
            return (_ring.Newest?.Share(), _received, _events.Values.LastOrDefault(e => !e.HasEnded)?.Key.Id);
    }

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;

    private bool IsLost(OngoingEvent ongoing) =>
        !ongoing.HasEnded && ongoing.Writing == 0 && time.GetElapsedTime(ongoing.LastSign) >= options.EventTimeout;

    private bool IsOver(OngoingEvent ongoing)
    {
        if (!ongoing.HasEnded || ongoing.Writing > 0)
            return false;
        return _ring.Last?.Time > ongoing.Bound
            || time.GetElapsedTime(ongoing.QuietSince) >= (IsMissed(ongoing) ? LongGrace : Grace)
            || time.GetElapsedTime(ongoing.EndedAt) >= options.EventTimeout; // A row from the far future, or a clock that was set back: the bound never comes.
    }

    /// <summary>Pictures of an event are still to come. A view whose pictures had stopped before it says nothing by being behind its rows.</summary>
    private bool IsMissed(OngoingEvent ended) =>
        _ring.Last is { } newest && ended.LastTracked - newest.Time > RowsLater && time.GetElapsedTime(newest.Received, ended.Began) <= Grace;

    /// <summary>Decides and takes out in one step: no picture can be given to an event that is over.</summary>
    private OngoingEvent? TakeFirst(bool isLost)
    {
        lock (_gate)
        {
            if (_events.Count == 0)
                return null;
            foreach (var ongoing in _events.Values)
            {
                if (!(isLost ? IsLost(ongoing) : IsOver(ongoing)))
                    continue;
                _events.Remove(ongoing.Key.Id);
                return ongoing;
            }

            return null;
        }
    }
}
