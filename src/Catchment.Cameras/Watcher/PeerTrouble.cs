using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher;

/// <summary>
/// Tells of peers that send what they should not, once for an episode: the first time at once, and how many there were when none came for
/// a minute. Safe for many threads at once.
/// </summary>
/// <param name="what">What came, as the log has it, such as <c>control requests</c>.</param>
/// <param name="time">The clock of the episode.</param>
/// <param name="logger">Where it is told.</param>
internal sealed partial class PeerTrouble(string what, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Lull = TimeSpan.FromMinutes(1);

    private readonly LogEpisode _episode = new(time);
    private long _last;

    /// <summary>It happened.</summary>
    /// <param name="peer">Who it was.</param>
    /// <param name="problem">What was wrong.</param>
    internal void Tell(string peer, string problem)
    {
        Volatile.Write(ref _last, time.GetTimestamp());
        if (_episode.Occurs())
            LogTrouble(logger, what, peer, problem);
    }

    /// <summary>Ends an episode that is over; to be called about once a second.</summary>
    internal void Check()
    {
        if (_episode.IsOpen && time.GetElapsedTime(Volatile.Read(ref _last)) > Lull && _episode.End() is { } episode)
            LogOver(logger, what, episode.Count, (long)episode.Lasted.TotalSeconds);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Trouble with {What} from {Peer}: {Problem}. Further ones are counted")]
    private static partial void LogTrouble(ILogger logger, string what, string peer, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "No more trouble with {What}: there were {Count} in {Seconds} s")]
    private static partial void LogOver(ILogger logger, string what, long count, long seconds);
}
