namespace Catchment.Core.Diagnostics;

/// <summary>One label set of a metric with what was measured for it. Safe on any thread, without locks.</summary>
internal sealed class MetricSeries
{
    private double _value;

    /// <summary>Makes a series at zero.</summary>
    /// <param name="labels">The labels as they are written, without braces; empty for none.</param>
    /// <param name="bounds">Upper bounds of a histogram's buckets, ascending; null for other kinds.</param>
    public MetricSeries(string labels, double[]? bounds)
    {
        Labels = labels;
        Histogram = bounds is null ? null : new HistogramCells(bounds);
    }

    /// <summary>The labels as they are written, without braces.</summary>
    public string Labels { get; }

    /// <summary>The value of a counter or gauge.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>The buckets, if this belongs to a histogram.</summary>
    public HistogramCells? Histogram { get; }

    /// <summary>Replaces the value.</summary>
    public void Set(double value) => Volatile.Write(ref _value, value);

    /// <summary>Adds to the value.</summary>
    public void Add(double amount) => InterlockedDouble.Add(ref _value, amount);
}
