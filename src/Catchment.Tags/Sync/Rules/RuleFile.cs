using System.Text.RegularExpressions;
using Catchment.Core.Configuration;
using Catchment.Tags.Sync.Keys;

namespace Catchment.Tags.Sync.Rules;

/// <summary>Reads files of rules: YAML, a list under <c>rules</c>. Source: <c>tags</c> 11 (FE3, FE7).</summary>
internal static class RuleFile
{
    private const int MostRules = 10_000;

    /// <summary>A regular expression that takes longer for a key fails: the tag is rejected.</summary>
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(50);

    private static readonly string[] Types = ["float", "int", "bool", "string"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="RuleFileException">It cannot be read, or says what no rule can.</exception>
    internal static IReadOnlyList<TagRule> Load(string path)
    {
        try
        {
            return Of(YamlReader.ReadFile(path).Root);
        }
        catch (ConfigurationException e)
        {
            throw new RuleFileException($"The rules cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="RuleFileException">They cannot be read, or say what no rule can.</exception>
    internal static IReadOnlyList<TagRule> Read(ReadOnlySpan<byte> yaml, string name)
    {
        try
        {
            return Of(YamlReader.Read(yaml, name).Root);
        }
        catch (ConfigurationException e)
        {
            throw new RuleFileException($"The rules cannot be used: {e.Message}", e);
        }
    }

    private static TagRule[] Of(ConfigurationNode root)
    {
        if (root.IsNull)
            return [];
        var top = new RuleNode(root, "the rules").Members("rules");
        if (top.Find("rules") is not { } list)
            return [];
        var items = list.Items();
        if (items.Count > MostRules)
            throw list.Refuse($"at most {MostRules} rules");
        return [.. items.Select(Rule)];
    }

    private static TagRule Rule(RuleNode node)
    {
        var members = node.Members("match", "rename", "map", "scale", "validate", "clamp", "round", "type", "units", "deadband", "last");
        var rule = new TagRule
        {
            Match = members.Find("match") is { } match ? [.. match.Texts().Select(Pattern)] : [],
            Map = members.Find("map")?.Numbers(),
            Check = members.Find("validate") is { } check ? Check(check) : null,
            Round = members.Find("round")?.Whole(0, 15),
            Type = members.Find("type")?.OneOf(Types),
            Units = members.Find("units")?.Text(),
            Deadband = members.Find("deadband")?.Number(0),
            IsLast = members.Find("last")?.Boolean() ?? false,
        };
        if (members.Find("scale") is { } scale)
        {
            var parts = scale.Members("m", "b");
            rule = rule with { Factor = parts.Find("m")?.Number() ?? 1, Offset = parts.Find("b")?.Number() ?? 0 };
        }

        if (members.Find("clamp") is { } clamp)
        {
            var (min, max) = Limits(clamp, clamp.Members("min", "max"));
            rule = rule with { ClampMin = min, ClampMax = max };
        }

        return members.Find("rename") is { } rename ? Renaming(rule, rename) : rule;
    }

    private static TagPattern Pattern(RuleNode node)
    {
        try
        {
            return TagPattern.Parse(node.Text());
        }
        catch (FormatException)
        {
            throw node.Refuse("a pattern such as device=PLC_*");
        }
    }

    private static ValueCheck Check(RuleNode node)
    {
        var members = node.Members("type", "min", "max", "rate", "otherwise");
        var (min, max) = Limits(node, members);
        ValueType? type = members.Find("type")?.OneOf("number", "int", "bool", "text") switch
        {
            "number" => ValueType.Number,
            "int" => ValueType.Whole,
            "bool" => ValueType.Boolean,
            "text" => ValueType.Text,
            _ => null,
        };
        return new ValueCheck(type, min, max, members.Find("rate")?.Number(0), members.Find("otherwise")?.OneOf("reject", "clamp") == "clamp");
    }

    private static (double? Min, double? Max) Limits(RuleNode node, RuleNode members)
    {
        var (min, max) = (members.Find("min")?.Number(), members.Find("max")?.Number());
        return min > max ? throw node.Refuse("a min that is not above max") : (min, max);
    }

    private static TagRule Renaming(TagRule rule, RuleNode node)
    {
        if (!node.IsMapping)
        {
            var template = node.Text();
            return Template.Names(template, "device", "tag", "id", "key")
                ? rule with { Rename = template }
                : throw node.Refuse("a text with {device}, {tag}, {id} or {key}");
        }

        var members = node.Members("pattern", "to");
        if (members.Find("pattern") is not { } pattern || members.Find("to") is not { } to)
            throw node.Refuse("a mapping with pattern and to");
        try
        {
            return rule with { Rename = to.Text(), RenameFrom = new Regex(pattern.Text(), RegexOptions.CultureInvariant, LongestMatch) };
        }
        catch (ArgumentException e)
        {
            throw pattern.Refuse($"a regular expression ({e.Message})");
        }
    }
}
