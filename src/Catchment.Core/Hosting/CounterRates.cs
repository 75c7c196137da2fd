using Catchment.Core.Diagnostics;

namespace Catchment.Core.Hosting;

/// <summary>
/// Rates of the services' counters, from what earlier readers saw: no timer runs for them. A rate is over the time
/// since a reading at least <see cref="ShortestWindow"/> ago, or since the node's start.
/// </summary>
internal sealed class CounterRates
{
    /// <summary>The shortest time that a rate is taken over, when there are readings that old.</summary>
    public static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestWindow = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);

    private readonly NodeMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly LinkedList<Reading> _readings = [];

    /// <summary>Begins with a first reading.</summary>
    public CounterRates(NodeMetrics metrics, TimeProvider time)
    {
        _metrics = metrics;
        _time = time;
        _readings.AddLast(Read());
    }

    /// <summary>Totals and rates now, by service.</summary>
    public IReadOnlyDictionary<string, ServiceCounters> Now()
    {
        lock (_gate)
        {
            Reading now = Read();
            Reading then = Reference(now);
            double seconds = _time.GetElapsedTime(then.At, now.At).TotalSeconds;
            Keep(now);
            return now.Totals.ToDictionary(
                t => t.Key,
                t => Counters(t.Value, then.Totals.GetValueOrDefault(t.Key), seconds),
                StringComparer.Ordinal);
        }
    }

    private static ServiceCounters Counters(ServiceTotals now, ServiceTotals? then, double seconds)
    {
        return new ServiceCounters(
            now,
            Rate(now.Received, then?.Received),
            Rate(now.Sent, then?.Sent),
            Rate(now.Bytes, then?.Bytes));

        double Rate(long current, long? earlier) =>
            seconds > 0 ? Math.Round((current - (earlier ?? 0)) / seconds, 3) : 0;
    }

    private Reading Reference(Reading now)
    {
        for (LinkedListNode<Reading>? node = _readings.Last; node is not null; node = node.Previous)
        {
            if (_time.GetElapsedTime(node.Value.At, now.At) >= ShortestWindow)
            {
                return node.Value;
            }
        }

        return _readings.First!.Value;
    }

    private void Keep(Reading now)
    {
        // Readers in quick succession share one reading, so that the list stays as short as the window.
        if (_time.GetElapsedTime(_readings.Last!.Value.At, now.At) >= Spacing)
        {
            _readings.AddLast(now);
        }

        while (_readings.Count > 1 && _time.GetElapsedTime(_readings.First!.Value.At, now.At) > LongestWindow)
        {
            _readings.RemoveFirst();
        }
    }

    private Reading Read() => new(
        _time.GetTimestamp(),
        _metrics.Services.ToDictionary(s => s.Service, s => s.Totals, StringComparer.Ordinal));

    private sealed record Reading(long At, Dictionary<string, ServiceTotals> Totals);
}
