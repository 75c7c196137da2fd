using Catchment.Cameras.Catalog;

namespace Catchment.Cameras.Retention;

/// <summary>A frame that left <c>images</c>.</summary>
/// <param name="Label">Its camera, as it stands in the file's name.</param>
/// <param name="Time">The local time in the file's name.</param>
/// <param name="Format">What the file held.</param>
public sealed record RetiredFrame(string Label, DateTime Time, FrameFormat Format);
