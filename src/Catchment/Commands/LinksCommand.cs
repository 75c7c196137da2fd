using System.CommandLine;
using Catchment.Commands.Files;
using Catchment.Commands.Tags;
using Catchment.Commands.Telemetry;
using Catchment.Invocation;

namespace Catchment.Commands;

/// <summary><c>catchment links DIR</c>: links by whose names the program behaves as the originals, and one by its own.</summary>
internal static class LinksCommand
{
    /// <summary>The names; each is a command too.</summary>
    internal static IReadOnlyList<string> Names { get; } = [ImageHubCommand.Name, CamWatcherCommand.Name, DataPumpCommand.Name, EndmgrCommand.Name, XtelemdbCommand.Name, LogdumpCommand.Name, DbIngestCommand.Name, DataServiceCommand.Name, SyncRunnerCommand.Name];

    internal static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "Where the links go; made when missing." };
        var command = new Command("links", "Make links for the program's name and those of the originals.") { folder };
        command.SetAction(parsed => Make(parsed.GetValue(folder)!));
        return command;
    }

    private static int Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var name in Names.Append("catchment"))
            {
                var link = new FileInfo(Path.GetFullPath(Path.Combine(folder, name)));
                if (string.Equals(link.FullName, Launcher.Path, StringComparison.Ordinal))
                    continue; // The program itself is there.
                if (link.LinkTarget is not null)
                    link.Delete(); // A link, perhaps to where the program was before.
                link.CreateAsSymbolicLink(Launcher.Path);
                Console.Out.WriteLine($"{link.FullName} -> {Launcher.Path}");
            }

            return ExitCode.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return ExitCode.Failed;
        }
    }
}
