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

    /// <summary>Starts again with the shortest wait; called when the database has answered.</summary>
    public void Reset() => _next = Shortest;
}
