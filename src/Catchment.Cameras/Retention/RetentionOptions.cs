using Catchment.Core.Configuration;

namespace Catchment.Cameras.Retention;

/// <summary>The section <c>hub.retention</c>: how long frames are kept. Without any of its keys they are kept for ever.</summary>
public sealed record RetentionOptions
{
    /// <summary>The last whole days that stay, of cameras that no rule names.</summary>
    [Setting("keep_days", Description = "Whole days before today whose frames stay, of the cameras that no rule names.", DefaultText = "for ever", Min = 1, Max = 100_000, Unit = "days")]
    public int? KeepDays { get; init; }

    /// <summary>The room that stays filled, of cameras that no rule names.</summary>
    [Setting("keep_gib", Description = "Room that the frames of the cameras that no rule names may take together; over it, the oldest leave.", DefaultText = "without bound", Min = 0.000_001, Max = 8_000_000, Unit = "GiB")]
    public double? KeepGib { get; init; }

    /// <summary>Where frames that leave are moved to.</summary>
    [Setting("archive_to", Description = "An existing folder that frames are moved to instead of being removed; also for rules that name none.", DefaultText = "they are removed", IsPath = true)]
    public string? ArchiveTo { get; init; }

    /// <summary>Rules for some cameras; the first that fits a camera holds.</summary>
    [Setting("rules", Description = "Rules for some cameras; the first that fits a camera holds.")]
    public IReadOnlyList<RetentionRuleOptions> Rules { get; init; } = [];

    /// <summary>Time between two rounds.</summary>
    [Setting("check_every", Description = "Time between two rounds.", Min = 1, Max = 86_400)]
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The most frames that leave a second.</summary>
    [Setting("pace", Description = "The most frames that leave in a second, so that removing many does not slow down storing; 0 for as fast as the disk can.", Min = 0, Max = 1_000_000)]
    public int Pace { get; init; } = 500;
}
