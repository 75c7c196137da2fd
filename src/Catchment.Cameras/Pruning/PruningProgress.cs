namespace Catchment.Cameras.Pruning;

/// <summary>How far a run is.</summary>
/// <param name="Day">The day that is looked at.</param>
/// <param name="DaysDone">Days that are through.</param>
/// <param name="Days">Days in all.</param>
/// <param name="Events">Events looked at.</param>
/// <param name="Deleted">Of them, deleted.</param>
public sealed record PruningProgress(DateOnly Day, int DaysDone, int Days, long Events, long Deleted);
