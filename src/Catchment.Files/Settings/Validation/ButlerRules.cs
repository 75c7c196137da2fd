using System.Collections.Frozen;

namespace Catchment.Files.Settings.Validation;

/// <summary>What <c>validate</c> demands of the settings of the two plugins it knows. Source: <c>files</c> 6.</summary>
internal static class ButlerRules
{
    private static readonly NodeRule Several = new AllRules(ScalarRule.WholeNumber, ScalarRule.AtLeast(1));

    private static readonly NodeRule Gen2 = EndpointRules.Map(
        ["butler"],
        ("butler", EndpointRules.Map(["root"], ("root", ScalarRule.Text))),
        ("ingest", EndpointRules.Map(
            [],
            ("task", ScalarRule.Text),
            ("mode", ScalarRule.OneOf("copy", "link", "move", "skip")),
            ("create", ScalarRule.Boolean),
            ("dryrun", ScalarRule.Boolean),
            ("ignoreIngested", ScalarRule.Boolean))));

    private static readonly NodeRule Gen3 = EndpointRules.Map(
        ["butler", "ingest"],
        ("butler", EndpointRules.Map(["root"], ("root", ScalarRule.Text), ("collection", ScalarRule.TextOrNull))),
        ("ingest", EndpointRules.Map(
            [],
            ("task", ScalarRule.Text),
            ("transfer", ScalarRule.OneOf("auto", "link", "symlink", "hardlink", "copy", "move", "relsymlink", "direct")),
            ("config", new MappingRule([], FrozenDictionary<string, NodeRule>.Empty, isNullable: true)),
            ("config_file", ScalarRule.TextOrNull),
            ("processes", Several))),
        ("visits", EndpointRules.Map(
            ["instrument"],
            ("instrument", ScalarRule.Text),
            ("task", ScalarRule.Text),
            ("config_file", ScalarRule.TextOrNull),
            ("processes", Several))));

    /// <summary>The rules by the plugin's name.</summary>
    public static IReadOnlyDictionary<string, NodeRule> ByPlugin { get; } =
        new Dictionary<string, NodeRule>(StringComparer.Ordinal) { ["Gen2Ingest"] = Gen2, ["Gen3Ingest"] = Gen3 };
}
