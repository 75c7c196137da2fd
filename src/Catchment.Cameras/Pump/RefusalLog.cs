using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Pump;

/// <summary>Counts refused requests and tells of each reason once an episode; an episode ends when a minute has passed without one more.</summary>
internal sealed partial class RefusalLog
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly PumpMetrics _metrics;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly LogEpisode[] _episodes;
    private readonly long[] _last;

    internal RefusalLog(PumpMetrics metrics, ILogger logger, TimeProvider time)
    {
        _metrics = metrics;
        _logger = logger;
        _time = time;
        var reasons = Enum.GetValues<PumpRefusal>().Length;
        _episodes = [.. Enumerable.Range(0, reasons).Select(_ => new LogEpisode(time))];
        _last = new long[reasons];
    }

    /// <summary>A request was refused.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="peer">Who asked.</param>
    /// <param name="detail">What exactly is wrong.</param>
    internal void Refused(PumpRefusal reason, System.Net.IPEndPoint peer, string detail)
    {
        _metrics.Refused(reason);
        Volatile.Write(ref _last[(int)reason], _time.GetTimestamp());
        if (_episodes[(int)reason].Occurs())
            LogRefused(_logger, peer, reason, detail);
    }

    /// <summary>Ends episodes; to be called about once a second.</summary>
    internal void Check()
    {
        for (var i = 0; i < _episodes.Length; i++)
        {
            if (_episodes[i].IsOpen && _time.GetElapsedTime(Volatile.Read(ref _last[i])) >= Quiet && _episodes[i].End() is { Count: > 1 } episode)
                LogOver(_logger, episode.Count, (PumpRefusal)i, episode.Lasted);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request of {Peer} was refused ({Reason}): {Detail}")]
    private static partial void LogRefused(ILogger logger, System.Net.IPEndPoint peer, PumpRefusal reason, string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} requests were refused ({Reason}) in {Lasted}")]
    private static partial void LogOver(ILogger logger, long count, PumpRefusal reason, TimeSpan lasted);
}
