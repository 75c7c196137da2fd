using System.CommandLine;
using Catchment.Composition;
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
            return TableSetup.TryResolve(configuration.Loaded.Section<FilesOptions>(), out var settings) ? TableSetup.Run(() => FilesSetup.Run(settings!)) : ExitCode.Usage;
        });
        return command;
    }
}
