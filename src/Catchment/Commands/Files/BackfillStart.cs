using System.Data.Common;
using Catchment.Composition;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Files.Backfill;
using Catchment.Files.Tables;

namespace Catchment.Commands.Files;

/// <summary>Runs backfill once, and shows how far it is.</summary>
internal static class BackfillStart
{
    internal static Task<int> RunAsync(NodeConfiguration configuration, Action<ILoggerFactory>? tellFirst) => Task.FromResult(Run(configuration, tellFirst));

    private static int Run(NodeConfiguration configuration, Action<ILoggerFactory>? tellFirst)
    {
        using var loggers = LogSetup.Create(configuration.Logging);
        tellFirst?.Invoke(loggers);
        using var stop = new CancellationTokenSource();
        using var signals = new TerminationSignals(TimeProvider.System, _ => stop.Cancel(), Environment.Exit);
        var progress = new BackfillProgress();
        try
        {
            using var state = configuration.Files.ClaimState(BackfillRun.Name);
            var run = new BackfillRun(configuration.Files.Backfill!, state.FullPath, TimeProvider.System, loggers.CreateLogger(BackfillRun.Name), loggers);
            var counts = run.Run(progress, stop.Token);
            progress.End();
            return counts.ExitStatus;
        }
        catch (Exception e) when (e is DbException or TimeoutException or BackfillException or FilesDatabaseException or MigrationException or StateFolderException)
        {
            progress.End();
            StartTrouble.Tell(e);
            return ExitCode.Failed;
        }
    }
}
