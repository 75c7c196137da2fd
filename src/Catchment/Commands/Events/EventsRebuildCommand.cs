using System.CommandLine;
using System.Data.Common;
using System.Runtime.InteropServices;
using Catchment.Cameras.Catalog.Reconciling;
using Catchment.Composition;
using Catchment.Core.Databases;

namespace Catchment.Commands.Events;

/// <summary><c>catchment events rebuild</c>: makes the catalog equal to the files, also while the hub runs.</summary>
internal static class EventsRebuildCommand
{
    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON at the end: what was looked at, added and removed." };
        var evenIfEmpty = new Option<bool>("--even-if-empty") { Description = "Empty the catalog when there are no frames; otherwise that is taken for a disk that is not mounted." };
        var command = new Command("rebuild", "Compare the catalog with all files and logs, and make it equal to them. The hub may be running.") { json, evenIfEmpty };
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction((parsed, _) => Task.FromResult(
            arguments.Load(parsed) is { } configuration ? Run(configuration, parsed.GetValue(evenIfEmpty), parsed.GetValue(json)) : ExitCode.Usage));
        return command;
    }

    private static int Run(NodeConfiguration configuration, bool evenIfEmpty, bool asJson)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var home = Node.OpenCatalog(configuration);
        if (home is null)
            return ExitCode.Failed;
        var progress = new DaysProgress();
        try
        {
            var done = new CatalogRebuild(home, configuration.Hub!, TimeProvider.System).Run(evenIfEmpty, progress, stop.Token);
            progress.End();
            Console.Out.WriteLine(asJson
                ? System.Text.Json.JsonSerializer.Serialize(new RebuildLine(done.Days, done.Files, done.Added, done.Removed), CatalogJson.Default.RebuildLine)
                : $"{done.Days} days, {done.Files} frames and lines looked at: {done.Added} rows added, {done.Removed} taken out");
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            progress.End();
            Console.Error.WriteLine("stopped; what was done is kept, and may be begun again");
            return ExitCode.Failed;
        }
        catch (Exception e) when (e is DbException or TimeoutException or DatabaseVersionException or MigrationException or IOException or UnauthorizedAccessException)
        {
            progress.End();
            Console.Error.WriteLine($"error: the catalog {home.Url} was not rebuilt: {e.Message}");
            return ExitCode.Failed;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // Ends between two batches.
            stop.Cancel();
        }
    }
}
