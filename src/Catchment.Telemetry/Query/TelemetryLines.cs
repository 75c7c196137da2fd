using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Catchment.Telemetry.Query;

/// <summary>Lines of values on their way to whoever asked, each as it comes.</summary>
/// <param name="Columns">The columns of values.</param>
/// <param name="HasEventCode">Whether the lines are entries, which have an event code.</param>
/// <param name="Rows">The lines.</param>
public sealed record TelemetryLines(IReadOnlyList<TelemetryColumn> Columns, bool HasEventCode, IEnumerable<TelemetryRow> Rows)
{
    private const int TimeWidth = 27;
    private const int CodeWidth = 20;
    private const int LeastWidth = 14;

    private static readonly JsonWriterOptions JsonForm = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Entries.</summary>
    /// <param name="queries">Who is asked.</param>
    /// <param name="span">Which entries.</param>
    /// <param name="stop">Ends it.</param>
    public static TelemetryLines OfEntries(TelemetryQueries queries, TelemetrySpan span, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(span);
        return new TelemetryLines([.. span.Keys.Select(static k => new TelemetryColumn(k.ToString(), null))], HasEventCode: true, queries.Rows(span, stop));
    }

    /// <summary>Buckets.</summary>
    /// <param name="queries">Who is asked.</param>
    /// <param name="span">Of which entries.</param>
    /// <param name="width">A bucket's width, whole microseconds.</param>
    /// <param name="aggregates">What is told of them, of <see cref="TelemetryAggregates.Names"/>.</param>
    /// <param name="stop">Ends it.</param>
    public static TelemetryLines OfBuckets(TelemetryQueries queries, TelemetrySpan span, TimeSpan width, IReadOnlyList<string> aggregates, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(span);
        ArgumentNullException.ThrowIfNull(aggregates);
        return new TelemetryLines(
            [.. from key in span.Keys from aggregate in aggregates select new TelemetryColumn(key.ToString(), aggregate)],
            HasEventCode: false,
            queries.Buckets(span, width, TelemetryAggregates.NeedEnds(aggregates), stop)
                .Select(bucket => new TelemetryRow(bucket.Start, null, [.. from values in bucket.Values from aggregate in aggregates select TelemetryAggregates.Of(values, aggregate)])));
    }

    /// <summary>Writes them.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="format">One of <see cref="TelemetryFormats"/>.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="TimeoutException">It took longer than it may.</exception>
    /// <exception cref="System.Data.Common.DbException">The database is away, or refused.</exception>
    public long Write(TextWriter output, string format)
    {
        ArgumentNullException.ThrowIfNull(output);
        return format switch
        {
            TelemetryFormats.Csv => Csv(output),
            TelemetryFormats.Json => Json(output, before: "[\n", between: ",\n", after: "\n]\n"),
            TelemetryFormats.Ndjson => Json(output, before: "", between: "\n", after: "\n"),
            _ => Table(output),
        };
    }

    private long Table(TextWriter output)
    {
        var widths = Columns.Select(static c => Math.Max(LeastWidth, c.Title.Length)).ToArray();
        var count = 0L;
        Line("ts", "ec", Columns.Select(static c => c.Title));
        foreach (var row in Rows)
        {
            Line(TelemetryTime.Text(row.Time), row.EventCode ?? "", row.Values.Select(static v => v?.Text ?? ""));
            count++;
        }

        return count;

        void Line(string time, string code, IEnumerable<string> values)
        {
            var line = $"{time,-TimeWidth}{(HasEventCode ? $"  {code,-CodeWidth}" : "")}{string.Concat(values.Select((v, i) => "  " + v.PadLeft(widths[i])))}";
            output.Write(Printable(line.TrimEnd()));
            output.Write('\n');
        }
    }

    private long Csv(TextWriter output)
    {
        var count = 0L;
        Line("ts", "ec", Columns.Select(static c => c.Title));
        foreach (var row in Rows)
        {
            Line(TelemetryTime.Text(row.Time), row.EventCode ?? "", row.Values.Select(static v => v?.Text ?? ""));
            count++;
        }

        return count;

        void Line(string time, string code, IEnumerable<string> values) => output.Write(string.Join(',', (HasEventCode ? new[] { time, code } : [time]).Concat(values).Select(Cell)) + "\n");

        static string Cell(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private long Json(TextWriter output, string before, string between, string after)
    {
        var count = 0L;
        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(bytes, JsonForm);
        output.Write(before);
        foreach (var row in Rows)
        {
            output.Write(count++ > 0 ? between : "");
            Write(writer, row);
            writer.Flush();
            output.Write(Encoding.UTF8.GetString(bytes.WrittenSpan));
            bytes.ResetWrittenCount();
            writer.Reset();
        }

        output.Write(count > 0 || before.Length > 0 ? after : "");
        return count;
    }

    // A sender's text does not steer a terminal.
    private static string Printable(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? '\uFFFD' : c));

    private void Write(Utf8JsonWriter writer, TelemetryRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("ts", TelemetryTime.Text(row.Time));
        if (HasEventCode)
            writer.WriteString("ec", row.EventCode);
        writer.WriteStartObject("values");
        for (var i = 0; i < Columns.Count; i++)
        {
            var (key, aggregate) = Columns[i];
            if (aggregate is null)
            {
                writer.WritePropertyName(key);
            }
            else
            {
                if (i == 0 || Columns[i - 1].Key != key)
                    writer.WriteStartObject(key);
                writer.WritePropertyName(aggregate);
            }

            if (row.Values[i] is { } value)
                writer.WriteRawValue(value.Json, skipInputValidation: true);
            else
                writer.WriteNullValue();
            if (aggregate is not null && (i + 1 == Columns.Count || Columns[i + 1].Key != key))
                writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
