using System.CommandLine;
using System.Text.Json;
using Catchment.Commands.Events;
using Catchment.Composition;
using Catchment.Files.Catalog;
using Catchment.Files.Verification;

namespace Catchment.Commands.Files;

/// <summary><c>catchment files show</c> and <c>history</c>: one tracked file.</summary>
internal static class FilesShowCommand
{
    internal static Command Create() => Create("show", "Show a tracked file: its row, its status, its events, how it was found when it was last verified.", "Print JSON: one object.", Show);

    internal static Command CreateHistory() => Create("history", "Show the events of a tracked file, oldest first: time, status, duration, version, reason.", "Print JSON: an object a line.", Events);

    private static Command Create(string name, string what, string ofJson, Action<FileHistory, bool> print)
    {
        var word = new Argument<string>("ID|PATH|CHECKSUM") { Description = "The file's row number, its path below the storage folder, its name, or the first digits of its checksum, six at least." };
        var json = new Option<bool>("--json") { Description = ofJson };
        var command = new Command(name, what) { word, json };
        word.Validators.Add(result =>
        {
            if (string.IsNullOrEmpty(result.GetValueOrDefault<string>()))
                result.AddError("the word that names the file is empty");
        });
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(parsed => FilesWork.Run(arguments.Load(parsed), (files, _) =>
        {
            if (One(files, parsed.GetValue(word)!) is not { } history)
                return ExitCode.Failed;
            print(history, parsed.GetValue(json));
            return ExitCode.Done;
        }));
        return command;
    }

    private static FileHistory? One(TrackedFiles files, string word)
    {
        var found = files.Catalog.Find(files.Storage is { } storage && word.StartsWith(storage + "/", StringComparison.Ordinal) ? word[(storage.Length + 1)..] : word);
        if (found is [var one] && files.Catalog.History(one.File.Id) is { } history)
            return history;
        Console.Error.WriteLine(found.Count == 0 ? $"error: no tracked file is meant by '{word}'" : $"error: several tracked files are meant by '{word}':");
        foreach (var entry in found)
            Console.Error.WriteLine(FileLines.Text(entry));
        return null;
    }

    private static void Show(FileHistory history, bool asJson)
    {
        if (asJson)
        {
            var check = history.Check is { } c ? new FileDetailLine.Verified(c.Checked, CheckOutcomeText.Of(c.Outcome), c.Size, c.Checksum, c.Reason) : null;
            var detail = new FileDetailLine(FileLines.Line(history.File), [.. history.Events.Select(FileLines.Line)], check);
            Console.Out.WriteLine(JsonSerializer.Serialize(detail, FilesJson.Default.FileDetailLine));
            return;
        }

        var (file, entry) = (history.File.File, history.File);
        Console.Out.WriteLine($"id        {file.Id}");
        Console.Out.WriteLine($"path      {PagePrinter.Printable(file.Path.Relative)}");
        Console.Out.WriteLine($"size      {file.Size}");
        Console.Out.WriteLine($"checksum  {PagePrinter.Printable(file.Checksum)}");
        Console.Out.WriteLine($"added     {PagePrinter.Local(file.AddedOn)}");
        Console.Out.WriteLine($"status    {FileLines.Status(entry)}{(entry.Since is { } since ? $" since {PagePrinter.Local(since)}" : "")}");
        if (history.Check is { } verified)
            Console.Out.WriteLine($"verified  {PagePrinter.Local(verified.Checked.ToLocalTime())}: {FileLines.Words(verified)}");
        foreach (var e in history.Events)
            Console.Out.WriteLine(FileLines.Text(e));
    }

    private static void Events(FileHistory history, bool asJson)
    {
        foreach (var e in history.Events)
            Console.Out.WriteLine(asJson ? JsonSerializer.Serialize(FileLines.Line(e), FilesJson.Default.FileEventLine) : FileLines.Text(e));
    }
}
