using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Catchment.Commands.Events;
using Catchment.Telemetry.Query;

namespace Catchment.Commands.Telemetry;

/// <summary>Lines of values on their way to standard output, each as it comes.</summary>
/// <param name="Columns">The columns of values.</param>
/// <param name="HasEventCode">Whether the lines are entries, which have an event code.</param>
/// <param name="Rows">The lines.</param>
internal sealed record QueryLines(IReadOnlyList<QueryColumn> Columns, bool HasEventCode, IEnumerable<TelemetryRow> Rows)
{
    private const int TimeWidth = 27;
    private const int CodeWidth = 20;
    private const int LeastWidth = 14;
    private const int BufferBytes = 64 << 10;

    private static readonly JsonWriterOptions JsonForm = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Prints them.</summary>
    /// <param name="format">One of <see cref="QueryFormats"/>.</param>
    /// <returns>How many there were.</returns>
    internal long Print(string format)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferBytes) { NewLine = "\n" };
        return format switch
        {
            QueryFormats.Csv => Csv(output),
            QueryFormats.Json => Json(output, before: "[\n", between: ",\n", after: "\n]\n"),
            QueryFormats.Ndjson => Json(output, before: "", between: "\n", after: "\n"),
            _ => Table(output),
        };
    }

    private long Table(StreamWriter output)
    {
        var widths = Columns.Select(static c => Math.Max(LeastWidth, c.Title.Length)).ToArray();
        var count = 0L;
        Line("ts", "ec", Columns.Select(static c => c.Title));
        foreach (var row in Rows)
        {
            Line(TelemetryTimes.Text(row.Time), row.EventCode ?? "", row.Values.Select(static v => v?.Text ?? ""));
            count++;
        }

        return count;

        void Line(string time, string code, IEnumerable<string> values)
        {
            var line = $"{time,-TimeWidth}{(HasEventCode ? $"  {code,-CodeWidth}" : "")}{string.Concat(values.Select((v, i) => "  " + v.PadLeft(widths[i])))}";
            output.WriteLine(PagePrinter.Printable(line.TrimEnd()));
        }
    }

    private long Csv(StreamWriter output)
    {
        var count = 0L;
        Line("ts", "ec", Columns.Select(static c => c.Title));
        foreach (var row in Rows)
        {
            Line(TelemetryTimes.Text(row.Time), row.EventCode ?? "", row.Values.Select(static v => v?.Text ?? ""));
            count++;
        }

        return count;

        void Line(string time, string code, IEnumerable<string> values) => output.WriteLine(string.Join(',', (HasEventCode ? new[] { time, code } : [time]).Concat(values).Select(Cell)));

        static string Cell(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private long Json(StreamWriter output, string before, string between, string after)
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

    private void Write(Utf8JsonWriter writer, TelemetryRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("ts", TelemetryTimes.Text(row.Time));
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
