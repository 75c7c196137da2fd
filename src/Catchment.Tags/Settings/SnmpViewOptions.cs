using Catchment.Core.Configuration;

namespace Catchment.Tags.Settings;

/// <summary>An entry of <c>gateway.snmp.views</c>, whose key is the view's name.</summary>
public sealed record SnmpViewOptions
{
    /// <summary>Subtrees that are in it.</summary>
    [Setting("include", Description = "Subtrees that are in it.", Required = true, Example = "1.3.6.1.4.1.53864")]
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Subtrees that are not.</summary>
    [Setting("exclude", Description = "Subtrees of those that are not; the longest subtree that holds a name decides.")]
    public IReadOnlyList<string> Exclude { get; init; } = [];
}
