using Catchment.Core.Configuration;

namespace Catchment.Files.Settings.Validation;

/// <summary>A mapping; keys that it does not know do not matter.</summary>
/// <param name="required">Keys that have to be there.</param>
/// <param name="keys">What stands behind a key, if it is there.</param>
/// <param name="isNullable">Null may stand instead.</param>
internal sealed class MappingRule(IReadOnlyList<string> required, IReadOnlyDictionary<string, NodeRule> keys, bool isNullable = false)
    : NodeRule(isNullable ? "anyOf" : "type", required.Count == 0 ? "a mapping" : $"a mapping with {string.Join(", ", required)}")
{
    /// <inheritdoc/>
    public override void Check(ConfigurationNode node, string place, List<EndpointViolation> found)
    {
        if (isNullable && node.IsNull)
            return;
        if (node is not ConfigurationMapping mapping)
        {
            Refuse(node, place, found);
            return;
        }

        foreach (var key in required.Where(key => mapping.Find(key) is null))
            found.Add(new EndpointViolation(place, "required", mapping.Origin, $"no key '{key}'", keys.TryGetValue(key, out var rule) ? $"'{key}': {rule.Allowed}" : $"the key '{key}'"));
        foreach (var (key, rule) in keys)
        {
            if (mapping.Find(key) is { } entry)
                rule.Check(entry.Value, Below(place, key), found);
        }
    }
}
