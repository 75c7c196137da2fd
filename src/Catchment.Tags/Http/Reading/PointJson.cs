using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Http.Reading;

/// <summary>Points as the API tells them.</summary>
internal static class PointJson
{
    /// <summary>A point of <c>/detailed</c>.</summary>
    internal static void WriteDetail(Utf8JsonWriter writer, DataPoint point)
    {
        var (definition, state) = (point.Definition, point.Read());
        writer.WriteStartObject();
        writer.WriteString("key", definition.Key);
        WriteValue(writer, "value", state.Value);
        WriteValue(writer, "default", definition.Default);
        WriteAddress(writer, definition);
        writer.WriteString("data_type", definition.DataType);
        writer.WriteString("units", definition.Units);
        WriteNumber(writer, "timestamp", state.Timestamp);
        writer.WriteString("quality", state.Quality.Name());
        WriteNumber(writer, "last_change", state.LastChange);
        writer.WriteEndObject();
    }

    /// <summary>A point of <c>/datapoints</c>.</summary>
    internal static void WriteSummary(Utf8JsonWriter writer, DataPoint point)
    {
        var (definition, state) = (point.Definition, point.Read());
        writer.WriteStartObject();
        writer.WriteString("key", definition.Key);
        WriteAddress(writer, definition);
        writer.WriteString("data_type", definition.DataType);
        writer.WriteString("units", definition.Units);
        WriteValue(writer, "current_value", state.Value);
        writer.WriteString("quality", state.Quality.Name());
        writer.WriteEndObject();
    }

    /// <summary>A change, as the IPC tells it too.</summary>
    internal static void WriteChange(Utf8JsonWriter writer, DataPoint point)
    {
        var state = point.Read();
        writer.WriteStartObject();
        writer.WriteString("key", point.Key);
        WriteValue(writer, "value", state.Value);
        writer.WriteString("quality", state.Quality.Name());
        WriteNumber(writer, "timestamp", state.Timestamp);
        writer.WriteEndObject();
    }

    /// <summary>A member that is any value.</summary>
    internal static void WriteValue(Utf8JsonWriter writer, string name, in TagValue value)
    {
        writer.WritePropertyName(name);
        value.WriteTo(writer);
    }

    /// <summary>A member that is a number with a point, as the original spells times.</summary>
    internal static void WriteNumber(Utf8JsonWriter writer, string name, double value) => WriteValue(writer, name, TagValue.Of(value));

    private static void WriteAddress(Utf8JsonWriter writer, PointDefinition definition)
    {
        if (definition.Address is { } address)
            writer.WriteNumber("address", address);
        else
            writer.WriteNull("address");
    }
}
