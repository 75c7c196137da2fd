namespace Catchment.WebConsole.Api;

/// <summary>The days that have recorded events.</summary>
/// <param name="Items">The days, newest first.</param>
public sealed record RecordingDayList(IReadOnlyList<RecordingDayItem> Items);
