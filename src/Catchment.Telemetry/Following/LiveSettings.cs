using Catchment.Telemetry.Settings;

namespace Catchment.Telemetry.Following;

/// <summary>What the live process runs with. Source: <c>telemetry</c> 11.</summary>
public sealed record LiveSettings
{
    /// <summary>Database, host, data folders, event codes.</summary>
    public required TelemetrySettings Telemetry { get; init; }

    /// <summary>The folder of the files that are followed, absolute.</summary>
    public required string TelemDir { get; init; }

    /// <summary>The list of the devices that are followed; null: every device that has a file in <see cref="TelemDir"/>.</summary>
    public required string? ProcessList { get; init; }

    /// <summary>The pause between two rounds, as it is configured; a round of entries ends at least every 0.25 seconds, one of files every second.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Files and folders of the program itself, absolute: that they are written to is no news (D16).</summary>
    public IReadOnlyList<string> Own { get; init; } = [];
}
