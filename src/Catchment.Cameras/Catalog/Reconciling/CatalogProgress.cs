namespace Catchment.Cameras.Catalog.Reconciling;

/// <summary>How far a comparison of the catalog with the files is.</summary>
/// <param name="Day">The day under way.</param>
/// <param name="DaysDone">Days finished.</param>
/// <param name="Days">Days altogether.</param>
/// <param name="Files">Frames and lines looked at.</param>
/// <param name="Added">Rows that were missing.</param>
/// <param name="Removed">Rows of which there is no file.</param>
public sealed record CatalogProgress(DateOnly Day, int DaysDone, int Days, long Files, long Added, long Removed);
