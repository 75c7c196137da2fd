using System.CommandLine;
using System.Text.Json;
using Catchment.Composition;
using Catchment.Files.Catalog;

namespace Catchment.Commands.Files;

/// <summary><c>catchment files list</c>: tracked files, by status, name, time.</summary>
internal static class FilesListCommand
{
    internal static Command Create()
    {
        var limit = new Option<long>("--limit", "-n") { HelpName = "COUNT", Description = "So many files at most; 0: all.", DefaultValueFactory = _ => 100 };
        var oldest = new Option<bool>("--oldest-first") { Description = "Begin with what was tracked first." };
        var json = new Option<bool>("--json") { Description = "Print JSON: an object a line." };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() < 0)
                result.AddError("--limit takes a whole number, 0 or more");
        });
        var command = new Command("list", "List tracked files, those that were tracked last first: number, time, status now, bytes, path.");
        var filter = new FileFilter().AddTo(command);
        command.Options.Add(limit);
        command.Options.Add(oldest);
        command.Options.Add(json);
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(parsed => FilesWork.Run(
            arguments.Load(parsed),
            (files, stop) => List(files, filter.Query(parsed) with { OldestFirst = parsed.GetValue(oldest) }, parsed.GetValue(limit), parsed.GetValue(json), stop)));
        return command;
    }

    private static int List(TrackedFiles files, FileQuery query, long most, bool asJson, CancellationToken stop)
    {
        var left = most == 0 ? long.MaxValue : most;
        long? cursor = null;
        do
        {
            var page = files.Catalog.Page(query with { Cursor = cursor, Limit = (int)Math.Min(left, FileQuery.MostEntries) }, stop);
            foreach (var entry in page.Items)
                Console.Out.WriteLine(asJson ? JsonSerializer.Serialize(FileLines.Line(entry), FilesJson.Default.FileLine) : FileLines.Text(entry));
            left -= page.Items.Count;
            cursor = page.Next;
        }
        while (cursor is not null && left > 0);
        return ExitCode.Done;
    }
}
