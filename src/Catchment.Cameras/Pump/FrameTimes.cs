namespace Catchment.Cameras.Pump;

/// <summary>Times as numpy has them, and rows in their order.</summary>
internal static class FrameTimes
{
    /// <summary>Nanoseconds since 1970.</summary>
    internal static long Nanoseconds(DateTime time, byte beyond) => (time.Ticks - DateTime.UnixEpoch.Ticks) * 100 + beyond;

    /// <summary>Whether numpy can hold the span between two times: it reaches 292 years, and the smallest long stands for none.</summary>
    internal static bool HasSpan(long from, long to) => (Int128)to - from is var span && span > long.MinValue && span <= long.MaxValue;

    /// <summary>The rows' places, oldest first; among equals as they stand.</summary>
    internal static int[] OldestFirst(ReadOnlySpan<long> times)
    {
        var order = Places(times.Length);
        if (!IsOrdered(times))
            Sort(times, order);
        return order;
    }

    /// <summary>The rows' places, newest first; among equals as they stand.</summary>
    internal static int[] NewestFirst(ReadOnlySpan<long> times)
    {
        var oldest = OldestFirst(times);
        var order = new int[times.Length];
        var next = 0;
        for (var end = oldest.Length; end > 0;)
        {
            var begin = end - 1;
            while (begin > 0 && times[oldest[begin - 1]] == times[oldest[end - 1]])
                begin--;
            for (var i = begin; i < end; i++)
                order[next++] = oldest[i];
            end = begin;
        }

        return order;
    }

    private static int[] Places(int count)
    {
        var places = new int[count];
        for (var i = 0; i < count; i++)
            places[i] = i;
        return places;
    }

    /// <summary>The usual case: a file is written in the order of time.</summary>
    private static bool IsOrdered(ReadOnlySpan<long> times)
    {
        for (var i = 1; i < times.Length; i++)
        {
            if (times[i] < times[i - 1])
                return false;
        }

        return true;
    }

    private static void Sort(ReadOnlySpan<long> times, int[] places)
    {
        var keys = new (long Time, int Place)[places.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = (times[i], i);
        Array.Sort(keys); // The place makes every key different, so an unstable sort keeps equals as they stand.
        for (var i = 0; i < keys.Length; i++)
            places[i] = keys[i].Place;
    }
}
