using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Attributes;

/// <summary>
/// The recorded values of a node that go into one response. First the value at the beginning or the one before it, if bounds are asked for, then those from the beginning
/// on to the end without it, then the one at the end or behind it. A bound that there is not is told as BadBoundNotFound. Source: OPC 10000-11, 4.4, table 1.
/// </summary>
/// <param name="point">How far it has come before.</param>
/// <param name="history">What is recorded.</param>
/// <param name="most">How many values.</param>
/// <param name="bytes">About how many bytes of values, beyond the first.</param>
internal sealed class HistoryPage(HistoryPoint point, IOpcUaHistory history, int most, long bytes)
{
    private const int Step = 1_000;

    private readonly List<DataValue> _values = [];

    /// <summary>How far it has come.</summary>
    public HistoryPoint Point { get; private set; } = point;

    /// <summary>About how many bytes are left.</summary>
    public long BytesLeft { get; private set; } = bytes;

    private bool IsFull => _values.Count >= most || (BytesLeft <= 0 && _values.Count > 0);

    /// <summary>Reads.</summary>
    /// <param name="isFinished">There is no more.</param>
    public DataValue[] Read(out bool isFinished)
    {
        if (Point is { HasBounds: true, HasBegun: false } && StartBound() is { } bound)
            Tell(bound);
        Point = Point with { HasBegun = true };
        isFinished = Point.Left == 0 || (TryReadWithin() && (Point.Left == 0 || !Point.HasBounds || TryTellEnd()));
        return [.. _values];
    }

    private static DateTime After(DateTime time) => Beside(time, 1);

    private static DateTime Before(DateTime time) => Beside(time, -1);

    private static DateTime Beside(DateTime time, long ticks) => new(Math.Clamp(time.Ticks + ticks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);

    private void Tell(in DataValue value)
    {
        _values.Add(value);
        BytesLeft -= ValueSize.Place + ValueSize.Of(value.Value);
        Point = Point with { Left = Point.Left - 1 };
    }

    /// <summary>Tells the values between beginning and end.</summary>
    /// <returns>False: not all of them had room.</returns>
    private bool TryReadWithin()
    {
        while (true)
        {
            var told = Point.ToldOfLast;
            var asked = Math.Min(Step, most - _values.Count + 1) + told;
            var (from, to) = Span();
            var found = history.Read(from, to, Point.IsBackward, asked);
            foreach (var value in found)
            {
                var time = value.SourceTimestamp ?? Point.Start;
                if (told > 0 && time == Point.Last)
                {
                    told--;
                    continue;
                }

                told = 0;
                if (Point.Left == 0)
                    return true;
                if (IsFull)
                    return false;
                Tell(value);
                Point = Point with { Last = time, ToldOfLast = time == Point.Last ? Point.ToldOfLast + 1 : 1 };
            }

            if (found.Count < asked)
                return true;
        }
    }

    private (DateTime From, DateTime To) Span()
    {
        var begin = Point.Last ?? Point.Start;
        return Point.IsBackward
            ? (Point.End is { } earliest ? After(earliest) : DateTime.MinValue, begin)
            : (begin, Point.End is not { } latest ? DateTime.MaxValue : latest == Point.Start ? latest : Before(latest));
    }

    private bool TryTellEnd()
    {
        if (IsFull)
            return false;
        Tell(EndBound());
        return true;
    }

    /// <summary>The value before the beginning; null: there is one at the beginning itself, which is told with those that follow it.</summary>
    private DataValue? StartBound()
    {
        if (history.Read(Point.Start, Point.Start, Point.IsBackward, 1).Count > 0)
            return null;
        return First(Point.IsBackward ? After(Point.Start) : DateTime.MinValue, Point.IsBackward ? DateTime.MaxValue : Before(Point.Start), !Point.IsBackward, Point.Start);
    }

    private DataValue EndBound()
    {
        // Where no end is told, there is none behind the last value: it is told a second away from it.
        if (Point.End is not { } end)
            return Missing(Beside(Point.Last ?? Point.Start, Point.IsBackward ? -TimeSpan.TicksPerSecond : TimeSpan.TicksPerSecond));
        var begin = end == Point.Start ? After(end) : end;
        return First(Point.IsBackward ? DateTime.MinValue : begin, Point.IsBackward ? end : DateTime.MaxValue, Point.IsBackward, end);
    }

    private static DataValue Missing(DateTime time) => new(default, StatusCodes.BadBoundNotFound, time);

    private DataValue First(DateTime from, DateTime to, bool isBackward, DateTime bound) => history.Read(from, to, isBackward, 1) is [var value, ..] ? value : Missing(bound);
}
