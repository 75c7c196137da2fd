namespace Catchment.Core.Diagnostics;

/// <summary>Atomic additions that the framework has for whole numbers only.</summary>
internal static class InterlockedDouble
{
    /// <summary>Adds to a number that other threads add to.</summary>
    public static void Add(ref double target, double amount)
    {
        double seen = Volatile.Read(ref target);
        while (true)
        {
            double before = Interlocked.CompareExchange(ref target, seen + amount, seen);

            // By their bits: a sum that has become NaN must not spin here for ever.
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
            {
                return;
            }

            seen = before;
        }
    }
}
