namespace Catchment.Fixtures;

/// <summary>Measures what code allocates.</summary>
internal static class Allocations
{
    private const int Rounds = 10;

    /// <summary>
    /// Bytes that one call allocates on this thread: the least of several calls, for a collection that another test causes meanwhile takes
    /// away the rest of this thread's allocation window, and that counts as allocated.
    /// </summary>
    public static long Of(Action action)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
