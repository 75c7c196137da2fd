namespace Catchment.Telemetry.Query;

/// <summary>A device that has entries.</summary>
/// <param name="Device">Its name.</param>
/// <param name="First">Time of its earliest entry, UTC.</param>
/// <param name="Last">Time of its latest entry, UTC.</param>
/// <param name="LastEventCode">The latest entry's event code.</param>
/// <param name="Age">How long ago the latest entry was; negative when its clock is ahead of ours.</param>
public sealed record DeviceSummary(string Device, DateTime First, DateTime Last, string? LastEventCode, TimeSpan Age);
