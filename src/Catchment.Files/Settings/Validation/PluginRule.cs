using Catchment.Core.Configuration;

namespace Catchment.Files.Settings.Validation;

/// <summary>The key <c>plugin</c>: its settings have rules for two plugins, and none for others. Source: <c>files</c> 6.</summary>
/// <param name="plugins">The rules by the plugin's name.</param>
internal sealed class PluginRule(IReadOnlyDictionary<string, NodeRule> plugins) : NodeRule("type", "a mapping with name, config")
{
    private static readonly MappingRule Any = new(
        ["name", "config"], new Dictionary<string, NodeRule>(StringComparer.Ordinal) { ["name"] = ScalarRule.Text, ["config"] = ScalarRule.Anything });

    /// <inheritdoc/>
    public override void Check(ConfigurationNode node, string place, List<EndpointViolation> found)
    {
        Any.Check(node, place, found);
        if (node is ConfigurationMapping mapping
            && mapping.Find("name")?.Value is ConfigurationScalar { Kind: ScalarKind.Text, Text: var name }
            && mapping.Find("config") is { } config
            && plugins.TryGetValue(name, out var rule))
        {
            rule.Check(config.Value, Below(place, "config"), found);
        }
    }
}
