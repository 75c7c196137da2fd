namespace Catchment.Cameras.Events;

/// <summary>A day's index as it stands in its file.</summary>
/// <param name="Day">The day.</param>
/// <param name="Rows">The rows that are whole, in the order of the file.</param>
/// <param name="LeftOut">How many rows were left out because they are not whole.</param>
public sealed record DayIndex(DateOnly Day, IReadOnlyList<IndexRow> Rows, int LeftOut);
