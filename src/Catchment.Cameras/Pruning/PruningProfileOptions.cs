using Catchment.Core.Configuration;

namespace Catchment.Cameras.Pruning;

/// <summary>A profile of <c>watcher.retention.retention_profiles</c>.</summary>
/// <remarks>Source: the camera specification, 11.</remarks>
public sealed record PruningProfileOptions
{
    /// <summary>How is decided.</summary>
    [Setting("strategy", Description = "never_delete, face_quality, vehicle_interest or minimal_retention.")]
    public PruningStrategy Strategy { get; init; } = PruningStrategy.MinimalRetention;

    /// <summary>Which nodes.</summary>
    [Setting("nodes", Description = "Names of the outposts that the profile is for.")]
    public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>Days that every event stays.</summary>
    [Setting("retention_days", Description = "Days that every event stays.", Min = 0, Max = 100_000, Unit = "days")]
    public int RetentionDays { get; init; } = 7;

    /// <summary>Faster vehicles stay for good.</summary>
    [Setting("speed_cutoff", Description = "Events with a vehicle faster than this stay for good.", Min = 0, Max = 1_000_000)]
    public double SpeedCutoff { get; init; } = 30.0;

    /// <summary>Days that events with a speed stay.</summary>
    [Setting("extended_days", Description = "Days that events with any speed stay.", Min = 0, Max = 100_000, Unit = "days")]
    public int ExtendedDays { get; init; } = 30;

    /// <summary>Surer recognitions stay for good.</summary>
    [Setting("confidence_threshold", Description = "Events with a face recognised surer than this stay for good.", Min = 0, Max = 1)]
    public double ConfidenceThreshold { get; init; } = 0.975;

    /// <summary>Share of faces found that makes an event worth keeping.</summary>
    [Setting("min_face_ratio", Description = "Of the strategy face_quality: faces found for each tracked row, above which an event would stay for half of retention_days. Never decides anything, as retention_days is longer.", Min = 0, Max = 1_000_000)]
    public double MinFaceRatio { get; init; } = 0.15;
}
