using System.CommandLine;
using System.CommandLine.Help;
using Catchment.Commands.Telemetry.Replicas;
using Catchment.Core.Diagnostics;
using Catchment.Telemetry.Ingest;
using Catchment.Telemetry.Inventory;
using Catchment.Telemetry.Replicas;
using Catchment.Telemetry.Replicas.Scanning;
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
            InventorySubcommand(),
            BackfillSubcommand("backfill", "Read telemetry files that have not been read."),
            BackfillSubcommand("ingest", "The same as backfill, by the name that the documents use."),
            ReinitCommand.Create(),
            ReplicasCommand.Create(isOriginal: true),
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

    private static Command InventorySubcommand()
    {
        var asHost = AsHost("Record the files of this other host instead, from their copies on a mounted volume: its folders are those of the mappings.");
        var map = ReplicaMapOption.Create();
        var command = new Command("inventory", "Record the files of the data folders that are not recorded yet.") { asHost, map };
        var arguments = new TelemetryArguments(command);
        command.SetAction((parsed, _) =>
        {
            var host = parsed.GetValue(asHost);
            if (host is null && parsed.GetValue(map) is { Length: > 0 })
            {
                Console.Error.WriteLine("error: --map goes with --as-host; replicas scan records the copies of files that are recorded already");
                return Task.FromResult(ExitCode.Usage);
            }

            return arguments.RunAsync(parsed, configuration => Task.FromResult(
                TelemetryWork.Run("inventory", configuration, room => Inventory(room, host, parsed.GetValue(map) ?? []))));
        });
        return command;
    }

    private static Command BackfillSubcommand(string name, string what)
    {
        var asHost = AsHost("Read the files of this other host instead; those that are not here are read from current copies on this computer's volumes.");
        var command = new Command(name, what) { asHost };
        var arguments = new TelemetryArguments(command);
        command.SetAction((parsed, _) => arguments.RunAsync(parsed, configuration => Task.FromResult(
            TelemetryWork.Run(name, configuration, room => Backfill(room, parsed.GetValue(asHost))))));
        return command;
    }

    private static Option<string?> AsHost(string what) => new("--as-host") { HelpName = "HOST", Description = what };

    private static void Setup(TelemetryRoom room, bool isPartitioned)
    {
        var report = TelemetrySetup.Run(room.Settings.Database, isPartitioned);
        foreach (var change in report.Changes)
            LogChange(room.Logger, change);
        LogSuccess(room.Logger);
    }

    private static void Inventory(TelemetryRoom room, string? asHost, string[] maps)
    {
        using var database = TelemetryDatabase.Open(room.Settings.Database);
        var isStopped = asHost is null
            ? new InventoryRun(room.Settings, database, TimeProvider.System, room.Logger).Run(room.Progress.Showing<InventoryProgress>(p => $"{p.DataDir}: {p.Added:N0} recorded, {p.Seen:N0} seen"), room.Stopping).IsStopped
            : VolumeInventory(room, database, asHost, maps);
        if (isStopped)
            throw new OperationCanceledException(room.Stopping);
    }

    private static bool VolumeInventory(TelemetryRoom room, TelemetryDatabase database, string host, string[] maps)
    {
        var mappings = maps.Length > 0 ? Given(maps, host) : Configured(room, host);
        var settings = room.Settings.AsHost(host);
        settings = settings with { Replicas = settings.Replicas with { Maps = new ReplicaMaps(mappings) } };
        return new ReplicaScan(settings, database, TimeProvider.System, room.Logger) { AddsOriginals = true }
            .Run([.. mappings.Select(static map => map.Prefix + "/")], room.Progress.Showing<ReplicaScanProgress>(p => $"{p.Volume}: {p.Seen:N0} files seen"), room.Stopping).IsStopped;
    }

    private static ReplicaMap[] Given(string[] maps, string host)
    {
        var given = maps.Select(map => ReplicaMap.Parse(map, Environment.CurrentDirectory, host)).ToArray();
        return given.FirstOrDefault(static map => ReplicaMap.IsStore(map.Prefix)) is { } store
            ? throw new FormatException($"--map {store}: a store cannot be walked; fetch the files to a folder first, and map that")
            : given;
    }

    /// <summary>The configured mappings of a host whose folders are there: a volume of several may be away.</summary>
    private static ReplicaMap[] Configured(TelemetryRoom room, string host)
    {
        var configured = room.Settings.Replicas.Maps.All.Where(map => map.Host == host && !ReplicaMap.IsStore(map.Prefix)).ToArray();
        if (configured.Length == 0)
            throw new FormatException($"There is no mapping for {host}: give it with --map {ReplicaMap.Form}, or in replicas.maps");
        var there = configured.Where(static map => Directory.Exists(map.Prefix + "/")).ToArray();
        if (there.Length == 0)
            throw new DirectoryNotFoundException($"There is no folder {string.Join("/, no ", configured.Select(static map => map.Prefix))}/: is the volume mounted?");
        foreach (var map in configured.Except(there))
            LogAway(room.Logger, LogText.OneLine(map.Prefix));
        return there;
    }

    private static void Backfill(TelemetryRoom room, string? asHost)
    {
        using var database = TelemetryDatabase.Open(room.Settings.Database);
        var report = new BackfillRun(asHost is null ? room.Settings : room.Settings.AsHost(asHost), database, TimeProvider.System, room.Logger).Run(
            room.Progress.Showing<BackfillProgress>(p => $"{p.Done:N0} of {p.Total:N0} files, {p.Rows:N0} rows, {p.Bytes / 1e6:N0} MB"), room.Stopping);
        if (report.IsStopped)
            throw new OperationCanceledException(room.Stopping);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "There is no folder {Folder}/, of replicas.maps: it is passed over; is its volume mounted?")]
    private static partial void LogAway(ILogger logger, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Made {Change}")]
    private static partial void LogChange(ILogger logger, string change);

    [LoggerMessage(Level = LogLevel.Information, Message = "Success!")]
    private static partial void LogSuccess(ILogger logger);
}
