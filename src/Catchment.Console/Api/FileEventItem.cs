namespace Catchment.WebConsole.Api;

/// <summary>An event of a file.</summary>
/// <param name="Time">Local time, ISO 8601 without a zone, six digits of fraction.</param>
/// <param name="Status">What it says.</param>
/// <param name="Version">The plugin's version; left out: none.</param>
/// <param name="Seconds">How long the attempt took; left out: it tells of none.</param>
/// <param name="Message">The reason; left out: none.</param>
public sealed record FileEventItem(string Time, string Status, string? Version, double? Seconds, string? Message);
