namespace Catchment.WebConsole.Api;

/// <summary>A tracking set of a recorded event.</summary>
/// <param name="Type">Its type, such as <c>trk</c>.</param>
/// <param name="Rows">How many rows it has; 0 when its file is missing or cannot be used.</param>
public sealed record RecordingSetItem(string Type, int Rows);
