using Catchment.Core.Configuration;

namespace Catchment.Tags.Settings;

/// <summary>The group <c>gateway.snmp.traps</c>: what the agent tells without being asked.</summary>
public sealed record SnmpTrapOptions
{
    /// <summary>Who is told.</summary>
    [Setting("targets", Description = "Who is told; none: nobody.")]
    public IReadOnlyList<SnmpTargetOptions> Targets { get; init; } = [];

    /// <summary>Whether qualities are told.</summary>
    [Setting("quality", Description = "Whether it is told when the quality of a tag changes.")]
    public bool Quality { get; init; } = true;

    /// <summary>Limits that are watched besides the tags' own.</summary>
    [Setting("limits", Description = "Limits that are watched, by patterns of keys with * and ?; the first that fits a key counts, before the tag's own limits.")]
    public IReadOnlyDictionary<string, SnmpLimitOptions> Limits { get; init; } = new Dictionary<string, SnmpLimitOptions>(StringComparer.Ordinal);

    /// <summary>Between two notifications of a tag.</summary>
    [Setting("interval", Description = "Least time between two notifications of one kind about a tag; what it is like when it is over is told.", Min = 0, Max = 86_400, Unit = "seconds")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Notifications in a second.</summary>
    [Setting("max_per_second", Description = "Most notifications in a second; others wait, and only the newest state of each tag is told.", Min = 1, Max = 10_000)]
    public int MaxPerSecond { get; init; } = 50;
}
