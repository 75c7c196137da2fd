namespace Catchment.Core.Diagnostics;

/// <summary>
/// Keeps a condition that repeats from filling the log: its first occurrence is told, further ones are counted, and
/// the end is told with the count. Safe on any thread.
/// </summary>
/// <example>
/// <code>
/// if (_full.Occurs()) LogFull();
/// …
/// if (_full.End() is { } episode) LogNoLongerFull(episode.Count, episode.Lasted);
/// </code>
/// </example>
public sealed class LogEpisode
{
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long _count;
    private long _began;

    /// <summary>Makes an episode that has not begun.</summary>
    /// <param name="time">The clock of its length.</param>
    public LogEpisode(TimeProvider time) => _time = time;

    /// <summary>Whether the condition holds at present.</summary>
    public bool IsOpen => Volatile.Read(ref _count) > 0;

    /// <summary>The condition was met.</summary>
    /// <returns>True for the first time of an episode: tell it now.</returns>
    public bool Occurs()
    {
        lock (_gate)
        {
            if (++_count > 1)
            {
                return false;
            }

            _began = _time.GetTimestamp();
            return true;
        }
    }

    /// <summary>The condition no longer holds.</summary>
    /// <returns>What the episode was, to be told now; null when none was open.</returns>
    public LogEpisodeSummary? End()
    {
        // The usual case on a hot path: nothing was wrong.
        if (!IsOpen)
        {
            return null;
        }

        lock (_gate)
        {
            long count = _count;
            _count = 0;
            return count == 0 ? null : new LogEpisodeSummary(count, _time.GetElapsedTime(_began));
        }
    }
}
