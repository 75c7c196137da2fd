namespace Catchment.Cameras.Catalog;

/// <summary>A stored frame, as the catalog knows it.</summary>
/// <param name="Camera">Who sent it.</param>
/// <param name="Time">The hub's local time of reception, to the microsecond.</param>
/// <param name="Format">What the file holds.</param>
/// <param name="Size">The file's length in bytes.</param>
/// <param name="Width">Pixels a row; null when the picture's header does not say.</param>
/// <param name="Height">Rows; null when the picture's header does not say.</param>
/// <param name="IsArchived">The file was moved from <c>images</c> to the archive folder.</param>
public sealed record FrameEntry(Camera Camera, DateTime Time, FrameFormat Format, long Size, int? Width, int? Height, bool IsArchived);
