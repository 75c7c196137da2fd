namespace Catchment.Cameras.Retention;

/// <summary>What one camera has in one day's folder.</summary>
/// <param name="Label">The camera's label; null: further cameras of the same rule, when a day has more than are told apart.</param>
/// <param name="Rule">The rule that holds for it: its place in <see cref="RetentionRules.All"/>.</param>
/// <param name="Files">Frames.</param>
/// <param name="Bytes">Their lengths, added up.</param>
public sealed record CameraShare(string? Label, int Rule, long Files, long Bytes);
