namespace Catchment.Telemetry.Inventory;

/// <summary>How far an inventory has come; told after each commit.</summary>
/// <param name="DataDir">The folder that it is in, as it is configured.</param>
/// <param name="Seen">Files seen in all folders.</param>
/// <param name="Added">Files added or refreshed in all folders.</param>
public sealed record InventoryProgress(string DataDir, long Seen, long Added);
