namespace Catchment.WebConsole.Api.Telemetry;

/// <summary>Keys of a device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Now">The node's time, UTC.</param>
/// <param name="Items">The keys.</param>
public sealed record KeyList(string Device, string Now, IReadOnlyList<KeyItem> Items);
