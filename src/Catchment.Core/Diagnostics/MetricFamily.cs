using System.Collections.Concurrent;

namespace Catchment.Core.Diagnostics;

/// <summary>All series of one metric name.</summary>
internal sealed class MetricFamily(string name, MetricKind kind, string help, double[]? bounds)
{
    /// <summary>The most label sets of one name; further ones are put together in a series of their own.</summary>
    public const int MostSeries = 1000;

    private readonly MetricSeries _plain = new(string.Empty, bounds);
    private readonly ConcurrentDictionary<string, MetricSeries> _labelled = new(StringComparer.Ordinal);
    private readonly MetricSeries _overflow = new("overflow=\"true\"", bounds);
    private volatile bool _hasPlain;
    private volatile bool _hasOverflow;

    /// <summary>The name as it is written.</summary>
    public string Name => name;

    /// <summary>The type.</summary>
    public MetricKind Kind => kind;

    /// <summary>What it is, for people.</summary>
    public string Help => help;

    /// <summary>The series measured so far, in the order of their labels.</summary>
    public IEnumerable<MetricSeries> Series
    {
        get
        {
            IEnumerable<MetricSeries> series = _labelled.Values.OrderBy(s => s.Labels, StringComparer.Ordinal);
            series = _hasPlain ? series.Prepend(_plain) : series;
            return _hasOverflow ? series.Append(_overflow) : series;
        }
    }

    /// <summary>Forgets what observable instruments gave at an earlier reading.</summary>
    public void Forget()
    {
        _labelled.Clear();
        _hasPlain = false;
        _hasOverflow = false;
    }

    /// <summary>The series for a set of tags; made when it is new.</summary>
    public MetricSeries SeriesFor(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // Hot path: our own synchronous instruments have no tags.
        if (tags.IsEmpty)
        {
            if (!_hasPlain)
            {
                _hasPlain = true;
            }

            return _plain;
        }

        string labels = MetricLabels.Format(tags);
        if (_labelled.TryGetValue(labels, out MetricSeries? series))
        {
            return series;
        }

        // Threads that meet here may exceed the bound by their number, which does no harm.
        if (_labelled.Count >= MostSeries)
        {
            _hasOverflow = true;
            return _overflow;
        }

        return _labelled.GetOrAdd(labels, static (l, b) => new MetricSeries(l, b), bounds);
    }
}
