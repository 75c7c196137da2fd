using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// One JSON object an event: <c>time</c> (ISO 8601 with offset), <c>level</c>, <c>service</c>, <c>message</c>,
/// <c>exception</c> if there is one, and the message's values under <c>values</c>.
/// </summary>
internal sealed class JsonLineFormatter : ITextFormatter
{
    /// <summary>The only instance; it keeps no state.</summary>
    public static JsonLineFormatter Instance { get; } = new();

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", logEvent.Timestamp);
            json.WriteString("level", LogLevels.Name(logEvent.Level));
            json.WriteString("service", LogMessage.Source(logEvent));
            json.WriteString("message", LogMessage.Render(logEvent));
            if (logEvent.Exception is { } exception)
            {
                json.WriteString("exception", exception.ToString());
            }

            WriteValues(json, logEvent);
            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Write('\n');
    }

    private static void WriteValues(Utf8JsonWriter json, LogEvent logEvent)
    {
        json.WriteStartObject("values");
        foreach ((string name, LogEventPropertyValue value) in logEvent.Properties)
        {
            // The category is told as the service; the event's id only serves filters inside the program.
            if (name is "SourceContext" or "EventId")
            {
                continue;
            }

            json.WritePropertyName(name);
            WriteValue(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, LogEventPropertyValue value)
    {
        switch ((value as ScalarValue)?.Value)
        {
            case null:
                WriteStructured(json, value);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case long or int or short or sbyte or byte or ushort or uint:
                json.WriteNumberValue(Convert.ToInt64(((ScalarValue)value).Value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case { } other:
                json.WriteStringValue(Convert.ToString(other, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteStructured(Utf8JsonWriter json, LogEventPropertyValue value)
    {
        if (value is SequenceValue sequence)
        {
            json.WriteStartArray();
            foreach (LogEventPropertyValue element in sequence.Elements)
            {
                WriteValue(json, element);
            }

            json.WriteEndArray();
        }
        else if (value is ScalarValue)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStringValue(value.ToString());
        }
    }
}
