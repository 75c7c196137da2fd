using Catchment.Telemetry.Settings;

namespace Catchment.Commands.Telemetry;

/// <summary>What a subcommand works with.</summary>
/// <param name="Settings">What it is told.</param>
/// <param name="Logger">Where it tells.</param>
/// <param name="Progress">The line on a terminal that says how far it is.</param>
/// <param name="Stopping">Ended by SIGTERM and SIGINT.</param>
internal sealed record TelemetryRoom(TelemetrySettings Settings, ILogger Logger, CountProgress Progress, CancellationToken Stopping);
