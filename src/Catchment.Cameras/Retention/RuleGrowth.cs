namespace Catchment.Cameras.Retention;

/// <summary>How the frames of one rule's cameras become more, and fewer, in the days ahead.</summary>
internal sealed class RuleGrowth
{
    private readonly RetentionRule _rule;
    private readonly bool _freesSpace;
    private readonly double _comesToday;
    private readonly int _today;
    private readonly List<(int Day, double Bytes)> _held = []; // oldest first
    private int _first; // of those still held
    private double _total;

    /// <summary>Makes it.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="freesSpace">What leaves by it leaves the medium, too.</param>
    /// <param name="days">All days, oldest first.</param>
    /// <param name="judged">The complete days that the rate is taken from.</param>
    /// <param name="index">The rule's place.</param>
    /// <param name="now">Local time.</param>
    internal RuleGrowth(RetentionRule rule, bool freesSpace, IReadOnlyList<DaySummary> days, IReadOnlyList<DaySummary> judged, int index, DateTime now)
    {
        (_rule, _freesSpace) = (rule, freesSpace);
        _today = DateOnly.FromDateTime(now).DayNumber;
        BytesPerDay = Median([.. judged.Select(d => BytesOf(d, index))]);
        RestOfToday = 1 - now.TimeOfDay.TotalDays;
        _comesToday = BytesPerDay * RestOfToday;
        foreach (var day in days)
            Add(day.Day.DayNumber, BytesOf(day, index));
    }

    /// <summary>Bytes that come in a day.</summary>
    internal long BytesPerDay { get; }

    /// <summary>How much of today is left, 0 to 1.</summary>
    internal double RestOfToday { get; }

    /// <summary>In the long run as much leaves the medium as comes.</summary>
    internal bool IsHeld => BytesPerDay == 0 || (_rule.Ends && _freesSpace);

    /// <summary>Bytes that come on a day ahead; 0 is the rest of today.</summary>
    internal double ComesOn(int day) => day == 0 ? _comesToday : BytesPerDay;

    /// <summary>Bytes that retention frees when a day ahead is over.</summary>
    internal double LeavesAfter(int day)
    {
        Add(_today + day, ComesOn(day));
        if (!_rule.Ends || !_freesSpace)
            return 0;
        var before = _total;
        var next = _today + day + 1;
        while (_first < _held.Count && _rule.KeepDays is { } kept && next - _held[_first].Day > kept)
            Drop(_held[_first].Bytes);
        while (_first < _held.Count && _rule.KeepBytes is { } room && _total > room)
            Drop(Math.Min(_held[_first].Bytes, _total - room));
        return before - _total;
    }

    private static long BytesOf(DaySummary day, int rule) => day.Cameras.Where(c => c.Rule == rule).Sum(c => c.Bytes);

    private static long Median(List<long> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count == 0 ? 0 : values.Count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private void Add(int day, double bytes)
    {
        _total += bytes;
        _held.Add((day, bytes));
    }

    /// <summary>So many of the oldest day's bytes go.</summary>
    private void Drop(double bytes)
    {
        var (day, held) = _held[_first];
        _total -= bytes;
        if (bytes < held)
            _held[_first] = (day, held - bytes);
        else
            _first++;
    }
}
