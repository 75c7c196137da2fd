using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catchment.Commands.Events;
using Catchment.Telemetry.Query;

namespace Catchment.Commands.Telemetry;

/// <summary><c>catchment telemetry keys DEVICE</c>: the keys of a device's newest entries, with their newest values.</summary>
internal static class TelemetryKeysCommand
{
    private const int UsualEntries = 1000;
    private const int MostEntries = 1_000_000;
    private const int ShownCharacters = 40;

    internal static Command Create()
    {
        var entries = new Option<int>("--entries") { HelpName = "COUNT", Description = "So many of the newest entries are looked at.", DefaultValueFactory = static _ => UsualEntries };
        var json = new Option<bool>("--json") { Description = "Print JSON: an object a line." };
        entries.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MostEntries)
                result.AddError($"--entries takes a whole number from 1 to {MostEntries}");
        });
        var command = new Command("keys", "List the keys of a device: key, event code, newest value, how long ago that was.") { entries, json };
        var question = new TelemetryQuestion(command, "DEVICE", least: 1, most: 1);
        command.SetAction(parsed => question.Run(parsed, (queries, stop) =>
        {
            var device = question.Words(parsed)[0];
            var keys = queries.Keys(device, parsed.GetValue(entries), stop);
            foreach (var key in keys)
                Console.Out.WriteLine(parsed.GetValue(json) ? Json(key) : Text(key));
            return keys.Count > 0 ? ExitCode.Done : TelemetryQuestion.Nothing(queries, device, stop);
        }));
        return command;
    }

    private static string Text(KeySummary k)
    {
        var value = k.Items is { } items ? string.Create(CultureInfo.InvariantCulture, $"[{items} items]") : k.Newest.Text.Length <= ShownCharacters ? k.Newest.Text : k.Newest.Text[..ShownCharacters] + "…";
        return PagePrinter.Printable($"{k.Key,-28}  {k.EventCode,-20}  {value,20}  {TelemetryTimes.Age(k.Age),9}");
    }

    private static string Json(KeySummary k) => JsonSerializer.Serialize(
        new KeyLine(k.Key.ToString(), JsonNamingPolicy.SnakeCaseLower.ConvertName(k.Newest.Kind.ToString()), JsonNode.Parse(k.Newest.Json), TelemetryTimes.Text(k.Time), k.EventCode, k.Age.TotalSeconds, k.Items, k.Entries),
        TelemetryJson.Default.KeyLine);
}
