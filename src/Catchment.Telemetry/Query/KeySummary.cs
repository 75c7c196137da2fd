namespace Catchment.Telemetry.Query;

/// <summary>A key of a device, as its newest entries have it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Newest">Its newest value; an array's is its text.</param>
/// <param name="Time">The time of that value, UTC.</param>
/// <param name="EventCode">Event code of the entry that has it.</param>
/// <param name="Age">How long ago that was.</param>
/// <param name="Items">Of an array: its items; otherwise null.</param>
/// <param name="Entries">How many of the entries looked at have this key.</param>
public sealed record KeySummary(TelemetryKey Key, TelemetryValue Newest, DateTime Time, string? EventCode, TimeSpan Age, int? Items, int Entries);
