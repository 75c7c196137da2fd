using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Catchment.Telemetry.Query;

namespace Catchment.Commands.Telemetry;

/// <summary><c>catchment telemetry query DEVICE KEY…</c>: values, entry by entry or in buckets.</summary>
internal static class TelemetryQueryCommand
{
    private const int BufferBytes = 64 << 10;

    internal static Command Create()
    {
        var from = TelemetryTimes.Option("--from", "Not before this time, UTC, such as 2026-05-01 or 2026-05-01T18:30.");
        var to = TelemetryTimes.Option("--to", "Not after this time.");
        var last = TelemetryTimes.DurationOption("--last", "In place of --from: so long before --to, or before now, such as 1h.");
        var bucket = TelemetryTimes.DurationOption("--bucket", "One line for each stretch of this width, such as 1m, which the database computes.");
        var agg = new Option<string[]?>("--agg") { HelpName = "WHAT", Description = $"With --bucket: {string.Join(", ", TelemetryAggregates.Names)}, with commas between. Default: mean,min,max.", CustomParser = Chosen };
        var code = new Option<string?>("--ec") { HelpName = "NAME", Description = "Only entries of this event code, such as telem_stage." };
        var limit = new Option<long?>("--limit", "-n") { HelpName = "COUNT", Description = "So many lines at most. Default: all." };
        var format = new Option<string>("--format") { HelpName = "FORMAT", Description = "table, csv, json or ndjson.", DefaultValueFactory = static _ => TelemetryFormats.Table };
        format.AcceptOnlyFromAmong([.. TelemetryFormats.Names]);
        limit.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<long?>() < 1)
                result.AddError("--limit takes a whole number, 1 or more");
        });
        var command = new Command("query", "Print values of a device, oldest first. A key is a name in the message: preset, tempCtrl.temp, amps[3], \"a.b\".") { from, to, last, bucket, agg, code, limit, format };
        var question = new TelemetryQuestion(command, "DEVICE KEY [KEY...]", least: 2, most: 1 + TelemetrySpan.MostKeys);
        command.Validators.Add(result =>
        {
            if (result.GetResult(agg) is { Implicit: false } && result.GetResult(bucket) is null)
                result.AddError("--agg goes with --bucket");
            if (result.GetResult(last) is not null && result.GetResult(from) is not null)
                result.AddError("give --from or --last");
        });
        command.SetAction(parsed =>
        {
            var words = question.Words(parsed);
            var keys = new List<TelemetryKey>();
            foreach (var word in words.Skip(1))
            {
                try
                {
                    keys.Add(TelemetryKey.Parse(word));
                }
                catch (FormatException e)
                {
                    Console.Error.WriteLine($"error: {e.Message}");
                    return ExitCode.Usage;
                }
            }

            var end = parsed.GetValue(to);
            var start = parsed.GetValue(last) is { } span ? TelemetryTime.Before(end ?? TimeProvider.System.GetUtcNow().UtcDateTime, span) : parsed.GetValue(from);
            var wanted = new TelemetrySpan(words[0], keys) { From = start, To = end, EventCode = parsed.GetValue(code), Limit = parsed.GetValue(limit) };
            return question.Run(parsed, (queries, stop) =>
            {
                var lines = parsed.GetValue(bucket) is { } width ? TelemetryLines.OfBuckets(queries, wanted, width, parsed.GetValue(agg) is { Length: > 0 } chosen ? chosen : TelemetryAggregates.Usual, stop) : TelemetryLines.OfEntries(queries, wanted, stop);
                using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferBytes);
                return lines.Write(output, parsed.GetValue(format)!) > 0 ? ExitCode.Done : TelemetryQuestion.Nothing(queries, wanted.Device, stop);
            });
        });
        return command;
    }

    private static string[]? Chosen(ArgumentResult result)
    {
        var chosen = TelemetryAggregates.Parse(string.Join(',', result.Tokens.Select(static t => t.Value)), out var other);
        if (other is not null)
            result.AddError($"'{other}' is none of {string.Join(", ", TelemetryAggregates.Names)}");
        return [.. chosen];
    }
}
