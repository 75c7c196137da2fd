using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Sync;

/// <summary>Tells the log of trouble when it begins, and when it has ended.</summary>
/// <param name="logger">The log.</param>
/// <param name="time">The clock.</param>
internal sealed partial class LoggedCondition(ILogger logger, TimeProvider time) : ISyncCondition
{
    private readonly Dictionary<string, LogEpisode> _episodes = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Degrade(string key, string reason)
    {
        if (!_episodes.TryGetValue(key, out var episode))
            _episodes.Add(key, episode = new LogEpisode(time));
        if (episode.Occurs())
            LogTrouble(logger, reason);
    }

    /// <inheritdoc/>
    public void Recover(string key)
    {
        if (_episodes.TryGetValue(key, out var episode) && episode.End() is { } ended)
            LogOver(logger, key, ended.Lasted.TotalSeconds);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason}")]
    private static partial void LogTrouble(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The trouble with {Key} is over after {Seconds:0.0} s")]
    private static partial void LogOver(ILogger logger, string key, double seconds);
}
