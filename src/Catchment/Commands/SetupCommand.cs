using System.CommandLine;
using Catchment.Composition;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Catchment.Starter;
using Catchment.Telemetry.Schema;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Commands;

/// <summary><c>catchment setup</c>: what a node starts from. It may be run again at any time.</summary>
internal static class SetupCommand
{
    internal static Command Create()
    {
        var command = new Command("setup", "Make what a node starts from: a catchment.yaml with every service, all below ./data, where there is none; and the tables that the configuration names. What is there stays as it is.");
        var arguments = new ConfigurationArguments().AddTo(command);
        command.SetAction(parsed => TableSetup.Run(() => arguments.Source(parsed).File is null ? StarterFiles.Make(Environment.CurrentDirectory) : [], otherwise: null) is var failed and not ExitCode.Done
            ? failed
            : arguments.Load(parsed) is { } configuration ? Make(configuration) : ExitCode.Usage);
        return command;
    }

    private static int Make(NodeConfiguration configuration)
    {
        FilesDatabaseSettings? files = null;
        if (configuration.Files.NamesDatabase && !TableSetup.TryResolve(configuration.Loaded.Section<FilesOptions>(), out files))
            return ExitCode.Usage;
        return TableSetup.Run(Missing);

        // One after the other: what was made is told also where the next database is away.
        IEnumerable<string> Missing()
        {
            foreach (var what in files is null ? [] : FilesSetup.Run(files))
                yield return what;
            foreach (var what in configuration.Telemetry.IsShown ? TelemetrySetup.Run(configuration.Telemetry.Address(NullLogger.Instance)).Changes : [])
                yield return what;
        }
    }
}
