namespace Catchment.Tags.Sync.Rules;

/// <summary>Which tags are copied, and how. Source: <c>tags</c> 11 (FE2, FE3).</summary>
internal sealed class SyncRules
{
    private readonly TagPattern[] _include;
    private readonly TagPattern[] _exclude;
    private readonly (TagPattern Pattern, double Deadband)[] _deadbands;
    private readonly IReadOnlyList<TagRule> _rules;

    /// <summary>Puts them together.</summary>
    /// <exception cref="FormatException">A pattern is none.</exception>
    internal SyncRules(IEnumerable<string> include, IEnumerable<string> exclude, IEnumerable<KeyValuePair<string, double>> deadbands, IReadOnlyList<TagRule> rules)
    {
        _include = [.. include.Select(TagPattern.Parse)];
        _exclude = [.. exclude.Select(TagPattern.Parse)];
        _deadbands = [.. deadbands.Select(static pair => (TagPattern.Parse(pair.Key), pair.Value))];
        _rules = rules;
    }

    /// <summary>Everything is copied as it is.</summary>
    internal static SyncRules None { get; } = new([], [], [], []);

    /// <summary>Whether the filters let a tag through.</summary>
    internal bool Includes(TagSubject tag) =>
        (_include.Length == 0 || Array.Exists(_include, pattern => pattern.IsMatch(tag))) && !Array.Exists(_exclude, pattern => pattern.IsMatch(tag));

    /// <summary>The rules for a tag, in the order of the file.</summary>
    internal TagRule[] RulesFor(TagSubject tag)
    {
        var own = new List<TagRule>();
        foreach (var rule in _rules)
        {
            if (!rule.IsFor(tag))
                continue;
            own.Add(rule);
            if (rule.IsLast)
                break;
        }

        return [.. own];
    }

    /// <summary>The deadband of the first pattern that fits; null: none does.</summary>
    internal double? DeadbandFor(TagSubject tag)
    {
        foreach (var (pattern, deadband) in _deadbands)
        {
            if (pattern.IsMatch(tag))
                return deadband;
        }

        return null;
    }
}
