using System.CommandLine;
using System.CommandLine.Help;
using Catchment.Telemetry.Schema;

namespace Catchment.Commands.Telemetry;

/// <summary><c>xtelemdb setup|inventory|backfill|ingest</c>: the telemetry database by its original's command line.</summary>
/// <remarks>Source: <c>telemetry</c> 2.</remarks>
internal static partial class XtelemdbCommand
{
    internal const string Name = "xtelemdb";

    internal static Command Create()
    {
        var command = new Command(Name, "Set up and fill the database of telemetry and files, as xtelemdb does.")
        {
            Subcommand("setup", "Make what is missing in the database.", Setup),
        };
        command.SetAction(parsed =>
        {
            new HelpAction().Invoke(parsed);
            return ExitCode.Failed;
        });
        return command;
    }

    private static Command Subcommand(string name, string what, Action<TelemetryRoom> work)
    {
        var command = new Command(name, what);
        var arguments = new TelemetryArguments(command);
        command.SetAction((parsed, _) => arguments.RunAsync(parsed, configuration => Task.FromResult(TelemetryWork.Run(name, configuration, work))));
        return command;
    }

    private static void Setup(TelemetryRoom room)
    {
        var report = TelemetrySetup.Run(room.Settings.Database);
        foreach (var change in report.Changes)
            LogChange(room.Logger, change);
        LogSuccess(room.Logger);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Made {Change}")]
    private static partial void LogChange(ILogger logger, string change);

    [LoggerMessage(Level = LogLevel.Information, Message = "Success!")]
    private static partial void LogSuccess(ILogger logger);
}
