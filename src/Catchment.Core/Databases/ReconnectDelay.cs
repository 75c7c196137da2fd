namespace Catchment.Core.Databases;

/// <summary>
/// How long to wait before trying a database again: 0.1 s, then twice as long each time, up to 2 s. It looks at no clock;
/// for one thread at a time.
/// </summary>
public sealed class ReconnectDelay
{
    /// <summary>The first wait.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.1);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private TimeSpan _next = Shortest;

    /// <summary>The wait before the next try; each call makes the one after it longer.</summary>
    public TimeSpan Next()
    {
        var wait = _next;
        _next = 2 * wait < Longest ? 2 * wait : Longest;
        return wait;
    }

    /// <summary>Works until it succeeds, with a wait after each failure that passes.</summary>
    /// <param name="work">The work.</param>
    /// <param name="isPassing">Told of each failure; false: it is rethrown.</param>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="stop">Ends a wait.</param>
    /// <returns>What the work returned.</returns>
    /// <exception cref="OperationCanceledException">A wait was ended.</exception>
    public T Retry<T>(Func<T> work, Func<Exception, bool> isPassing, TimeProvider time, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return work();
            }
            catch (Exception e)
            {
                if (!isPassing(e))
                    throw;
            }

            Task.Delay(Next(), time, stop).GetAwaiter().GetResult();
        }
    }

    /// <summary>Starts again with the shortest wait; called when the database has answered.</summary>
    public void Reset() => _next = Shortest;
}
