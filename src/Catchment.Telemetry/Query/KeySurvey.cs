using System.Text.Json;

namespace Catchment.Telemetry.Query;

/// <summary>
/// Finds the keys of messages that come newest first: of objects their members, however deep; arrays and empty objects count as values. A name with
/// a quotation mark or a backslash cannot be asked for, and is not told.
/// </summary>
internal sealed class KeySurvey
{
    /// <summary>Keys at most: messages that name things by numbers of their own would make ever more.</summary>
    internal const int MostKeys = 10_000;

    private readonly Dictionary<TelemetryKey, int> _entries = [];
    private readonly List<(TelemetryKey Key, TelemetryValue Value, DateTime Time, string? Code, int? Items)> _newest = [];
    private readonly List<string> _way = [];

    /// <summary>Looks at a message.</summary>
    internal void Add(DateTime time, string? code, string message)
    {
        using var document = JsonDocument.Parse(message, MessageJson.Options);
        Look(document.RootElement, time, code);
    }

    /// <summary>The keys that were found.</summary>
    /// <param name="now">The time that ages count to, UTC.</param>
    internal IReadOnlyList<KeySummary> Result(DateTime now) => [.. _newest.Select(k => new KeySummary(k.Key, k.Value, k.Time, k.Code, now - k.Time, k.Items, _entries[k.Key]))];

    private void Look(JsonElement value, DateTime time, string? code)
    {
        if (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any())
        {
            foreach (var member in value.EnumerateObject())
            {
                _way.Add(member.Name);
                Look(member.Value, time, code);
                _way.RemoveAt(_way.Count - 1);
            }
        }
        else if (value.ValueKind != JsonValueKind.Null && TelemetryKey.OfNames(_way) is { } key)
        {
            Found(key, value, time, code);
        }
    }

    private void Found(TelemetryKey key, JsonElement value, DateTime time, string? code)
    {
        if (_entries.TryGetValue(key, out var entries))
        {
            _entries[key] = entries + 1;
        }
        else if (_newest.Count < MostKeys)
        {
            _entries.Add(key, 1);
            _newest.Add((key, TelemetryValue.Of(value), time, code, value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() : null));
        }
    }
}
