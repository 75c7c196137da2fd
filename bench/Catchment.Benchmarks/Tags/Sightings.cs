using System.Diagnostics;

namespace Catchment.Benchmarks.Tags;

/// <summary>When numbered values were written, and when they were seen: one thread writes, one sees.</summary>
internal sealed class Sightings
{
    private static readonly double ToMilliseconds = 1e3 / Stopwatch.Frequency;

    private readonly long[] _seen;
    private readonly long[] _written;
    private int _newest = -1;
    private volatile bool _isThere;

    internal Sightings(long[] written) => (_written, _seen) = (written, new long[written.Length]);

    /// <summary>The highest number that was seen; -1: none.</summary>
    internal int Newest => Volatile.Read(ref _newest);

    /// <summary>Whether anything was seen, of those, too, that were written before the first that counts.</summary>
    internal bool IsThere => _isThere;

    /// <summary>A value is seen now. Those before it that were passed over are, too: who sees this one is as new as he would have been.</summary>
    /// <param name="number">Its number; below 0: it does not count.</param>
    internal void See(int number)
    {
        var now = Stopwatch.GetTimestamp();
        for (var i = _newest + 1; i <= number && i < _seen.Length; i++)
            _seen[i] = now;
        _isThere = true;
        Volatile.Write(ref _newest, Math.Max(_newest, number));
    }

    /// <summary>The row of what was seen.</summary>
    /// <param name="way">How it was seen.</param>
    /// <param name="count">So many values were written.</param>
    /// <param name="changes">Changes a second.</param>
    /// <param name="cpu">Processor time in percent.</param>
    /// <exception cref="BenchmarkException">The last one was never seen.</exception>
    internal LatencyRow Row(string way, int count, double changes, double cpu)
    {
        if (count == 0 || Newest < count - 1)
            throw new BenchmarkException($"{way}: value {Newest + 1} of {count} is the newest that was seen.");
        double[] all = [.. _seen.Zip(_written, static (seen, written) => (seen - written) * ToMilliseconds).Take(count).Order()];
        return new LatencyRow(way, changes, count, all[count / 2], all[count * 99 / 100], all[^1], cpu);
    }
}
