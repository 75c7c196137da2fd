namespace Catchment.Cameras.Catalog;

/// <summary>How many frames there are in a span of time.</summary>
/// <param name="Start">The span's beginning, local time.</param>
/// <param name="Frames">Frames received in it.</param>
public sealed record FrameCount(DateTime Start, long Frames);
