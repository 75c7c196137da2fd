using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Retention;

/// <summary>Lets frames leave by the rules, and forecasts the disk, in rounds. Without rules it removes nothing and only forecasts.</summary>
/// <param name="rounds">Does the rounds.</param>
/// <param name="every">Time between two.</param>
public sealed partial class RetentionService(RetentionRounds rounds, TimeSpan every) : IService
{
    private const string Lock = "lock";

    private static readonly IReadOnlyDictionary<RetentionTrouble, string> Keys =
        Enum.GetValues<RetentionTrouble>().ToDictionary(t => t, t => t.ToString().ToLowerInvariant());

    /// <inheritdoc/>
    public string Name => RetentionMetrics.Service;

    /// <inheritdoc/>
    public async Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        context.Running();
        using var timer = new PeriodicTimer(every, context.Time);
        try
        {
            do
            {
                // A round may wait for long to keep its pace: on a thread of its own.
                await Task.Factory.StartNew(() => Round(context, stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    private void Round(IServiceContext context, CancellationToken stopping)
    {
        RetentionReport report;
        try
        {
            report = rounds.Run(null, stopping);
        }
        catch (StateFolderException e)
        {
            context.Degrade(Lock, e.Message); // A round was left out; the next one tries again.
            return;
        }

        context.Recover(Lock);
        if (report.Files > 0)
        {
            var days = report.Lines.Select(l => l.Day).Distinct().Count();
            var size = DiskForecastText.Bytes(report.Bytes);
            var archived = report.ArchivedFiles;
            LogLeft(context.Logger, report.Files, size, days, archived, report.Took.TotalSeconds);
        }

        foreach (var (trouble, key) in Keys)
        {
            if (report.Troubles.TryGetValue(trouble, out var message))
                context.Degrade(key, message);
            else if (!report.IsStopped)
                context.Recover(key);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Files} frames ({Size}) of {Days} days left, {Archived} of them to the archive, in {Seconds:0.0} s")]
    private static partial void LogLeft(ILogger logger, long files, string size, int days, long archived, double seconds);
}
