using System.Buffers;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// Reads the numbers of a node and writes them in the Prometheus text format 0.0.4: a HELP and a TYPE line for each
/// name, then its series. Instruments that push their measurements are added up from the moment this is made.
/// </summary>
public sealed class PrometheusText : IDisposable
{
    /// <summary>The content type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Buckets of a histogram that has no advice of its own.</summary>
    private static readonly double[] CommonBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (MetricFamily Family, bool Observable)> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly NodeMetrics _metrics;

    /// <summary>Begins to listen.</summary>
    /// <param name="metrics">The node's numbers; those of other nodes in the process are not seen.</param>
    public PrometheusText(NodeMetrics metrics)
    {
        _metrics = metrics;
        _listener.InstrumentPublished = OnPublished;
        _listener.SetMeasurementEventCallback<double>(static (i, v, tags, state) => Take(i, v, tags, state));
        _listener.SetMeasurementEventCallback<float>(static (i, v, tags, state) => Take(i, v, tags, state));
        _listener.SetMeasurementEventCallback<decimal>(static (i, v, tags, state) => Take(i, (double)v, tags, state));
        _listener.SetMeasurementEventCallback<long>(static (i, v, tags, state) => Take(i, v, tags, state));
        _listener.SetMeasurementEventCallback<int>(static (i, v, tags, state) => Take(i, v, tags, state));
        _listener.SetMeasurementEventCallback<short>(static (i, v, tags, state) => Take(i, v, tags, state));
        _listener.SetMeasurementEventCallback<byte>(static (i, v, tags, state) => Take(i, v, tags, state));
        _listener.Start();
    }

    /// <summary>Reads all numbers and writes them.</summary>
    /// <param name="output">Takes UTF-8.</param>
    public void Write(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        lock (_gate)
        {
            foreach ((MetricFamily family, bool observable) in _families.Values)
            {
                if (observable)
                {
                    family.Forget();
                }
            }

            ReadObservables();
            foreach ((MetricFamily family, _) in _families.Values)
            {
                WriteFamily(output, family);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void ReadObservables()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException)
        {
            // One instrument that cannot be read must not hide the others: the listener has read them all the same,
            // and the missing series shows which one failed.
        }
    }

    private void OnPublished(Instrument instrument, MeterListener listener)
    {
        if (!ReferenceEquals(instrument.Meter.Scope, _metrics) || KindOf(instrument) is not { } kind)
        {
            return;
        }

        string name = MetricLabels.MetricName(instrument.Name);
        lock (_gate)
        {
            if (!_families.TryGetValue(name, out (MetricFamily Family, bool Observable) entry))
            {
                double[]? bounds = kind == MetricKind.Histogram ? BoundsOf(instrument) : null;
                entry = (new MetricFamily(name, kind, MetricLabels.Help(instrument.Description), bounds), instrument.IsObservable);
                _families.Add(name, entry);
            }

            // A name has one type; a second instrument that disagrees cannot be told under it.
            if (entry.Family.Kind == kind && entry.Observable == instrument.IsObservable)
            {
                listener.EnableMeasurementEvents(instrument, entry.Family);
            }
        }
    }

    private static MetricKind? KindOf(Instrument instrument)
    {
        Type type = instrument.GetType();
        if (!type.IsGenericType)
        {
            return null;
        }

        Type open = type.GetGenericTypeDefinition();
        return open == typeof(Histogram<>) ? MetricKind.Histogram
            : open == typeof(Counter<>) || open == typeof(ObservableCounter<>) ? MetricKind.Counter
            : MetricKind.Gauge;
    }

    private static double[] BoundsOf(Instrument instrument)
    {
        IReadOnlyList<double>? advised = instrument switch
        {
            Histogram<double> h => h.Advice?.HistogramBucketBoundaries,
            Histogram<long> h => h.Advice?.HistogramBucketBoundaries?.Select(b => (double)b).ToArray(),
            Histogram<int> h => h.Advice?.HistogramBucketBoundaries?.Select(b => (double)b).ToArray(),
            _ => null,
        };
        return advised is { Count: > 0 } ? [.. advised] : CommonBounds;
    }

    private static void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var family = (MetricFamily)state!;
        MetricSeries series = family.SeriesFor(tags);
        if (series.Histogram is { } histogram)
        {
            histogram.Record(value);
        }
        else if (instrument.IsObservable || instrument.GetType().GetGenericTypeDefinition() == typeof(Gauge<>))
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    private static void WriteFamily(IBufferWriter<byte> output, MetricFamily family)
    {
        MetricSeries[] all = [.. family.Series];
        if (all.Length == 0)
        {
            return;
        }

        string type = family.Kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Gauge => "gauge",
            _ => "histogram",
        };
        Put(output, $"# HELP {family.Name} {family.Help}\n# TYPE {family.Name} {type}\n");
        foreach (MetricSeries series in all)
        {
            if (series.Histogram is { } histogram)
            {
                WriteHistogram(output, family.Name, series.Labels, histogram);
            }
            else
            {
                Put(output, $"{family.Name}{Braced(series.Labels)} {Number(series.Value)}\n");
            }
        }
    }

    private static void WriteHistogram(IBufferWriter<byte> output, string name, string labels, HistogramCells histogram)
    {
        string before = labels.Length == 0 ? string.Empty : $"{labels},";

        // Every bucket is read once, so that the numbers agree although others count meanwhile.
        long total = 0;
        for (int i = 0; i < histogram.Bounds.Count; i++)
        {
            total += histogram.InBucket(i);
            Put(output, $"{name}_bucket{{{before}le=\"{Number(histogram.Bounds[i])}\"}} {total}\n");
        }

        total += histogram.InBucket(histogram.Bounds.Count);
        Put(output, $"{name}_bucket{{{before}le=\"+Inf\"}} {total}\n");
        Put(output, $"{name}_sum{Braced(labels)} {Number(histogram.Sum)}\n{name}_count{Braced(labels)} {total}\n");
    }

    private static string Braced(string labels) => labels.Length == 0 ? string.Empty : $"{{{labels}}}";

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static void Put(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
