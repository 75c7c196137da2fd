namespace Catchment.Core.Diagnostics;

/// <summary>The buckets and the sum of a histogram, spread over processors as <see cref="StripedCounter"/> is.</summary>
internal sealed class HistogramCells
{
    private readonly double[] _bounds;
    private readonly int _spacing;
    private readonly long[] _counts;
    private readonly double[] _sums;

    /// <summary>Makes an empty histogram.</summary>
    /// <param name="bounds">Upper bounds of the buckets, ascending; one more bucket has none.</param>
    public HistogramCells(double[] bounds)
    {
        _bounds = bounds;
        _spacing = Stripes.Align(bounds.Length + 1);
        _counts = new long[Stripes.Spacing + (Stripes.Count * _spacing)];
        _sums = new double[(Stripes.Count + 1) * Stripes.Spacing];
    }

    /// <summary>Upper bounds of the buckets; the last bucket, which has none, is not among them.</summary>
    public IReadOnlyList<double> Bounds => _bounds;

    /// <summary>The sum of all values.</summary>
    public double Sum
    {
        get
        {
            double sum = 0;
            for (int i = Stripes.Spacing; i < _sums.Length; i += Stripes.Spacing)
            {
                sum += Volatile.Read(ref _sums[i]);
            }

            return sum;
        }
    }

    /// <summary>Values that fell into one bucket and into no lower one.</summary>
    public long InBucket(int index)
    {
        long count = 0;
        for (int i = Stripes.Spacing + index; i < _counts.Length; i += _spacing)
        {
            count += Volatile.Read(ref _counts[i]);
        }

        return count;
    }

    /// <summary>Adds a value.</summary>
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

        int stripe = Stripes.Current;
        Interlocked.Increment(ref _counts[Stripes.Spacing + (stripe * _spacing) + bucket]);
        InterlockedDouble.Add(ref _sums[(stripe + 1) * Stripes.Spacing], value);
    }
}
