using Catchment.Telemetry.Query;

namespace Catchment.WebConsole;

/// <summary>What the console shows of telemetry.</summary>
public sealed record TelemetryParts
{
    /// <summary>Answers questions about telemetry.</summary>
    public required TelemetryBoard Board { get; init; }
}
