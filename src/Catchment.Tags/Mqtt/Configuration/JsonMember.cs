using System.Globalization;
using System.Text.Json;
using Catchment.Tags.Http;

namespace Catchment.Tags.Mqtt.Configuration;

/// <summary>Reads the members of an entry, and says of each wrong one which it is and what it has to be.</summary>
/// <param name="entry">The object.</param>
/// <param name="where">What to call it: <c>broker 'b1'</c>.</param>
internal readonly struct JsonMember(JsonElement entry, string where)
{
    /// <summary>A text that has to be there; numbers count as their digits, for web forms send ids so.</summary>
    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw Wrong(name, "is required");

    /// <summary>A text; null: there is none.</summary>
    public string? Text(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.String => GetText(name, value),
            JsonValueKind.Number => value.GetRawText(),
            _ => throw Wrong(name, "must be a text"),
        };
    }

    /// <summary>Whether; a member that is no boolean is as true as it is in Python.</summary>
    public bool Flag(string name, bool otherwise)
    {
        if (!TryGet(name, out var value))
            return otherwise;
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => value.GetDouble() is not 0,
            _ => throw Wrong(name, "must be true or false"),
        };
    }

    /// <summary>A whole number; digits in a text count.</summary>
    public int Number(string name, int? otherwise, int least, int most)
    {
        if (!TryGet(name, out var value))
            return otherwise ?? throw Wrong(name, "is required");
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => GetText(name, value).Trim(),
            _ => "",
        };
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most && Math.Floor(number) == number
            ? (int)number
            : throw Wrong(name, $"must be a whole number from {least} to {most}");
    }

    /// <summary>An object; null: there is none.</summary>
    public JsonElement? Object(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Object ? value : throw Wrong(name, "must be an object");
    }

    /// <summary>A list's items; none where there is no list.</summary>
    public IEnumerable<JsonElement> List(string name, int most)
    {
        if (!TryGet(name, out var value))
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            throw Wrong(name, "must be a list");
        return value.GetArrayLength() <= most ? value.EnumerateArray() : throw Wrong(name, $"may have {most} entries");
    }

    public MqttConfigurationException Wrong(string name, string what) => ConfigurationError.Of($"{where}: '{name}' {what}");

    private bool TryGet(string name, out JsonElement value) => entry.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private string GetText(string name, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(name, "holds half of a surrogate pair");
        }
    }
}
