using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Following;

/// <summary>Tells what the live process meets: in the log once an episode, in the numbers always. Safe for many threads.</summary>
/// <param name="context">The service's surroundings.</param>
/// <param name="metrics">Its numbers.</param>
internal sealed partial class TelemetryJournal(IServiceContext context, TelemetryMetrics metrics)
{
    private static readonly string[] Keys = [.. Enum.GetNames<TelemetryTrouble>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    /// <summary>The service's log.</summary>
    internal ILogger Log => context.Logger;

    /// <summary>Something is in the way.</summary>
    internal void InTheWay(TelemetryTrouble trouble, string reason)
    {
        metrics.Failed(trouble);
        context.Degrade(Keys[(int)trouble], LogText.OneLine(reason));
    }

    /// <summary>It no longer is.</summary>
    internal void Clear(TelemetryTrouble trouble) => context.Recover(Keys[(int)trouble]);

    /// <summary>Something gives no row.</summary>
    internal void Skip(SkipReason reason, long count = 1) => metrics.Skipped(reason, count);

    /// <summary>Something gives no row, told at once: the first of its episode.</summary>
    internal void TellSkipped(string what, string why)
    {
        var line = LogText.OneLine(what);
        LogSkipped(Log, line, why);
    }

    /// <summary>What begins an episode is told, what follows in it is counted.</summary>
    internal void TellSkipped(LogEpisode episode, string what, string why)
    {
        if (episode.Occurs())
            TellSkipped(what, $"{LogText.OneLine(why)}; further ones are counted");
    }

    /// <summary>An episode is over, if there was one.</summary>
    internal void End(LogEpisode episode)
    {
        if (episode.End() is { Count: > 1 } summary)
            LogEnded(Log, summary.Count, summary.Lasted);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} were left out like this, in {Lasted}")]
    private static partial void LogEnded(ILogger logger, long count, TimeSpan lasted);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What}: left out: {Why}")]
    private static partial void LogSkipped(ILogger logger, string what, string why);
}
