namespace Catchment.Cameras.Hub;

/// <summary>
/// At most so many frames a day are stored. The count belongs to the date in the frame's name, and it survives a restart:
/// it begins with what was remembered or what lies in the day's folder, whichever is more.
/// </summary>
public sealed class DailyCap
{
    /// <summary>Around midnight two days are counted at once; a third makes the oldest go.</summary>
    private const int DaysKept = 2;

    private readonly Lock _lock = new();
    private readonly List<Day> _days = new(DaysKept + 1); // by date
    private readonly Func<DateOnly, long> _countStored;
    private readonly long? _limit;
    private readonly CapState? _remembered;

    /// <summary>Makes the cap.</summary>
    /// <param name="limit">Frames a day; null: no cap.</param>
    /// <param name="remembered">What was known of the last day when the hub ended.</param>
    /// <param name="countStored">Counts the frames that lie in a day's folder.</param>
    public DailyCap(long? limit, CapState? remembered, Func<DateOnly, long> countStored)
    {
        _limit = limit;
        _countStored = countStored;
        _remembered = limit is null ? null : remembered;
    }

    /// <summary>Takes one frame's place in a day.</summary>
    /// <param name="date">The day in the frame's name.</param>
    /// <param name="firstRefusal">True for the first frame of the day that finds no place.</param>
    /// <returns>False when the day is full.</returns>
    public bool TryTake(DateOnly date, out bool firstRefusal)
    {
        firstRefusal = false;
        if (_limit is not { } limit)
            return true;
        lock (_lock)
        {
            var day = Of(date);
            if (day.Stored < limit)
            {
                day.Stored++;
                return true;
            }

            firstRefusal = !day.Warned;
            day.Warned = true;
            return false;
        }
    }

    /// <summary>Gives a place back: the frame could not be stored.</summary>
    public void GiveBack(DateOnly date)
    {
        if (_limit is null)
            return;
        lock (_lock)
            Of(date).Stored--;
    }

    /// <summary>What is to be remembered over a restart; null without a cap, or when nothing is known yet.</summary>
    public CapState? State()
    {
        lock (_lock)
        {
            return _days.Count == 0 ? _remembered : new CapState(_days[^1].Date, _days[^1].Stored, _days[^1].Warned);
        }
    }

    private Day Of(DateOnly date)
    {
        foreach (var counted in _days)
        {
            if (counted.Date == date)
                return counted;
        }

        var stored = _countStored(date); // Not before the first frame: a folder that cannot be read is that frame's trouble, not the hub's.
        var known = _remembered?.Date == date ? _remembered : null;
        var day = new Day(date) { Stored = Math.Max(stored, known?.Stored ?? 0), Warned = known?.Warned ?? false };
        _days.Add(day);
        _days.Sort((a, b) => a.Date.CompareTo(b.Date));
        if (_days.Count > DaysKept)
            _days.RemoveAt(0);
        return day;
    }

    private sealed class Day(DateOnly date)
    {
        internal DateOnly Date { get; } = date;

        internal long Stored { get; set; }

        internal bool Warned { get; set; }
    }
}
