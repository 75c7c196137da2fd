using System.Globalization;
using System.Text;
using System.Text.Json;
using Catchment.Commands.Events;
using Catchment.Tags.Ipc;
using Catchment.Tags.Store;
using Catchment.Tags.Sync;

namespace Catchment.Commands.Tags;

/// <summary>Prints tags, as lines for a person or as JSON.</summary>
internal static class TagLines
{
    private const int LongestValue = 200;

    /// <summary>Reads a value from the command line.</summary>
    internal static TagValue Parse(string word, bool isText)
    {
        if (isText)
            return TagValue.Of(word);
        try
        {
            using var document = JsonDocument.Parse(word);
            return TagValue.Of(document.RootElement);
        }
        catch (JsonException)
        {
            return TagValue.Of(word);
        }
    }

    /// <summary>Prints a point.</summary>
    internal static void Print(string key, IpcReading reading, bool asJson)
    {
        if (asJson)
        {
            Json(writer =>
            {
                writer.WriteString("key", key);
                Members(writer, reading.Value, reading.Quality, reading.Timestamp);
                writer.WriteString("data_type", reading.DataType);
            });
            return;
        }

        Line(key, reading.Value, reading.Quality, reading.Timestamp);
    }

    /// <summary>Prints a change.</summary>
    internal static void Print(IpcChange change, bool asJson)
    {
        if (asJson)
        {
            Json(writer =>
            {
                writer.WriteString("key", change.Key);
                Members(writer, change.Value, change.Quality, change.Timestamp);
            });
            return;
        }

        Line(change.Key, change.Value, change.Quality, change.Timestamp);
    }

    /// <summary>Prints an answer.</summary>
    internal static void Print(IpcReply reply) => Json(writer =>
    {
        writer.WriteBoolean("ok", reply.Ok);
        if (reply.Error is { } error)
            writer.WriteString("error", error);
        if (reply.Registered)
            writer.WriteBoolean("registered", true);
    });

    /// <summary>Prints a polled tag.</summary>
    internal static void Print(PolledLine line, bool asJson)
    {
        if (!asJson)
        {
            var what = line.Why is { } why
                ? $"not written: {why}{(why == "status" ? $" {PagePrinter.Printable(line.Status)}" : "")}"
                : $"{PagePrinter.Printable(line.Key)}{(line.IsKeyCertain ? "" : " (or the form that the gateway has)")} = {Text(line.Written)}";
            Console.Out.WriteLine($"{PagePrinter.Printable(line.Device)}  {PagePrinter.Printable(line.Name)}  {Text(line.Value)}  ->  {what}");
            return;
        }

        Json(writer =>
        {
            writer.WriteString("device", line.Device);
            writer.WriteString("id", line.Id);
            writer.WriteString("name", line.Name);
            writer.WriteString("status", line.Status);
            writer.WritePropertyName("value");
            line.Value.WriteTo(writer);
            writer.WriteString("key", line.Key);
            writer.WriteBoolean("key_certain", line.IsKeyCertain);
            writer.WriteBoolean("written", line.Why is null);
            writer.WritePropertyName("written_value");
            line.Written.WriteTo(writer);
            writer.WriteString("why_not", line.Why);
        });
    }

    private static void Members(Utf8JsonWriter writer, TagValue value, TagQuality quality, double timestamp)
    {
        writer.WritePropertyName("value");
        value.WriteTo(writer);
        writer.WriteString("quality", quality.Name());
        writer.WriteNumber("timestamp", timestamp);
    }

    private static void Line(string key, TagValue value, TagQuality quality, double timestamp) => Console.Out.WriteLine(
        $"{PagePrinter.Printable(key)}  {Text(value)}  {quality.Name()}  {DateTimeOffset.UnixEpoch.AddSeconds(timestamp).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)}");

    private static string Text(TagValue value)
    {
        var text = PagePrinter.Printable(value.IsNull ? "null" : value.ToString());
        return text.Length > LongestValue ? text[..LongestValue] + "…" : text;
    }

    internal static void Json(Action<Utf8JsonWriter> members)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        Console.Out.WriteLine(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }
}
