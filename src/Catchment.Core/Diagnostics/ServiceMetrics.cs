using System.Diagnostics.Metrics;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// The numbers that every service gives about itself, under the same names:
/// <c>catchment_&lt;service&gt;_received_total</c>, <c>_sent_total</c>, <c>_discarded_total{reason}</c>,
/// <c>_errors_total{kind}</c>, <c>_bytes_total</c>, <c>_in_flight</c> and <c>_latency_seconds</c>. They live as long
/// as the node, over all restarts of the service. Every method is safe on any thread and allocates nothing.
/// </summary>
public sealed class ServiceMetrics
{
    // A label value is an identifier in lower case; anything else is a mistake in our own code.
    private const int LongestLabelValue = 40;

    /// <summary>Upper bounds of the latency histogram in seconds: 0.1 ms to 10 s in steps of 1, 2.5, 5.</summary>
    private static readonly double[] LatencyBounds =
    [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ];

    private readonly StripedCounter _received = new();
    private readonly StripedCounter _sent = new();
    private readonly StripedCounter _bytes = new();
    private readonly StripedCounter _inFlight = new();
    private readonly Histogram<double> _latency;

    /// <summary>Makes the numbers of one service; <see cref="NodeMetrics.ForService"/> does it once for each.</summary>
    internal ServiceMetrics(string service, Meter meter, IEnumerable<string> discardReasons, IEnumerable<string> errorKinds)
    {
        Service = service;
        Meter = meter;
        Discarded = new LabelledCounter("reason", discardReasons.Select(CheckLabelValue));
        Errors = new LabelledCounter("kind", errorKinds.Select(CheckLabelValue));

        string prefix = $"catchment_{service}";
        Observe($"{prefix}_received_total", "Items taken in.", _received);
        Observe($"{prefix}_sent_total", "Items given out.", _sent);
        Observe($"{prefix}_discarded_total", "Items thrown away on purpose, by reason.", Discarded);
        Observe($"{prefix}_errors_total", "Failures, by kind.", Errors);
        Observe($"{prefix}_bytes_total", "Bytes of the items taken in.", _bytes);
        meter.CreateObservableUpDownCounter($"{prefix}_in_flight", () => _inFlight.Value, description: "Items taken in and not yet answered.");
        _latency = meter.CreateHistogram(
            $"{prefix}_latency_seconds",
            description: "Time from taking an item in to answering it.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = LatencyBounds });
    }

    /// <summary>The service's name.</summary>
    public string Service { get; }

    /// <summary>
    /// For the numbers that this service alone has: instruments made on it, named
    /// <c>catchment_&lt;service&gt;_…</c>, are exported beside the common ones.
    /// </summary>
    public Meter Meter { get; }

    /// <summary>What was thrown away on purpose, by reason.</summary>
    public LabelledCounter Discarded { get; }

    /// <summary>What failed, by kind.</summary>
    public LabelledCounter Errors { get; }

    /// <summary>The totals at this moment.</summary>
    public ServiceTotals Totals => new(
        _received.Value, _sent.Value, Discarded.Total, Errors.Total, _bytes.Value, _inFlight.Value);

    /// <summary>Counts items taken in.</summary>
    /// <param name="count">How many.</param>
    public void Received(long count = 1) => _received.Add(count);

    /// <summary>Counts items given out.</summary>
    /// <param name="count">How many.</param>
    public void Sent(long count = 1) => _sent.Add(count);

    /// <summary>Counts the bytes of items taken in.</summary>
    /// <param name="count">How many.</param>
    public void Bytes(long count) => _bytes.Add(count);

    /// <summary>An item begins to be worked on; <see cref="Leave"/> must follow.</summary>
    public void Enter() => _inFlight.Add(1);

    /// <summary>An item has been answered, or given up.</summary>
    public void Leave() => _inFlight.Add(-1);

    /// <summary>Notes how long an item took.</summary>
    /// <param name="elapsed">From taking it in to answering it.</param>
    public void Latency(TimeSpan elapsed) => _latency.Record(elapsed.TotalSeconds);

    private static string CheckLabelValue(string value)
    {
        bool valid = value.Length is > 0 and <= LongestLabelValue
            && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
        return valid
            ? value
            : throw new ArgumentException($"'{value}' is no label value: lower-case letters, digits and '_' are allowed, at most {LongestLabelValue} of them.", nameof(value));
    }

    private void Observe(string name, string help, StripedCounter counter) =>
        Meter.CreateObservableCounter(name, () => counter.Value, description: help);

    private void Observe(string name, string help, LabelledCounter counter)
    {
        // The tags are made once: a scrape allocates one list of measurements.
        (StripedCounter Counter, KeyValuePair<string, object?>[] Tags)[] series =
        [
            .. counter.Values.Select(v => (counter[v], new[] { KeyValuePair.Create(counter.Label, (object?)v) })),
        ];
        Meter.CreateObservableCounter(
            name,
            () => series.Select(s => new Measurement<long>(s.Counter.Value, s.Tags)),
            description: help);
    }
}
