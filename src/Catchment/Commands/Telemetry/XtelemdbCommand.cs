using System.CommandLine;
using System.CommandLine.Help;
using Catchment.Telemetry.Ingest;
using Catchment.Telemetry.Inventory;
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
            SetupSubcommand(),
            Subcommand("inventory", "Record the files of the data folders that are not recorded yet.", Inventory),
            Subcommand("backfill", "Read telemetry files that have not been read.", Backfill),
            Subcommand("ingest", "The same as backfill, by the name that the documents use.", Backfill),
            ReinitCommand.Create(),
        };
        command.SetAction(parsed =>
        {
            new HelpAction().Invoke(parsed);
            return ExitCode.Failed;
        });
        return command;
    }

    private static Command SetupSubcommand()
    {
        var partitioned = new Option<bool>("--partitioned") { Description = "Make the table of telemetry, when it is missing, with a partition for each month and a BRIN index on its times (PostgreSQL)." };
        var command = new Command("setup", "Make what is missing in the database.") { partitioned };
        var arguments = new TelemetryArguments(command);
        command.SetAction((parsed, _) => arguments.RunAsync(parsed, configuration => Task.FromResult(TelemetryWork.Run("setup", configuration, room => Setup(room, parsed.GetValue(partitioned))))));
        return command;
    }

    private static Command Subcommand(string name, string what, Action<TelemetryRoom> work)
    {
        var command = new Command(name, what);
        var arguments = new TelemetryArguments(command);
        command.SetAction((parsed, _) => arguments.RunAsync(parsed, configuration => Task.FromResult(TelemetryWork.Run(name, configuration, work))));
        return command;
    }

    private static void Setup(TelemetryRoom room, bool isPartitioned)
    {
        var report = TelemetrySetup.Run(room.Settings.Database, isPartitioned);
        foreach (var change in report.Changes)
            LogChange(room.Logger, change);
        LogSuccess(room.Logger);
    }

    private static void Inventory(TelemetryRoom room)
    {
        using var database = TelemetryDatabase.Open(room.Settings.Database);
        var report = new InventoryRun(room.Settings, database, TimeProvider.System, room.Logger).Run(room.Progress.Showing<InventoryProgress>(p => $"{p.DataDir}: {p.Added:N0} recorded, {p.Seen:N0} seen"), room.Stopping);
        if (report.IsStopped)
            throw new OperationCanceledException(room.Stopping);
    }

    private static void Backfill(TelemetryRoom room)
    {
        using var database = TelemetryDatabase.Open(room.Settings.Database);
        var report = new BackfillRun(room.Settings, database, TimeProvider.System, room.Logger).Run(
            room.Progress.Showing<BackfillProgress>(p => $"{p.Done:N0} of {p.Total:N0} files, {p.Rows:N0} rows, {p.Bytes / 1e6:N0} MB"), room.Stopping);
        if (report.IsStopped)
            throw new OperationCanceledException(room.Stopping);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Made {Change}")]
    private static partial void LogChange(ILogger logger, string change);

    [LoggerMessage(Level = LogLevel.Information, Message = "Success!")]
    private static partial void LogSuccess(ILogger logger);
}
