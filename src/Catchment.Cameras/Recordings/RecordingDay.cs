namespace Catchment.Cameras.Recordings;

/// <summary>How many recorded events a day has.</summary>
/// <param name="Day">The day of their start.</param>
/// <param name="Count">How many.</param>
public sealed record RecordingDay(DateOnly Day, int Count);
