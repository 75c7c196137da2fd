namespace Catchment.Cameras.Retention;

/// <summary>How long the frames of some cameras are kept.</summary>
/// <param name="Name">The pattern of the cameras as it is written; <c>*</c> is also what stands beside the rules, for all others.</param>
/// <param name="KeepDays">Whole days before today that stay; null: by this, for ever.</param>
/// <param name="KeepBytes">Bytes that stay, of all its cameras together; null: by this, any.</param>
/// <param name="ArchiveTo">Where frames that leave are moved to, absolute; null: they are removed.</param>
public sealed record RetentionRule(string Name, int? KeepDays, long? KeepBytes, string? ArchiveTo)
{
    /// <summary>Frames ever leave by this rule.</summary>
    public bool Ends => KeepDays is not null || KeepBytes is not null;
}
