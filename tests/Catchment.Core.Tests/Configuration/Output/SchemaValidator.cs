using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration.Output;

/// <summary>Validates against the part of JSON Schema 2020-12 that the writer uses; any other keyword is an error.</summary>
internal static class SchemaValidator
{
    private static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "$schema", "title", "description", "default", "examples",
    };

    /// <summary>Whether a value fits a schema.</summary>
    public static bool Accepts(JsonObject schema, JsonNode? value) => schema.All(keyword => Fits(keyword.Key, keyword.Value!, schema, value));

    /// <summary>A configuration as an editor's validator sees it, which knows no dates and no bytes.</summary>
    public static JsonNode? ToJson(ConfigurationNode node) => node switch
    {
        ConfigurationMapping mapping => new JsonObject(mapping.Entries.Select(static entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        ConfigurationSequence sequence => new JsonArray([.. sequence.Items.Select(ToJson)]),
        ConfigurationScalar { Kind: ScalarKind.Null } => null,
        ConfigurationScalar { Value: bool truth } => truth,
        ConfigurationScalar { Value: long number } => number,
        ConfigurationScalar { Value: BigInteger number } => JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture)),
        ConfigurationScalar { Value: double number } => number,
        ConfigurationScalar scalar => scalar.Text,
        _ => throw new ArgumentException("Not a node of a configuration.", nameof(node)),
    };

    private static bool Fits(string keyword, JsonNode argument, JsonObject schema, JsonNode? value) => keyword switch
    {
        "type" => argument is JsonArray types ? types.Any(type => IsOf(type!.GetValue<string>(), value)) : IsOf(argument.GetValue<string>(), value),
        "enum" => argument.AsArray().Any(item => JsonNode.DeepEquals(item, value)),
        "minimum" => Number(value) is not { } number || number >= Number(argument),
        "maximum" => Number(value) is not { } number || number <= Number(argument),
        "minLength" => Text(value) is not { } text || text.Length >= argument.GetValue<int>(),
        "pattern" => Text(value) is not { } text || Regex.IsMatch(text, EndOfText(argument), RegexOptions.NonBacktracking),
        "anyOf" => argument.AsArray().Any(option => Accepts(option!.AsObject(), value)),
        "items" => value is not JsonArray items || items.All(item => Accepts(argument.AsObject(), item)),
        "required" => value is not JsonObject mapping || argument.AsArray().All(key => mapping.ContainsKey(key!.GetValue<string>())),
        "properties" => value is not JsonObject mapping || mapping.All(item => argument[item.Key] is not JsonObject property || Accepts(property, item.Value)),
        "additionalProperties" => value is not JsonObject mapping || mapping.All(item =>
            schema["properties"]?.AsObject().ContainsKey(item.Key) == true || AcceptsAdditional(argument, item.Value)),
        _ => Annotations.Contains(keyword) ? true : throw new NotSupportedException($"The validator does not know '{keyword}'."),
    };

    private static bool AcceptsAdditional(JsonNode argument, JsonNode? value) =>
        argument is JsonObject schema ? Accepts(schema, value) : argument.GetValue<bool>();

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => Text(value) is not null,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => Number(value) is not null,
        "integer" => Number(value) is { } number && decimal.Truncate(number) == number,
        _ => throw new NotSupportedException($"The validator does not know the type '{type}'."),
    };

    // In a schema '$' is the end of the text; in .NET also the place before a last line break.
    private static string EndOfText(JsonNode pattern) => pattern.GetValue<string>().Replace("$", "\\z", StringComparison.Ordinal);

    private static string? Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static decimal? Number(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number
        ? decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture)
        : null;
}
