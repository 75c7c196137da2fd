using System.CommandLine;
using System.Data.Common;
using Catchment.Composition;
using Catchment.Core.Databases;
using Catchment.Files.Settings;
using Catchment.Files.Tables;

namespace Catchment.Commands.Files;

/// <summary><c>catchment files setup FILE</c>: makes the tables that a configuration names.</summary>
/// <remarks>Source: <c>files</c> 3.1.</remarks>
internal static class FilesSetupCommand
{
    internal static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The configuration: catchment.yaml, or a file of endmgr." };
        var command = new Command("setup", "Make the tables of files and events that FILE names, where they are missing; what is there stays as it is.") { file };
        command.SetAction(parsed =>
        {
            var configuration = new ConfigurationSource(parsed.GetValue(file), []).Load();
            if (!ConfigurationArguments.IsUsable(configuration))
                return ExitCode.Usage;
            if (SetupSettings.Resolve(configuration.Loaded.Section<FilesOptions>(), out var problems) is not { } settings)
            {
                foreach (var (key, found, allowed) in problems)
                    Console.Error.WriteLine($"error: {key}: found {found}, allowed: {allowed}");
                return ExitCode.Usage;
            }

            return Make(settings);
        });
        return command;
    }

    private static int Make(FilesDatabaseSettings settings)
    {
        try
        {
            var made = FilesSetup.Run(settings);
            foreach (var what in made)
                Console.Out.WriteLine($"made {what}");
            if (made.Count == 0)
                Console.Out.WriteLine("everything is there already");
            return ExitCode.Done;
        }
        catch (Exception e) when (e is DbException or TimeoutException or DatabaseVersionException or IOException or UnauthorizedAccessException)
        {
            StartTrouble.Tell(e);
            return ExitCode.Failed;
        }
    }
}
