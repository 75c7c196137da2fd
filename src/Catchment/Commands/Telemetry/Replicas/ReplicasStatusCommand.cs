using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Catchment.Commands.Events;
using Catchment.Commands.Files;
using Catchment.Telemetry.Replicas;
using Catchment.Telemetry.Schema;

namespace Catchment.Commands.Telemetry.Replicas;

/// <summary><c>replicas status</c>: how copies stand to their originals.</summary>
internal static class ReplicasStatusCommand
{
    internal static Command Create(bool isOriginal)
    {
        var state = new Option<ReplicaState?>("--state") { HelpName = "STATE", Description = "List what is in this state: current, stale, incomplete, missing, ahead, gone, damaged, unmatched." };
        state.CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (Enum.TryParse<ReplicaState>(text, ignoreCase: true, out var found) && Enum.IsDefined(found) && char.IsLetter(text[0]))
                return found;
            result.AddError($"'{text}' is no state: {string.Join(", ", Enum.GetNames<ReplicaState>().Select(static n => n.ToLowerInvariant()))}");
            return null;
        };
        var host = new Option<string?>("--host") { HelpName = "HOST", Description = "Only originals of this host." };
        var place = new Option<string?>("--place") { HelpName = "HOST", Description = "Only copies that are there; missing are then originals that have none there." };
        var list = new Option<bool>("--list") { Description = "List all, whatever their state." };
        var limit = new Option<int?>("--limit", "-n") { HelpName = "COUNT", Description = "List so many at most. Default: all." };
        limit.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
                result.AddError("--limit takes a whole number, 1 or more");
        });
        var json = new Option<bool>("--json") { Description = "Print JSON: an object a line." };
        var command = new Command("status", "Count copies by host of the originals, place and state, or list them.") { state, host, place, list, limit, json };
        var arguments = new ReplicaArguments(command, isOriginal);
        command.SetAction((parsed, _) => arguments.RunAsync(parsed, (_, _, room) =>
        {
            using var database = TelemetryDatabase.Open(room.Settings.Database, connections: 1);
            var queries = new ReplicaQueries(database, null);
            var filter = new ReplicaFilter { State = parsed.GetValue(state), OriginHost = parsed.GetValue(host), ReplicaHost = parsed.GetValue(place), Limit = parsed.GetValue(limit) };
            if (filter.State is not null || parsed.GetValue(list))
            {
                foreach (var entry in queries.Entries(filter, room.Stopping))
                    Console.Out.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(Line(entry), TelemetryJson.Default.ReplicaEntryLine) : Text(entry));
                return ExitCode.Done;
            }

            foreach (var count in queries.Counts(room.Stopping).Where(c => (filter.OriginHost is null || c.OriginHost == filter.OriginHost) && (filter.ReplicaHost is null || c.ReplicaHost == filter.ReplicaHost)))
                Console.Out.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(Line(count), TelemetryJson.Default.ReplicaCountLine) : Text(count));
            return ExitCode.Done;
        }));
        return command;
    }

    /// <summary>A state's word.</summary>
    internal static string Word(ReplicaState state) => state.ToString().ToLowerInvariant();

    private static string Text(ReplicaCount c) => PagePrinter.Printable(string.Create(
        CultureInfo.InvariantCulture, $"{c.OriginHost,-12}  {c.ReplicaHost ?? "(no copy anywhere)",-24}  {Word(c.State),-10}  {c.Files,10:N0}  {FileLines.Bytes(c.Bytes),10}"));

    private static string Text(ReplicaEntry e) => PagePrinter.Printable(
        e.ReplicaPath is null ? $"{Word(e.State),-10}  {e.OriginHost}:{e.OriginPath}" : $"{Word(e.State),-10}  {e.OriginHost}:{e.OriginPath}  {e.ReplicaHost}:{e.ReplicaPath}");

    private static ReplicaCountLine Line(ReplicaCount c) => new(c.OriginHost, c.ReplicaHost, Word(c.State), c.Files, c.Bytes);

    private static ReplicaEntryLine Line(ReplicaEntry e) => new(
        e.OriginHost, e.OriginPath, Time(e.Modified), e.Size, e.ReplicaHost, e.ReplicaPath, Time(e.ReplicaModified), e.ReplicaSize, Word(e.State));

    private static string? Time(DateTime? time) => time is { } t ? TelemetryTimes.Text(t) : null;
}
