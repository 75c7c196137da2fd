using System.Data.Common;
using System.Runtime.InteropServices;
using Catchment.Composition;
using Catchment.Core.Databases;
using Catchment.Core.Hosting;
using Catchment.Files.Tables;
using Catchment.Files.Verification;

namespace Catchment.Commands.Files;

/// <summary>What every command on tracked files does around its own work.</summary>
internal static class FilesWork
{
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    /// <summary>Opens the tables, takes in what is new in them, and does the work; SIGINT and SIGTERM ask it to stop.</summary>
    /// <param name="configuration">The configuration; null: it cannot be used, and the user was told.</param>
    /// <param name="work">The work; its result is the exit code.</param>
    /// <param name="needsEvents">Without an events table there is nothing to do.</param>
    /// <param name="changes">It writes something; otherwise nothing is made beside the tables.</param>
    /// <returns>The exit code.</returns>
    internal static int Run(NodeConfiguration? configuration, Func<TrackedFiles, CancellationToken, int> work, bool needsEvents = false, bool changes = false)
    {
        if (configuration is null || TrackedFiles.Settings(configuration) is not { } settings)
            return ExitCode.Usage;
        if (needsEvents && settings.Events is null)
        {
            Console.Error.WriteLine("error: database.tablenames.event: found nothing, allowed: the table of events; without it files have no status");
            return ExitCode.Usage;
        }

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            using var files = changes ? TrackedFiles.Open(configuration, settings) : TrackedFiles.View(configuration, settings);
            Look(files, stop.Token);
            return work(files, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.Error.WriteLine("stopped");
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is DbException or TimeoutException or FilesDatabaseException or MigrationException or StateFolderException or StorageGoneException)
        {
            StartTrouble.Tell(e);
            return ExitCode.Failed;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Takes in what is new; the first time that is every event, which takes its time.</summary>
    private static void Look(TrackedFiles files, CancellationToken stop)
    {
        using var timer = TimeProvider.System.CreateTimer(
            static _ => Console.Error.WriteLine("reading events that are new to Catchment …"), null, Quick, Timeout.InfiniteTimeSpan);
        if (!files.Catalog.Look(stop))
            Console.Error.WriteLine("note: an ingester reads all events for the first time just now; statuses are incomplete until it has");
    }
}
