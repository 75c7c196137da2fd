using Catchment.Core.Configuration;

namespace Catchment.Cameras.Pruning;

/// <summary>The section <c>watcher.retention</c>: the keys of the DailyCleanup task, and our own.</summary>
/// <remarks>Source: the camera specification, 11.</remarks>
public sealed record PruningOptions
{
    /// <summary>Whether anything is deleted; null: nothing is even looked at.</summary>
    [Setting("run_deletes", Description = "true: delete what the profiles say; false: report only, every day.", DefaultText = "no daily run")]
    public bool? RunDeletes { get; init; }

    /// <summary>Days older than this are not looked at.</summary>
    [Setting("max_scan_days", Description = "Days older than this, counted from the run date, are not looked at and so never deleted; null: every day is looked at.", Min = 0, Max = 100_000, Unit = "days")]
    public int? MaxScanDays { get; init; } = 30;

    /// <summary>How long events of some nodes are kept.</summary>
    [Setting("retention_profiles", Description = "How long events of some nodes are kept. The profile default holds for nodes that no other names.")]
    public IReadOnlyDictionary<string, PruningProfileOptions> RetentionProfiles { get; init; } = new Dictionary<string, PruningProfileOptions>(StringComparer.Ordinal);

    /// <summary>When the daily run begins.</summary>
    [Setting("at", Description = "Local time of the daily run, HH:MM. Its run date is the day before.", Pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    public string At { get; init; } = "02:30";
}
