using System.CommandLine;
using System.CommandLine.Help;
using Catchment.Commands.Events;
using Catchment.Commands.Files;
using Catchment.Commands.Tags;
using Catchment.Commands.Telemetry;

namespace Catchment.Commands;

/// <summary>The whole command line.</summary>
internal static class CatchmentCommand
{
    /// <summary>Runs a command.</summary>
    /// <param name="arguments">The words after the program's name.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var parsed = Create().Parse(arguments);
        // The node answers signals itself, by a drain.
        var result = await parsed.InvokeAsync(new InvocationConfiguration
        {
            ProcessTerminationTimeout = null,
            Output = parsed.Errors.Count > 0 ? Console.Error : Console.Out, // How a command is used is no result of one that was used wrongly.
        });
        return parsed.Errors.Count > 0 ? ExitCode.Usage : result;
    }

    // Not a RootCommand: that one would call itself after the assembly.
    private static Command Create() =>
        new("catchment", "Catches what cameras, instruments and file transfers send, keeps it, and never loses what it said OK to.")
        {
            SetupCommand.Create(),
            UpCommand.Create(),
            RunCommand.Create(),
            DemoCommand.Create(),
            StatusCommand.Create(),
            DoctorCommand.Create(),
            EventsCommand.Create(),
            FilesCommand.Create(),
            TelemetryCommand.Create(),
            Telemetry.Replicas.ReplicasCommand.Create(isOriginal: false),
            ConfigCommand.Create(),
            LinksCommand.Create(),
            ImageHubCommand.Create(),
            CamWatcherCommand.Create(),
            DataPumpCommand.Create(),
            EndmgrCommand.Create(),
            XtelemdbCommand.Create(),
            LogdumpCommand.Create(),
            DbIngestCommand.Create(),
            DataServiceCommand.Create(),
            TagsCommand.Create(),
            GatewayCommand.Create(),
            SyncCommand.Create(),
            SyncRunnerCommand.Create(),
            new HelpOption(),
            new VersionOption(),
        };
}
