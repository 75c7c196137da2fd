namespace Catchment.Core.Diagnostics;

/// <summary>One label set of a metric with what was measured for it. Safe on any thread, without locks.</summary>
internal sealed class MetricSeries
{
    private readonly double[] _bounds;
    private readonly long[] _buckets;
    private double _value;

    /// <summary>Makes a series at zero.</summary>
    /// <param name="labels">The labels as they are written, without braces; empty for none.</param>
    /// <param name="bounds">Upper bounds of a histogram's buckets, ascending; empty for other kinds.</param>
    public MetricSeries(string labels, double[] bounds)
    {
        Labels = labels;
        _bounds = bounds;
        _buckets = new long[bounds.Length + 1];
    }

    /// <summary>The labels as they are written, without braces.</summary>
    public string Labels { get; }

    /// <summary>The value; for a histogram the sum of all values.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>Upper bounds of the buckets; the last bucket, which has none, is not among them.</summary>
    public IReadOnlyList<double> Bounds => _bounds;

    /// <summary>Values that fell into one bucket and into no lower one.</summary>
    public long InBucket(int index) => Volatile.Read(ref _buckets[index]);

    /// <summary>Replaces the value.</summary>
    public void Set(double value) => Volatile.Write(ref _value, value);

    /// <summary>Adds to the value.</summary>
    public void Add(double amount)
    {
        double seen = Volatile.Read(ref _value);
        while (true)
        {
            double before = Interlocked.CompareExchange(ref _value, seen + amount, seen);
            if (before.Equals(seen))
            {
                return;
            }

            seen = before;
        }
    }

    /// <summary>Adds a value to the histogram.</summary>
    public void Record(double value)
    {
        if (double.IsNaN(value))
        {
            // It belongs into no bucket and would spoil the sum for ever.
            return;
        }

        int bucket = 0;
        while (bucket < _bounds.Length && value > _bounds[bucket])
        {
            bucket++;
        }

        Interlocked.Increment(ref _buckets[bucket]);
        Add(value);
    }
}
