namespace Catchment.WebConsole.Api;

/// <summary>A tracking set with its rows.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Rows">The rows that can be used, in the order of the file.</param>
/// <param name="LeftOut">How many rows cannot be used.</param>
public sealed record RecordingSetDetail(string Type, IReadOnlyList<TrackingRowItem> Rows, int LeftOut);
