using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Catchment.Tags.Tests.Cases;

/// <summary>Fills in what a run of the cases decides: <c>${P}</c>, saved variables, addresses, registers and repeated items.</summary>
internal sealed partial class CaseTemplate
{
    private static readonly Dictionary<string, int> Bases = new(StringComparer.Ordinal) { ["$addr"] = 70_000, ["$reg"] = 2000, ["$ioa"] = 5000 };

    /// <summary>The variables.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal) { ["P"] = $"v{Guid.NewGuid().ToString("N")[..6]}_" };

    public string Fill(string text) => Variable().Replace(text, match => Variables.GetValueOrDefault(match.Groups[1].Value, match.Value));

    public JsonNode? Fill(JsonNode? node) => node switch
    {
        JsonObject one when one.Count == 1 && one.First() is var (name, value) && Bases.TryGetValue(name, out var first) => first + (int)value!,
        JsonObject one when one["$repeat"] is JsonObject repeat => Repeat(repeat),
        JsonObject one => new JsonObject(one.Select(member => KeyValuePair.Create(Fill(member.Key), Fill(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Fill)]),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => Fill((string)value!),
        _ => node?.DeepClone(),
    };

    private JsonArray Repeat(JsonObject repeat)
    {
        var items = new JsonArray();
        for (var i = 0; i < (int)repeat["n"]!; i++)
        {
            Variables["i"] = i.ToString();
            items.Add(Fill(repeat["item"]));
        }

        Variables.Remove("i");
        return items;
    }

    [GeneratedRegex(@"\$\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Variable();
}
