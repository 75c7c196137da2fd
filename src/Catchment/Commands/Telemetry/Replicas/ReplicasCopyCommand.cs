using System.CommandLine;
using System.Text.Json;
using Catchment.Core.Configuration;
using Catchment.Telemetry.Replicas;
using Catchment.Telemetry.Replicas.Copying;
using Catchment.Telemetry.Schema;

namespace Catchment.Commands.Telemetry.Replicas;

/// <summary><c>replicas copy --to TARGET</c>: makes copies, and records them.</summary>
internal static class ReplicasCopyCommand
{
    internal static Command Create(bool isOriginal)
    {
        var to = new Option<string>("--to") { HelpName = "TARGET", Required = true, Description = "A folder that is there, or s3://bucket/prefix." };
        to.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string>() is "")
                result.AddError("--to takes a folder, or s3://bucket/prefix");
        });
        var map = ReplicaMapOption.Create();
        var rate = new Option<long?>("--rate-limit") { HelpName = "RATE", Description = "Move so many bytes in a second at most, such as 50MB. Default: rate_limit of the configuration, or no limit." };
        rate.CustomParser = static result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (ByteSize.TryParse(text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text, out var size) && size.Bytes > 0)
                return size.Bytes;
            result.AddError($"'{text}' is no rate: bytes in a second are wanted, such as 50MB");
            return null;
        };
        var json = new Option<bool>("--json") { Description = "Print JSON: one object." };
        var command = new Command("copy", "Copy this computer's files that the inventory has, verify the copies and record them; what is current is passed over. Exit status 1 when one could not be copied.") { to, map, rate, json };
        var arguments = new ReplicaArguments(command, isOriginal);
        command.SetAction((parsed, _) => arguments.RunAsync(parsed, (configuration, _, room) =>
        {
            var (target, maps, options) = (parsed.GetValue(to)!, parsed.GetValue(map) ?? [], configuration.Options.Replicas);
            var settings = room.Settings;
            if (maps.Length > 0)
                settings = settings with { Replicas = settings.Replicas with { Maps = Mapped(maps, target, settings.Hostname) } };
            using var database = TelemetryDatabase.Open(settings.Database);
            var report = new ReplicaCopy(settings, database, TimeProvider.System, room.Logger) { BytesPerSecond = parsed.GetValue(rate) ?? options.RateLimit?.Bytes }
                .Run(target, options, room.Progress.Showing<CopyProgress>(p => $"{p.Looked:N0} of {p.Files:N0} files, {p.Copied:N0} copied, {p.Bytes / 1e6:N0} MB"), room.Stopping);
            room.Progress.End();
            if (parsed.GetValue(json))
                Console.Out.WriteLine(JsonSerializer.Serialize(report, TelemetryJson.Default.CopyReport));
            if (report.IsStopped)
                throw new OperationCanceledException(room.Stopping);
            return report.Failed > 0 ? ExitCode.Failed : ExitCode.Done;
        }));
        return command;
    }

    /// <summary>The mappings, each of which has to be of this computer's files and lead into the target: else nothing would come of it.</summary>
    private static ReplicaMaps Mapped(string[] maps, string target, string host)
    {
        var isStore = ReplicaMap.IsStore(target);
        var root = isStore ? target.TrimEnd('/') : Path.GetFullPath(target).TrimEnd('/');
        var parsed = maps.Select(m => ReplicaMap.Parse(m, root.Length == 0 ? "/" : root, host)).ToArray();
        return parsed.FirstOrDefault(m => m.Prefix != root && !m.Prefix.StartsWith(root + "/", StringComparison.Ordinal)) is { } outside
            ? throw new FormatException($"--map {outside}: that is not in the target {target}")
            : new ReplicaMaps(parsed);
    }
}
