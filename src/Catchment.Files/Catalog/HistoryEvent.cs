using Catchment.Files.Tables;

namespace Catchment.Files.Catalog;

/// <summary>What an event says of a file.</summary>
/// <param name="Time">Local time of the machine that wrote it.</param>
/// <param name="Status">What it says.</param>
/// <param name="Version">The plugin's version; null: none.</param>
/// <param name="Duration">How long the attempt took; null: it tells of none.</param>
/// <param name="Message">The reason; null: none.</param>
public sealed record HistoryEvent(DateTime Time, FileStatus Status, string? Version, TimeSpan? Duration, string? Message);
