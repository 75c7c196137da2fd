using System.Text;
using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Watcher;

/// <summary>
/// Counts what somebody sent and is not kept, and tells of each reason once an episode: the first time with what it was, and how many there
/// were when none came for a minute. One that sends good and bad by turns does not fill the log. Safe for many threads at once.
/// </summary>
/// <param name="who">Whose things they are: an endpoint, or a node and its view.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">The clock of the episodes.</param>
/// <param name="logger">The log.</param>
internal sealed partial class DiscardLog(string who, WatcherMetrics metrics, TimeProvider time, ILogger logger)
{
    private const int LongestDetail = 300;
    private static readonly TimeSpan Lull = TimeSpan.FromMinutes(1);
    private static readonly WatcherDiscard[] Reasons = Enum.GetValues<WatcherDiscard>();

    private readonly LogEpisode?[] _episodes = new LogEpisode?[Reasons.Length];
    private readonly long[] _last = new long[Reasons.Length];

    /// <summary>It happened.</summary>
    /// <returns>True for the first time of an episode: <see cref="Tell(WatcherDiscard, string)"/> now.</returns>
    internal bool Occurs(WatcherDiscard reason)
    {
        metrics.Discarded(reason);
        Volatile.Write(ref _last[(int)reason], time.GetTimestamp());
        var episode = _episodes[(int)reason] ?? LazyInitializer.EnsureInitialized(ref _episodes[(int)reason], () => new LogEpisode(time)); // The first term spares a delegate each time.
        return episode.Occurs();
    }

    /// <summary>Tells of it.</summary>
    /// <param name="reason">Why it is not kept.</param>
    /// <param name="detail">What it was; cut, and put on one line.</param>
    internal void Tell(WatcherDiscard reason, string detail)
    {
        var (what, line) = (What(reason), (detail.Length > LongestDetail ? detail[..LongestDetail] : detail).ReplaceLineEndings(" "));
        LogDiscard(logger, who, what, line);
    }

    /// <summary>Tells of it.</summary>
    /// <param name="reason">Why it is not kept.</param>
    /// <param name="detail">What it was, as it came; cut, and put on one line.</param>
    internal void Tell(WatcherDiscard reason, ReadOnlySpan<byte> detail) =>
        Tell(reason, Encoding.UTF8.GetString(detail.Length > LongestDetail ? detail[..LongestDetail] : detail));

    /// <summary>Ends episodes that are over; to be called about once a second.</summary>
    internal void Check()
    {
        for (var i = 0; i < _episodes.Length; i++)
        {
            if (_episodes[i] is { IsOpen: true } episode && time.GetElapsedTime(Volatile.Read(ref _last[i])) > Lull && episode.End() is { } over)
            {
                var what = What(Reasons[i]);
                LogOver(logger, who, what, over.Count, (long)over.Lasted.TotalSeconds);
            }
        }
    }

    private static string What(WatcherDiscard reason) => reason switch
    {
        WatcherDiscard.LogFrames => "log messages that do not have two frames, or no topic such as node.INFO",
        WatcherDiscard.Record => "tracking records that cannot be used",
        WatcherDiscard.NoEvent => "tracking records of an event that is not under way",
        WatcherDiscard.UnknownOutpost => "tracking records of a view that is not known to publish there",
        WatcherDiscard.TooManyEvents => "an event too many at a time",
        WatcherDiscard.ForeignEvent => "an event with the id of another view's",
        WatcherDiscard.Deleted => "rows or pictures of an event that is being deleted",
        WatcherDiscard.PictureMessage => "picture messages without node, view or time",
        WatcherDiscard.UnknownView => "pictures of a view that is not known to publish there",
        WatcherDiscard.NoJpeg => "pictures that are no JPEG",
        WatcherDiscard.DuplicatePicture => "pictures with the time of one that is stored already",
        _ => reason.ToString(),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Does not keep what {Who} sends: {What} ({Detail}). Further ones are counted")]
    private static partial void LogDiscard(ILogger logger, string who, string what, string detail);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Who} sent no more {What} for a minute, after {Count} in {Seconds} s")]
    private static partial void LogOver(ILogger logger, string who, string what, long count, long seconds);
}
