using System.Text.Json;
using Catchment.Telemetry.Query;

namespace Catchment.WebConsole.Api.Telemetry;

/// <summary>A key of a device, with a value of it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Kind">What its value is: number, boolean, text, array or map.</param>
/// <param name="Value">The value; left out when it is longer than 4,096 characters, or nested deeper than 32 levels.</param>
/// <param name="Ts">The value's time, UTC.</param>
/// <param name="Ec">Event code of the entry that has it.</param>
/// <param name="AgeSeconds">How long ago that was; negative when the device's clock is ahead.</param>
/// <param name="Items">Of an array: how many items it has.</param>
/// <param name="Entries">How many of the entries looked at have this key.</param>
public sealed record KeyItem(string Key, string Kind, JsonElement? Value, string Ts, string? Ec, double AgeSeconds, int? Items, int? Entries)
{
    private const int LongestValue = 4096;

    // Entries may be nested as deep as 256, which neither our writer nor many a client's reader goes along with.
    private static readonly JsonDocumentOptions DeepestValue = new() { MaxDepth = 32 };

    internal static KeyItem Of(KeySummary k) => Of(k.Key, k.Newest, k.Time, k.EventCode, k.Age, k.Items, k.Entries);

    internal static KeyItem Of(TelemetryKey key, TelemetryValue value, DateTime time, string? code, TimeSpan age, int? items, int? entries) => new(
        key.ToString(),
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.Kind.ToString()),
        ValueOf(value),
        TelemetryTime.Text(time),
        code,
        age.TotalSeconds,
        items,
        entries);

    private static JsonElement? ValueOf(TelemetryValue value)
    {
        try
        {
            return value.Text.Length <= LongestValue ? JsonElement.Parse(value.Json, DeepestValue) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
