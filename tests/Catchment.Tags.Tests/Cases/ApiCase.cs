using System.Text.Json.Nodes;

namespace Catchment.Tags.Tests.Cases;

/// <summary>One case of the vectors: requests, one after another, with what has to be answered.</summary>
internal sealed record ApiCase(string Name, string Profile, string? Policy, bool IsDestructive, IReadOnlyList<JsonObject> Steps, IReadOnlyList<JsonObject> Finally)
{
    /// <summary>It is for the replacement too; the others are what the original does and the replacement does not.</summary>
    public bool IsRequired => Profile != "compat";

    /// <summary>The cases of a file of the vectors, by name; those that only the original meets are left out.</summary>
    public static IReadOnlyDictionary<string, ApiCase> Load(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", file)))!.AsArray()
        .Select(static node => Of(node!.AsObject())).Where(static one => one.IsRequired).ToDictionary(static one => one.Name, StringComparer.Ordinal);

    public override string ToString() => Name;

    private static ApiCase Of(JsonObject node) => new(
        (string)node["name"]!, (string)node["profile"]!, (string?)node["policy"], (bool?)node["destructive"] ?? false, StepsOf(node["steps"]), StepsOf(node["finally"]));

    private static IReadOnlyList<JsonObject> StepsOf(JsonNode? steps) => steps is null ? [] : [.. steps.AsArray().Select(static step => step!.AsObject())];
}
