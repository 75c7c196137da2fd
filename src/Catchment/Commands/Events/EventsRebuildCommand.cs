using System.CommandLine;
using System.Data.Common;
using System.Runtime.InteropServices;
using System.Text.Json;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Catalog.Reconciling;
using Catchment.Cameras.Events;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Recordings.Indexing;
using Catchment.Composition;
using Catchment.Core.Databases;

namespace Catchment.Commands.Events;

/// <summary><c>catchment events rebuild</c>: makes the catalog equal to the files, also while hub and watcher run.</summary>
internal static class EventsRebuildCommand
{
    private const int MostShown = 20;

    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON at the end: what was looked at, added and removed; of recorded events also what is wrong with their files." };
        var evenIfEmpty = new Option<bool>("--even-if-empty") { Description = "Empty the catalog when there are no files; otherwise that is taken for a disk that is not mounted." };
        var removeOrphans = new Option<bool>("--remove-orphans") { Description = "Remove pictures and tracking sets that no index names, if they are older than an hour and their event is not locked; otherwise they are only told." };
        var command = new Command("rebuild", "Compare the catalog with all files and logs, and make it equal to them. Hub and watcher may be running.") { json, evenIfEmpty, removeOrphans };
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction((parsed, _) => Task.FromResult(
            arguments.Load(parsed) is { } configuration
                ? Run(configuration, parsed.GetValue(evenIfEmpty), parsed.GetValue(removeOrphans), parsed.GetValue(json)) : ExitCode.Usage));
        return command;
    }

    private static int Run(NodeConfiguration configuration, bool evenIfEmpty, bool removeOrphans, bool asJson)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var events = RecordedEvents.Of(configuration) is { } of && (of.AreGiven || Directory.Exists(of.Files.Folders.Csv) || Directory.Exists(of.Files.Folders.Images)) ? of : null;
        var mayHaveNoFrames = events is not null && configuration.Loaded.Section<HubOptions>().DataDirectory is null;
        var result = ExitCode.Done;
        if (!RecordedEvents.IsOnly(configuration))
            result = Rebuild(() => Node.OpenCatalog(configuration), (home, progress) => Frames(configuration, home, evenIfEmpty, mayHaveNoFrames, progress, stop.Token), asJson);
        if (result == ExitCode.Done && events is not null)
            result = Rebuild(events.OpenCatalog, (home, progress) => Recordings(configuration, events, home, evenIfEmpty, removeOrphans, progress, stop.Token), asJson);
        return result;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // Ends between two batches.
            stop.Cancel();
        }
    }

    private static int Rebuild(Func<CatalogHome?> open, Func<CatalogHome, DaysProgress, (string Text, string Json)> rebuild, bool asJson)
    {
        using var home = open();
        if (home is null)
            return ExitCode.Failed;
        var progress = new DaysProgress();
        try
        {
            var (text, json) = rebuild(home, progress);
            progress.End();
            Console.Out.WriteLine(asJson ? json : text);
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
    }

    private static (string Text, string Json) Frames(NodeConfiguration configuration, CatalogHome home, bool evenIfEmpty, bool mayHaveNone, DaysProgress progress, CancellationToken stop)
    {
        var done = new CatalogRebuild(home, configuration.Hub!, TimeProvider.System).Run(evenIfEmpty, mayHaveNone, progress, stop);
        return ($"{done.Days} days, {done.Files} frames and lines looked at: {done.Added} rows added, {done.Removed} taken out",
            JsonSerializer.Serialize(new RebuildLine(done.Days, done.Files, done.Added, done.Removed), CatalogJson.Default.RebuildLine));
    }

    private static (string Text, string Json) Recordings(NodeConfiguration configuration, RecordedEvents events, CatalogHome home, bool evenIfEmpty, bool removeOrphans, DaysProgress progress, CancellationToken stop)
    {
        // What a kill left of a deletion has no row any more: it is deleted to the end, and not told of as orphans.
        using (var deletions = configuration.IsDataPump ? null : EventPruning.ForCommand(configuration))
            deletions?.FinishDeletions();
        var done = new RecordingRebuild(home, events.Files, events.Locks(), TimeProvider.System).Run(evenIfEmpty, removeOrphans, progress, out var found, stop);
        var lines = new List<string> { $"{done.Days} days, {done.Files} recorded events looked at: {done.Added} rows written, {done.Removed} taken out" };
        lines.AddRange(found.Missing.Take(MostShown).Select(m => $"no file: {m.Key} is listed with a tracking set {m.Type}"));
        More(found.MissingCount);
        lines.AddRange(found.Orphans.Take(MostShown).Select(o =>
            $"orphans{(o.IsRemoved ? " removed" : "")}: {o.Key} is in no index: {o.Pictures} pictures, {o.Sets} tracking sets, {o.Bytes} bytes"));
        More(found.OrphanCount);
        if (found.OrphanCount > 0)
            lines.Add($"{found.OrphanCount} events in no index, files of {found.RemovedCount} removed{(removeOrphans ? "" : "; --remove-orphans removes them")}");
        var json = new RecordingsRebuildLine(
            "recordings", done.Days, done.Files, done.Added, done.Removed,
            found.MissingCount, [.. found.Missing.Select(m => new RecordingsRebuildLine.MissingFile(EventNames.Text(m.Key.Day), m.Key.Id, m.Type))],
            found.OrphanCount, found.RemovedCount, [.. found.Orphans.Select(o => new RecordingsRebuildLine.Orphan(EventNames.Text(o.Key.Day), o.Key.Id, o.Pictures, o.Sets, o.Bytes, o.Newest, o.IsRemoved))]);
        return (string.Join(Environment.NewLine, lines), JsonSerializer.Serialize(json, CatalogJson.Default.RecordingsRebuildLine));

        void More(long count)
        {
            if (count > MostShown)
                lines.Add($"… and {count - MostShown} more; --json names up to {DiskFindings.MostListed}");
        }
    }
}
