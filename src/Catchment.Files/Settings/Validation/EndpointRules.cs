using Catchment.Core.Configuration;

namespace Catchment.Files.Settings.Validation;

/// <summary>
/// The rules of <c>endmgr COMPONENT validate</c>, whole: nothing but the file is looked at, and what <c>start</c> takes beyond them
/// (fractions of seconds, levels in any case) is refused here as it always was. Source: <c>files</c> 2, 6.
/// </summary>
public static class EndpointRules
{
    private static readonly NodeRule Count = new AllRules(ScalarRule.WholeNumber, ScalarRule.AtLeast(0));
    private static readonly NodeRule Several = new AllRules(ScalarRule.WholeNumber, ScalarRule.AtLeast(1));
    private static readonly NodeRule Patterns = new ListRule(ScalarRule.Text, isDistinct: true, isNullable: true);
    private static readonly NodeRule Action = ScalarRule.OneOf("Move", "Delete", "Noop", null);

    private static readonly NodeRule Finder = Map(
        ["database", "finder"],
        ("database", Database("file")),
        ("finder", Map(
            ["source", "storage", "actions", "search"],
            ("source", ScalarRule.Text),
            ("storage", ScalarRule.Text),
            ("actions", Map([], ("standard", Action), ("alternative", Action))),
            ("search", Map(
                ["method"],
                ("method", ScalarRule.OneOf("scan", "parse_rsync_logs")),
                ("exclude_list", new ListRule(ScalarRule.Anything, isDistinct: true, isNullable: true)), // The finder's items are not looked at.
                ("date", ScalarRule.TextOrNull),
                ("past_days", Count),
                ("future_days", Count),
                ("delay", Count))),
            ("pause", Count))));

    private static readonly NodeRule Log = Map(
        [],
        ("file", ScalarRule.TextOrNull),
        ("format", ScalarRule.TextOrNull),
        ("level", ScalarRule.OneOf("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")),
        ("rotate", ScalarRule.TextOrNull),
        ("when", ScalarRule.OneOf("S", "M", "H", "D", "W0", "W1", "W2", "W3", "W4", "W5", "W6", "midnight")),
        ("interval", ScalarRule.WholeNumber),
        ("maxbytes", ScalarRule.WholeNumber),
        ("backup_count", ScalarRule.WholeNumber));

    private static readonly NodeRule Ingester = Map(
        ["database", "ingester"],
        ("database", Database("file", "event")),
        ("ingester", Map(
            ["storage", "plugin"],
            ("storage", ScalarRule.Text),
            ("plugin", new PluginRule(ButlerRules.ByPlugin)),
            ("include_list", Patterns),
            ("exclude_list", Patterns),
            ("file_status", ScalarRule.Text),
            ("batch_size", Several),
            ("num_threads", Several),
            ("daemon", ScalarRule.Boolean),
            ("pause", Count))),
        ("logging", Log));

    private static readonly NodeRule Backfill = Map(
        ["database", "backfill"],
        ("database", Database("file", "event")),
        ("backfill", Map(
            ["storage", "sources"],
            ("storage", ScalarRule.Text),
            ("sources", new ListRule(ScalarRule.Text, isDistinct: false, isNullable: false)),
            ("search", Map([], ("exclude_list", Patterns))))),
        ("logging", Log));

    /// <summary>Looks at a component's file.</summary>
    /// <param name="component">Whose file it is.</param>
    /// <param name="file">The file's content.</param>
    /// <returns>Every rule that it breaks, in the order of the rules; none: it is valid.</returns>
    public static IReadOnlyList<EndpointViolation> Validate(EndpointComponent component, ConfigurationNode file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var rules = component switch
        {
            EndpointComponent.Finder => Finder,
            EndpointComponent.Ingester => Ingester,
            _ => Backfill,
        };
        var found = new List<EndpointViolation>();
        rules.Check(file, "", found);
        return found;
    }

    /// <summary>A mapping with some keys.</summary>
    internal static MappingRule Map(IReadOnlyList<string> required, params (string Key, NodeRule Rule)[] keys) =>
        new(required, keys.ToDictionary(static key => key.Key, static key => key.Rule, StringComparer.Ordinal));

    private static MappingRule Database(params string[] tables) => Map(
        ["engine", "tablenames"],
        ("engine", ScalarRule.Text),
        ("tablenames", Map(tables, [.. tables.Select(static table => (table, (NodeRule)Map(["table"], ("table", ScalarRule.Text), ("schema", ScalarRule.TextOrNull))))])),
        ("echo", ScalarRule.Boolean),
        ("pool_class", ScalarRule.Text));
}
