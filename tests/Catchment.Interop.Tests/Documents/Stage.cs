using System.Diagnostics;

namespace Catchment.Interop.Tests.Documents;

/// <summary>A stage: it sets up what some pages assume on a copy of this machine, and runs their commands there.</summary>
internal sealed class Stage
{
    private const string Longest = "540"; // seconds; with its first process all others of a copy end

    private static readonly string Folder = Path.Combine(CommandLine.Repository, "tests/Catchment.Interop.Tests");

    /// <summary>The names of all.</summary>
    internal static IEnumerable<string> Names => Directory.GetFiles(Path.Combine(Folder, "Documents/stages")).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    /// <summary>Runs one to its end.</summary>
    /// <returns>The commands that were run, those that did not do what the page says, and all that the stage told.</returns>
    internal static (IReadOnlyList<string> Run, IReadOnlyList<string> Failed, string Output) Play(string name)
    {
        using var folder = new TemporaryFolder();
        WritePages(folder.FullPath);
        // Without a terminal, a prompt reads what the stage types.
        var start = new ProcessStartInfo(
            "setsid",
            ["--wait", "timeout", "--foreground", "--signal=KILL", Longest, Path.Combine(Folder, "Deploy/machine/copied"), folder.FullPath, Path.Combine(Folder, "Documents/backstage/stage"), CommandLine.Repository, Path.Combine(Folder, "Documents/stages", name)])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var results = File.Exists(folder["results"]) ? File.ReadAllText(folder["results"]).Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split('\t', 2)).ToArray() : [];
        return (
            [.. results.Where(static r => r[0] is "ok").Select(static r => r[1])],
            [.. results.Where(static r => r[0] is not "ok").Select(static r => r[1]).Concat(process.ExitCode == 0 ? [] : [$"exit status {process.ExitCode}"])],
            output + errors.Result);
    }

    private static void WritePages(string folder)
    {
        foreach (var page in Page.All)
        {
            var commands = Directory.CreateDirectory(Path.Combine(folder, "commands", page.Name)).FullName;
            foreach (var command in page.Commands().Index())
                File.WriteAllText(Path.Combine(commands, $"{command.Index:000}"), command.Item.Text);
            var fences = Directory.CreateDirectory(Path.Combine(folder, "fences", page.Name)).FullName;
            foreach (var fence in page.Fences.Where(static f => !f.HoldsCommands).GroupBy(static f => f.Language).SelectMany(static g => g.Index()))
                File.WriteAllLines(Path.Combine(fences, $"{fence.Item.Language}-{fence.Index + 1}"), fence.Item.Lines);
        }
    }
}
