namespace Catchment.WebConsole.Api.Telemetry;

/// <summary>Devices by name.</summary>
/// <param name="Now">The node's time, UTC.</param>
/// <param name="Items">The devices.</param>
/// <param name="Cut">There are more than are told.</param>
public sealed record DeviceList(string Now, IReadOnlyList<DeviceItem> Items, bool Cut);
