using System.Data.Common;
using System.Runtime.InteropServices;
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
    internal static Task<int> RunAsync(NodeConfiguration configuration, Action<ILoggerFactory>? tellFirst, CancellationToken interrupted) => Task.FromResult(Run(configuration, tellFirst, interrupted));

    private static int Run(NodeConfiguration configuration, Action<ILoggerFactory>? tellFirst, CancellationToken interrupted)
    {
        using var loggers = LogSetup.Create(configuration.Logging);
        tellFirst?.Invoke(loggers);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        var ended = PosixSignal.SIGINT;
        using var signals = new TerminationSignals(TimeProvider.System, Stop, Environment.Exit);
        var progress = new CountProgress();
        try
        {
            using var state = configuration.Files.ClaimState(BackfillRun.Name);
            var run = new BackfillRun(configuration.Files.Backfill!, state.FullPath, TimeProvider.System, loggers.CreateLogger(BackfillRun.Name), loggers);
            var counts = run.Run(progress.Showing<BackfillCounts>(Shown), stop.Token);
            progress.End();
            return counts.IsStopped ? TerminationSignals.ExitCode(ended) : counts.ExitStatus;
        }
        catch (Exception e) when (e is DbException or TimeoutException or BackfillException or FilesDatabaseException or MigrationException or StateFolderException)
        {
            progress.End();
            StartTrouble.Tell(e);
            return ExitCode.Failed;
        }

        static FormattableString Shown(BackfillCounts counts) =>
            $"{counts.Recorded:N0} files recorded ({counts.RecordedBytes / 1e6:N0} MB), {counts.Tracked:N0} tracked already, {counts.Failed:N0} failed";

        void Stop(PosixSignal signal)
        {
            ended = signal;
            stop.Cancel();
        }
    }
}
