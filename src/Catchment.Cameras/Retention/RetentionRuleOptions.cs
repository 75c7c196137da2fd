using Catchment.Core.Configuration;

namespace Catchment.Cameras.Retention;

/// <summary>A rule of <c>hub.retention.rules</c>. Without <c>keep_days</c> and <c>keep_gib</c> it keeps for ever.</summary>
public sealed record RetentionRuleOptions
{
    /// <summary>Which cameras.</summary>
    [Setting("cameras", Description = "Node and view, with * for any characters and ? for one.", Required = true, Example = "Barn *", Pattern = "^.+$")]
    public string Cameras { get; init; } = "*";

    /// <summary>The last whole days that stay.</summary>
    [Setting("keep_days", Description = "Whole days before today whose frames stay.", DefaultText = "for ever", Min = 1, Max = 100_000, Unit = "days")]
    public int? KeepDays { get; init; }

    /// <summary>The room that stays filled.</summary>
    [Setting("keep_gib", Description = "Room that the frames of these cameras may take together; over it, the oldest leave.", DefaultText = "without bound", Min = 0.000_001, Max = 8_000_000, Unit = "GiB")]
    public double? KeepGib { get; init; }

    /// <summary>Where frames that leave are moved to.</summary>
    [Setting("archive_to", Description = "An existing folder that frames are moved to instead of being removed.", DefaultText = "retention.archive_to", IsPath = true)]
    public string? ArchiveTo { get; init; }
}
