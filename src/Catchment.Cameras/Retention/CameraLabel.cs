namespace Catchment.Cameras.Retention;

/// <summary>A camera as it stands in file names, with the rule that holds for it.</summary>
/// <param name="Text">The label.</param>
/// <param name="Bytes">The label in UTF-8.</param>
/// <param name="Rule">The rule's place in <see cref="RetentionRules.All"/>.</param>
internal sealed record CameraLabel(string Text, byte[] Bytes, int Rule);
