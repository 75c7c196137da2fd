using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Catchment.Composition;
using Catchment.Files.Catalog;
using Catchment.Files.Tables;

namespace Catchment.Commands.Files;

/// <summary><c>catchment files rerun</c>: asks that files are tried again, in place of SQL by hand.</summary>
/// <remarks>Source: <c>files</c> 5.6.</remarks>
internal static class FilesRerunCommand
{
    private const string HowToRun = "To have them run, either the running ingester looks for them too (also: [RERUN] in its section), or start one with daemon: false and file_status: RERUN.";

    internal static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Add nothing; tell how many files it would be." };
        var json = new Option<bool>("--json") { Description = "Print JSON: one object." };
        var command = new Command("rerun", "Ask that files are tried again: adds a RERUN to the events of those that are named by their numbers, or chosen by --status with or without further filters. A file that is PENDING is left alone.");
        var filter = new FileFilter().AddTo(command);
        command.Options.Add(dryRun);
        command.Options.Add(json);
        var arguments = new ConfigurationArguments("ID").AddTo(command);
        command.SetAction(parsed =>
        {
            var words = arguments.Others(parsed);
            var ids = words.Select(w => long.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null).ToArray();
            var query = filter.Query(parsed);
            if (Problem(words, ids, query) is { } problem)
            {
                Console.Error.WriteLine($"error: {problem}");
                return ExitCode.Usage;
            }

            return FilesWork.Run(
                arguments.Load(parsed),
                (files, stop) => Rerun(files, [.. ids.OfType<long>()], ids.Length == 0 ? query : null, parsed.GetValue(dryRun), parsed.GetValue(json), stop),
                needsEvents: true,
                changes: true);
        });
        return command;
    }

    private static string? Problem(IReadOnlyList<string> words, long?[] ids, FileQuery query)
    {
        if (Array.IndexOf(ids, null) is var wrong and >= 0)
            return $"'{words[wrong]}' is no row number of a file; 'files list' and 'files show' tell them";
        if (ids.Length > 0)
            return FileFilter.Words(query) == "all" ? null : "either numbers of files, or filters";
        return query.Status is { } status && FileDesk.Runnable.Contains(status)
            ? null
            : $"which files? Their numbers, or --status with one of {string.Join(' ', FileDesk.Runnable.Select(FileStatusText.Of))}; other files are tried by themselves";
    }

    private static int Rerun(TrackedFiles files, IReadOnlyList<long> ids, FileQuery? query, bool isDryRun, bool asJson, CancellationToken stop)
    {
        var desk = new FileDesk(files.Database);
        var progress = new CountProgress();
        var answer = FileDeskAnswer.None;
        var isStopped = false;
        try
        {
            foreach (var group in query is null ? ids.Chunk(FileDesk.FilesAtOnce) : Chosen(files.Catalog, query, stop))
            {
                answer += desk.Rerun(group, isDryRun, stop);
                progress.Tell($"{answer.Added:N0} files");
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            isStopped = true;
        }

        progress.End();
        if (!isDryRun && !isStopped)
            files.Catalog.Look(CancellationToken.None);
        if (asJson)
            Console.Out.WriteLine(JsonSerializer.Serialize(new FilesRerunLine(answer.Added, answer.UnderWay, answer.AsWished, answer.New, answer.NotThere, isDryRun, isStopped), FilesJson.Default.FilesRerunLine));
        else
            Show(answer, isDryRun, files.IsRerunByIngester);
        if (isStopped)
            Console.Error.WriteLine("stopped before the end; what was added stays");
        return isStopped || answer.NotThere > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private static IEnumerable<long[]> Chosen(FileCatalog catalog, FileQuery query, CancellationToken stop)
    {
        long? cursor = null;
        do
        {
            var page = catalog.Page(query with { OldestFirst = true, Limit = FileDesk.FilesAtOnce, Cursor = cursor }, stop);
            yield return [.. page.Items.Select(i => i.File.Id)];
            cursor = page.Next;
        }
        while (cursor is not null);
    }

    private static void Show(FileDeskAnswer answer, bool isDryRun, bool isRunByIngester)
    {
        Console.Out.WriteLine(isDryRun ? $"{Files(answer.Added)} would be run again" : $"{Files(answer.Added)} {(answer.Added == 1 ? "is" : "are")} to be run again");
        Left(answer.UnderWay, "are under way and were left alone");
        Left(answer.AsWished, "were to be run again already");
        Left(answer.New, "were never tried; they come by themselves");
        Left(answer.NotThere, "are numbers of no tracked file");
        if (answer.Added > 0 && !isDryRun)
            Console.Out.WriteLine(isRunByIngester ? "The ingester of this configuration, when it runs, does them." : HowToRun);

        static string Files(long count) => count == 1 ? "1 file" : $"{count} files";

        static void Left(long count, string why)
        {
            if (count > 0)
                Console.Out.WriteLine($"{count} {why}");
        }
    }
}
