using System.CommandLine;
using System.Text.Json;
using Catchment.Commands.Events;
using Catchment.Telemetry.Query;

namespace Catchment.Commands.Telemetry;

/// <summary><c>catchment telemetry devices</c>: the devices that have entries.</summary>
internal static class TelemetryDevicesCommand
{
    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON: an object a line." };
        var command = new Command("devices", "List the devices: name, first and last entry (UTC), how long ago that was.") { json };
        var question = new TelemetryQuestion(command);
        command.SetAction(parsed => question.Run(parsed, (queries, stop) =>
        {
            foreach (var device in queries.Devices(stop))
                Console.Out.WriteLine(parsed.GetValue(json) ? Json(device) : Text(device));
            return ExitCode.Done;
        }));
        return command;
    }

    private static string Text(DeviceSummary d) =>
        PagePrinter.Printable($"{d.Device,-24}  {TelemetryTimes.Text(d.First)}  {TelemetryTimes.Text(d.Last)}  {TelemetryTimes.Age(d.Age),9}  {d.LastEventCode}".TrimEnd());

    private static string Json(DeviceSummary d) =>
        JsonSerializer.Serialize(new DeviceLine(d.Device, TelemetryTimes.Text(d.First), TelemetryTimes.Text(d.Last), d.LastEventCode, d.Age.TotalSeconds), TelemetryJson.Default.DeviceLine);
}
