using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Pruning;

/// <summary>
/// Deletes recorded events by their profiles, once a day; a day that was missed because the program did not run is made up for at the
/// start. Without <c>run_deletes</c> it does nothing; with <c>run_deletes: false</c> it only reports.
/// </summary>
/// <param name="rounds">Does the runs.</param>
/// <param name="options">Whether, and when.</param>
/// <param name="stateDirectory">The pruning's own state folder, claimed for each run, so that no two run at once.</param>
public sealed partial class PruningService(PruningRounds rounds, PruningOptions options, string stateDirectory) : IService
{
    private const string StateFile = "pruning.json";
    private const string Claim = "claim";
    private const string Round = "run";

    // Also how soon a clock that was set is noticed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public string Name => PruningMetrics.Service;

    /// <inheritdoc/>
    public async Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        context.Running();
        try
        {
            if (options.RunDeletes is null)
                await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, stopping);
            await RunDailyAsync(context, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    private async Task RunDailyAsync(IServiceContext context, CancellationToken stopping)
    {
        var at = DailyTime.Parse(options.At);
        var zone = context.Time.LocalTimeZone;
        var isDue = WasMissed(context, at);
        while (true)
        {
            // A run that could not do all is tried again with the next look at the clock.
            if (isDue)
                isDue = !await RunOnceAsync(context, stopping);
            var now = context.Time.GetUtcNow();
            var next = at.After(now, zone);
            await Task.Delay(next - now < LongestWait ? next - now : LongestWait, context.Time, stopping);
            isDue |= context.Time.GetUtcNow() >= next;
        }
    }

    private bool WasMissed(IServiceContext context, DailyTime at)
    {
        try
        {
            using var state = StateFolder.Open(stateDirectory);
            return state.Read(StateFile, PruningStateJson.Default.PruningState) is { } last && at.After(last.LastRun, context.Time.LocalTimeZone) <= context.Time.GetUtcNow();
        }
        catch (StateFolderException e)
        {
            context.Degrade(Claim, e.Message);
            return false;
        }
    }

    /// <summary>Runs; false when it has to be tried again.</summary>
    private async Task<bool> RunOnceAsync(IServiceContext context, CancellationToken stopping)
    {
        // A run may wait for long to keep its pace: on a thread of its own.
        var done = await Task.Factory.StartNew(() => RunOnce(context, stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        stopping.ThrowIfCancellationRequested();
        return done;
    }

    private bool RunOnce(IServiceContext context, CancellationToken stopping)
    {
        try
        {
            using var state = StateFolder.Open(stateDirectory);
            context.Recover(Claim);
            var runDate = DateOnly.FromDateTime(context.Time.GetLocalNow().DateTime).AddDays(-1);
            var report = options.RunDeletes == true ? rounds.Run(runDate, null, stopping) : rounds.Rehearse(runDate, null, stopping);
            Tell(context, report);
            if (report.IsStopped || report.Lines.Any(l => l.Reason == PruningReason.Failed))
                return false;
            state.Write(StateFile, new PruningState(context.Time.GetUtcNow()), PruningStateJson.Default.PruningState);
            return true;
        }
        catch (StateFolderException e)
        {
            context.Degrade(Claim, e.Message);
        }
        catch (IOException e)
        {
            context.Degrade(Round, e.Message);
        }

        return false;
    }

    private static void Tell(IServiceContext context, PruningReport report)
    {
        foreach (var line in report.Published)
            LogPublished(context.Logger, line);
        foreach (var line in report.Lines)
            LogLine(context.Logger, line.Node, line.Profile, line.Events, line.Reason, report.IsRehearsal ? ", in a rehearsal" : "");
        foreach (var trouble in report.Troubles)
            LogTrouble(context.Logger, trouble);
        var failed = report.Lines.Where(l => l.Reason is PruningReason.Failed or PruningReason.Unreadable).Sum(l => l.Events);
        if (failed > 0)
            context.Degrade(Round, $"{failed} events that may be due could not be deleted: {report.Troubles[0]}");
        else if (!report.IsStopped)
            context.Recover(Round);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private static partial void LogPublished(ILogger logger, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "Node {Node}, profile {Profile}: {Events} events {Reason}{Rehearsal}")]
    private static partial void LogLine(ILogger logger, string node, string profile, long events, PruningReason reason, string rehearsal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void LogTrouble(ILogger logger, string text);
}
