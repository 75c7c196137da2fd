namespace Catchment.WebConsole.Api.Telemetry;

/// <summary>Hosts whose files the inventory knows, by name.</summary>
/// <param name="Items">The hosts.</param>
public sealed record HostList(IReadOnlyList<HostItem> Items);
