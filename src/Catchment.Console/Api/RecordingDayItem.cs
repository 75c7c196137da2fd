namespace Catchment.WebConsole.Api;

/// <summary>How many recorded events a day has.</summary>
/// <param name="Day">The day.</param>
/// <param name="Count">How many.</param>
public sealed record RecordingDayItem(string Day, int Count);
