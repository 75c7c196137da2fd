using Catchment.Core.Configuration;

namespace Catchment.Files.Settings.Validation;

/// <summary>Several rules, of which the first that is broken is told.</summary>
/// <param name="rules">The rules in order.</param>
internal sealed class AllRules(params NodeRule[] rules) : NodeRule("allOf", rules[^1].Allowed)
{
    /// <inheritdoc/>
    public override void Check(ConfigurationNode node, string place, List<EndpointViolation> found)
    {
        var before = found.Count;
        foreach (var rule in rules)
        {
            rule.Check(node, place, found);
            if (found.Count > before)
                return;
        }
    }
}
