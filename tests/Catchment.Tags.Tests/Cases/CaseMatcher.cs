using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Catchment.Tags.Tests.Cases;

/// <summary>Compares answers with the matchers of the vectors.</summary>
internal static class CaseMatcher
{
    private const double NearNow = 300; // seconds

    /// <summary>What does not fit, and where; null: all does.</summary>
    public static string? Mismatch(JsonNode? expected, JsonNode? actual, string at = "$") => expected switch
    {
        JsonObject matcher when matcher.Count == 1 && matcher.First() is { Key: ['$', ..] } => Special(matcher.First().Key, matcher.First().Value, actual, at),
        JsonObject wanted => Members(wanted, actual, at, isWhole: true),
        JsonArray list => Items(list, actual, at),
        JsonValue value when Kind(value) == JsonValueKind.String && ((string)value!).StartsWith('$') => Word((string)value!, actual, at),
        _ => IsSame(expected, actual) ? null : Wrong(expected, actual, at),
    };

    private static string? Special(string name, JsonNode? argument, JsonNode? actual, string at) => name switch
    {
        "$subset" => Members(argument!.AsObject(), actual, at, isWhole: false),
        "$absent" => actual is JsonObject one && one.ContainsKey((string)argument!) ? $"{at}: has {argument}" : null,
        "$contains" => actual is not JsonArray list ? Wrong(argument, actual, at)
            : argument!.AsArray().FirstOrDefault(wanted => !list.Any(item => Mismatch(wanted, item) is null)) is { } missing ? $"{at}: no item is {missing.ToJsonString()} in {Short(actual)}" : null,
        "$len" => actual is JsonArray counted && counted.Count == (int)argument! ? null : Wrong(argument, actual, at),
        "$all" => argument!.AsArray().Select(wanted => Mismatch(wanted, actual, at)).FirstOrDefault(static found => found is not null),
        "$oneof" => argument!.AsArray().Any(wanted => Mismatch(wanted, actual, at) is null) ? null : Wrong(argument, actual, at),
        _ => throw new ArgumentException($"{name} is no matcher", nameof(name)),
    };

    private static string? Word(string word, JsonNode? actual, string at)
    {
        var text = Kind(actual) == JsonValueKind.String ? (string)actual! : null;
        double? number = Kind(actual) == JsonValueKind.Number ? Number(actual!) : null;
        var fits = word switch
        {
            "$any" => true,
            "$null" => actual is null,
            "$num" => number is not null,
            "$int" => number is { } whole && whole == Math.Floor(whole),
            "$str" => text is not null,
            "$bool" => Kind(actual) is JsonValueKind.True or JsonValueKind.False,
            "$hex32" => text is { Length: 32 } && text.All(char.IsAsciiHexDigitLower),
            "$time" => number is { } time && Math.Abs(time - (TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1e3)) < NearNow,
            _ when word.StartsWith("$re:", StringComparison.Ordinal) => text is not null && Regex.IsMatch(text, word[4..], RegexOptions.None, Patience.Limit),
            _ when word.StartsWith("$range:", StringComparison.Ordinal) => word[7..].Split("..") is [var low, var high] && number >= double.Parse(low) && number <= double.Parse(high),
            _ => text == word,
        };
        return fits ? null : Wrong(word, actual, at);
    }

    private static string? Members(JsonObject wanted, JsonNode? actual, string at, bool isWhole)
    {
        if (actual is not JsonObject one)
            return Wrong(wanted, actual, at);
        if (isWhole && one.FirstOrDefault(member => !wanted.ContainsKey(member.Key)).Key is { } extra)
            return $"{at}: has {extra} beside {wanted.ToJsonString()}";
        return wanted.Select(member => one.ContainsKey(member.Key) ? Mismatch(member.Value, one[member.Key], $"{at}.{member.Key}") : $"{at}: has no {member.Key}: {Short(actual)}")
            .FirstOrDefault(static found => found is not null);
    }

    private static string? Items(JsonArray wanted, JsonNode? actual, string at)
    {
        if (actual is not JsonArray list || list.Count != wanted.Count)
            return Wrong(wanted, actual, at);
        return wanted.Select((item, i) => Mismatch(item, list[i], $"{at}[{i}]")).FirstOrDefault(static found => found is not null);
    }

    private static bool IsSame(JsonNode? expected, JsonNode? actual) => Kind(expected) == JsonValueKind.Number && Kind(actual) == JsonValueKind.Number
        ? Number(expected!) == Number(actual!)
        : JsonNode.DeepEquals(expected, actual);

    private static double Number(JsonNode node) => double.Parse(node.ToJsonString());

    private static JsonValueKind Kind(JsonNode? node) => node?.GetValueKind() ?? JsonValueKind.Null;

    private static string Wrong(JsonNode? expected, JsonNode? actual, string at) => $"{at}: {Short(actual)} instead of {expected?.ToJsonString() ?? "null"}";

    private static string Short(JsonNode? node) => (node?.ToJsonString() ?? "null") is var text && text.Length > 500 ? $"{text[..500]}…" : text;
}
