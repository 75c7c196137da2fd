namespace Catchment.Core.Diagnostics;

/// <summary>
/// A counter for hot paths: each processor adds to a cache line of its own, so that threads do not take the line
/// from each other. Adding costs a few nanoseconds and allocates nothing; reading adds up the stripes.
/// </summary>
public sealed class StripedCounter
{
    // The first stripe begins one spacing in, away from the array's header, which every access reads.
    private readonly long[] _cells = new long[(Stripes.Count + 1) * Stripes.Spacing];

    /// <summary>The total. Additions made meanwhile may or may not be in it.</summary>
    public long Value
    {
        get
        {
            long total = 0;
            for (int i = Stripes.Spacing; i < _cells.Length; i += Stripes.Spacing)
            {
                total += Volatile.Read(ref _cells[i]);
            }

            return total;
        }
    }

    /// <summary>Adds to the counter.</summary>
    /// <param name="count">How much; a gauge may also give a negative number.</param>
    public void Add(long count = 1) => Interlocked.Add(ref _cells[(Stripes.Current + 1) * Stripes.Spacing], count);
}
