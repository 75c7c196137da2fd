using Catchment.Telemetry.Query;

namespace Catchment.WebConsole.Api.Telemetry;

/// <summary>A device that has entries.</summary>
/// <param name="Device">Its name.</param>
/// <param name="First">Time of its first entry, UTC.</param>
/// <param name="Last">Time of its last entry, UTC.</param>
/// <param name="LastEc">The last entry's event code.</param>
/// <param name="AgeSeconds">How long ago that was; negative when the device's clock is ahead.</param>
public sealed record DeviceItem(string Device, string First, string Last, string? LastEc, double AgeSeconds)
{
    internal static DeviceItem Of(DeviceSummary d) => new(d.Device, TelemetryTime.Text(d.First), TelemetryTime.Text(d.Last), d.LastEventCode, d.Age.TotalSeconds);
}
