using System.Buffers;
using System.Text;
using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.State;

/// <summary>Definitions and values of points as JSON: floats keep their point, so that each comes back as the kind that it was.</summary>
internal static class PointDefinitionJson
{
    private static readonly JsonWriterOptions Compact = new() { SkipValidation = true };

    internal static string Write(PointDefinition definition)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Compact);
        writer.WriteStartObject();
        writer.WriteString("id", definition.Id.ToString("N"));
        writer.WriteString("data_type", definition.DataType);
        writer.WritePropertyName("default");
        definition.Default.WriteTo(writer);
        writer.WriteString("units", definition.Units);
        if (definition.Address is { } address)
            writer.WriteNumber("address", address);
        if (definition.IsAddressTaken)
            writer.WriteBoolean("address_taken", true);
        if (definition.IsAutomatic)
            writer.WriteBoolean("automatic", true);
        if (definition.Limits is { } limits)
        {
            writer.WriteStartObject("limits");
            if (limits.Low is { } low)
                writer.WriteNumber("low", low);
            if (limits.High is { } high)
                writer.WriteNumber("high", high);
            writer.WriteBoolean("clamp", limits.IsClamped);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a definition.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal static PointDefinition Read(string key, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = TagValue.MaxDepth + 1 });
            var root = document.RootElement;
            return new PointDefinition
            {
                Key = key,
                Id = Guid.ParseExact(root.GetProperty("id").GetString()!, "N"),
                DataType = root.GetProperty("data_type").GetString()!,
                Default = TagValue.Of(root.GetProperty("default")),
                Units = root.GetProperty("units").GetString()!,
                Address = root.TryGetProperty("address", out var address) ? address.GetInt64() : null,
                IsAddressTaken = root.TryGetProperty("address_taken", out _),
                IsAutomatic = root.TryGetProperty("automatic", out _),
                Limits = root.TryGetProperty("limits", out var limits) ? new TagLimits(Number(limits, "low"), Number(limits, "high"), limits.GetProperty("clamp").GetBoolean()) : null,
            };
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new JsonException("a member of the definition is missing or of another type", e);
        }
    }

    internal static string Write(in TagValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Compact);
        value.WriteTo(writer);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal static TagValue ReadValue(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = TagValue.MaxDepth });
        _ = reader.Read();
        return TagValue.Read(ref reader);
    }

    private static double? Number(JsonElement limits, string name) => limits.TryGetProperty(name, out var number) ? number.GetDouble() : null;
}
