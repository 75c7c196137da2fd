using System.Globalization;
using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Mappings;

/// <summary>
/// Takes the members out of a mapping as a client sent it. A member that is null counts as missing; one of a wrong type or out of its range is refused; a word that is not
/// known is taken as it is, and remembered. Source: <c>tags</c> 5.
/// </summary>
/// <param name="body">The client's object.</param>
internal sealed class MappingBody(JsonElement body)
{
    /// <summary>The longest text of a member, in characters.</summary>
    internal const int LongestText = 4096;

    private readonly List<string> _unknown = [];

    /// <summary>Words that are not known, each with its member: <c>data_type 'int17'</c>.</summary>
    internal IReadOnlyList<string> UnknownWords => _unknown;

    /// <summary>The id.</summary>
    internal string Id() => Find("id") is { ValueKind: JsonValueKind.String } id && id.GetString() is { Length: > 0 } text
        ? Bounded("id", text)
        : throw new MappingRefusedException("id required");

    /// <summary>The key.</summary>
    internal string Key()
    {
        if (Find("key") is not { ValueKind: JsonValueKind.String } key || key.GetString() is not { Length: > 0 } text)
            throw new MappingRefusedException("key required");
        return TagStore.IsKey(text) ? text : throw new MappingRefusedException(WriteResult.InvalidKey.Error());
    }

    /// <summary>A whole number that has to be there: a number without a point, no text.</summary>
    internal int Needed(string name, int min, int max) => Find(name) is { ValueKind: JsonValueKind.Number } number && IsWhole(number)
        ? (int)InRange(name, number.TryGetInt64(out var whole) ? whole : long.MaxValue, min, max)
        : throw new MappingRefusedException($"{name} must be integer");

    /// <summary>A whole number; its digits may come as text.</summary>
    internal long Whole(string name, long otherwise, long min, long max) => WholeOrNull(name, min, max) ?? otherwise;

    /// <summary>A whole number; null: none.</summary>
    internal long? WholeOrNull(string name, long min, long max)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && IsWhole(value))
            return InRange(name, value.TryGetInt64(out var whole) ? whole : long.MaxValue, min, max);
        return value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed)
            ? InRange(name, parsed, min, max)
            : throw new MappingRefusedException($"{name} must be integer");
    }

    /// <summary>A finite number; it may come as text.</summary>
    internal double Number(string name, double otherwise, double min = double.MinValue)
    {
        if (Find(name) is not { } value)
            return otherwise;
        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out var number) ? number : double.NaN,
            JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => double.NaN,
        };
        if (!double.IsFinite(isNumber))
            throw new MappingRefusedException($"{name} must be a number");
        return isNumber >= min ? isNumber : throw new MappingRefusedException($"{name} must not be below {min}");
    }

    /// <summary>A text.</summary>
    internal string Text(string name, string otherwise) => TextOrNull(name) ?? otherwise;

    /// <summary>A text; null: none.</summary>
    internal string? TextOrNull(string name)
    {
        if (Find(name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.String ? Bounded(name, value.GetString()!) : throw new MappingRefusedException($"{name} must be a string");
    }

    /// <summary>A word of a set; another one is taken too.</summary>
    internal string Word(string name, string otherwise, ReadOnlySpan<string> known) => Known(name, Text(name, otherwise), known);

    /// <summary>Remembers a word that is not of a set.</summary>
    internal string Known(string name, string word, ReadOnlySpan<string> known)
    {
        if (!known.Contains(word))
            _unknown.Add($"{name} '{word}'");
        return word;
    }

    /// <summary>True or false.</summary>
    internal bool Truth(string name, bool otherwise) => Find(name) is not { } value
        ? otherwise
        : value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new MappingRefusedException($"{name} must be a boolean"),
        };

    private JsonElement? Find(string name) => body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static bool IsWhole(JsonElement number) => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(number).IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;

    private static long InRange(string name, long value, long min, long max) =>
        value >= min && value <= max ? value : throw new MappingRefusedException($"{name} must be {min} to {max}");

    private static string Bounded(string name, string text) => text.Length <= LongestText ? text : throw new MappingRefusedException($"{name} is longer than {LongestText} characters");
}
