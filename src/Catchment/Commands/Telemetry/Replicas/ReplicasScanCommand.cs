using System.CommandLine;
using System.Text.Json;
using Catchment.Telemetry.Replicas;
using Catchment.Telemetry.Replicas.Scanning;
using Catchment.Telemetry.Schema;

namespace Catchment.Commands.Telemetry.Replicas;

/// <summary><c>replicas scan VOLUME…</c>: records the copies on mounted volumes.</summary>
internal static class ReplicasScanCommand
{
    internal static Command Create(bool isOriginal)
    {
        var map = ReplicaMapOption.Create();
        var compare = new Option<bool>("--compare") { Description = "Compare the contents with the originals, where they are this computer's and there." };
        var json = new Option<bool>("--json") { Description = "Print JSON: one object." };
        var command = new Command("scan", "Record the copies on mounted volumes, of files that the inventory has. Exit status 1 when one is damaged.") { map, compare, json };
        var arguments = new ReplicaArguments(command, isOriginal, "VOLUME", least: 1);
        command.SetAction((parsed, _) => arguments.RunAsync(parsed, (_, volumes, room) =>
        {
            var maps = parsed.GetValue(map) ?? [];
            var settings = room.Settings;
            if (maps.Length > 0)
                settings = settings with { Replicas = settings.Replicas with { Maps = new ReplicaMaps(volumes.SelectMany(v => maps.Select(m => ReplicaMap.Parse(m, Path.GetFullPath(v)))).Distinct()) } };
            if (settings.Replicas.Maps.All.Count == 0)
                throw new FormatException($"Of which files are they copies? Say it with --map {ReplicaMap.Form}, or in replicas.maps");
            using var database = TelemetryDatabase.Open(settings.Database);
            var report = new ReplicaScan(settings, database, TimeProvider.System, room.Logger) { Compares = parsed.GetValue(compare) }
                .Run(volumes, room.Progress.Showing<ReplicaScanProgress>(p => $"{p.Volume}: {p.Seen:N0} files seen"), room.Stopping);
            room.Progress.End();
            if (parsed.GetValue(json))
                Console.Out.WriteLine(JsonSerializer.Serialize(report, TelemetryJson.Default.ReplicaScanReport));
            if (report.IsStopped)
                throw new OperationCanceledException(room.Stopping);
            return report.Damaged > 0 ? ExitCode.Failed : ExitCode.Done;
        }));
        return command;
    }
}
