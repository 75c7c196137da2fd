using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Catchment.Commands.Events;
using Catchment.Commands.Files;
using Catchment.Core.Databases;
using Catchment.Telemetry.Query;

namespace Catchment.Commands.Telemetry;

/// <summary><c>catchment telemetry stats</c>: how much there is.</summary>
internal static class TelemetryStatsCommand
{
    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON: one object." };
        var command = new Command("stats", "Show how many entries and files there are, of when, and what is to be read.") { json };
        var question = new TelemetryQuestion(command);
        command.SetAction(parsed => question.Run(parsed, (queries, stop) =>
        {
            var statistics = queries.Statistics(stop);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(JsonSerializer.Serialize(Line(statistics), TelemetryJson.Default.TelemetryStatsLine));
            else
                Show(statistics);
            return ExitCode.Done;
        }));
        return command;
    }

    private static void Show(TelemetryStatistics s)
    {
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"entries   {(s.IsEstimate ? "about " : "")}{s.Entries:N0}"));
        if (s is { First: { } first, Last: { } last })
            Console.Out.WriteLine($"from      {TelemetryTimes.Text(first)}{Environment.NewLine}to        {TelemetryTimes.Text(last)}");
        Console.Out.WriteLine($"database  {(s.Kind == DatabaseKind.Sqlite ? "SQLite" : "PostgreSQL")}, {FileLines.Bytes(s.Bytes)}");
        foreach (var host in s.Hosts)
            Console.Out.WriteLine(PagePrinter.Printable(string.Create(CultureInfo.InvariantCulture, $"{host.Host}: {host.Files:N0} files, {FileLines.Bytes(host.Bytes)}; {host.Ingested:N0} have been read, {host.Unread:N0} are to be read")));
    }

    private static TelemetryStatsLine Line(TelemetryStatistics s) => new(
        s.Kind == DatabaseKind.Sqlite ? "sqlite" : "postgresql", s.Entries, s.IsEstimate, s.Bytes, s.First is { } first ? TelemetryTimes.Text(first) : null, s.Last is { } last ? TelemetryTimes.Text(last) : null, s.Hosts);
}
