namespace Catchment.Cameras.Retention;

/// <summary>What left, or would leave, of one camera from one day's folder by one reason.</summary>
/// <param name="Day">The day.</param>
/// <param name="Camera">The camera's label; null: further cameras, when a day has more than are told apart.</param>
/// <param name="Rule">The rule's pattern.</param>
/// <param name="Reason">Why.</param>
/// <param name="ArchivedTo">The archive's folder; null: removed.</param>
/// <param name="Files">Frames.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record RetentionLine(DateOnly Day, string? Camera, string Rule, RetentionReason Reason, string? ArchivedTo, long Files, long Bytes);
