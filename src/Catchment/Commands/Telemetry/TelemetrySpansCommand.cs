using System.CommandLine;
using System.Text.Json;
using Catchment.Commands.Events;

namespace Catchment.Commands.Telemetry;

/// <summary><c>catchment telemetry spans</c>: observations.</summary>
internal static class TelemetrySpansCommand
{
    internal static Command Create()
    {
        var from = TelemetryTimes.Option("--from", "Only observations that did not end before this time, UTC.");
        var to = TelemetryTimes.Option("--to", "Only observations that did not begin after this time.");
        var limit = new Option<long?>("--limit", "-n") { HelpName = "COUNT", Description = "So many at most. Default: all." };
        var json = new Option<bool>("--json") { Description = "Print JSON: an object a line." };
        limit.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<long?>() < 1)
                result.AddError("--limit takes a whole number, 1 or more");
        });
        var command = new Command("spans", "List observations, newest first: begin and end (UTC), observer, name.") { from, to, limit, json };
        var question = new TelemetryQuestion(command);
        command.SetAction(parsed => question.Run(parsed, (queries, stop) =>
        {
            foreach (var span in queries.Observations(parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(limit), stop))
            {
                var (start, end) = (TelemetryTimes.Text(span.Start), span.End is { } e ? TelemetryTimes.Text(e) : null);
                Console.Out.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(new SpanLine(start, end, span.Email, span.Name), TelemetryJson.Default.SpanLine)
                    : PagePrinter.Printable($"{start}  {end ?? "goes on",-27}  {span.Email,-28}  {span.Name}".TrimEnd()));
            }

            return ExitCode.Done;
        }));
        return command;
    }
}
