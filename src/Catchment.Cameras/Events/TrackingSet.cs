namespace Catchment.Cameras.Events;

/// <summary>A tracking set as it stands in its file.</summary>
/// <param name="Key">The event.</param>
/// <param name="Type">The set's type.</param>
/// <param name="Rows">The rows that can be used, in the order of the file.</param>
/// <param name="LeftOut">How many rows were left out.</param>
public sealed record TrackingSet(EventKey Key, string Type, IReadOnlyList<TrackingRow> Rows, int LeftOut);
