using System.CommandLine;

namespace Catchment.Commands.Telemetry;

/// <summary><c>catchment telemetry …</c>: questions to the database of telemetry and files.</summary>
internal static class TelemetryCommand
{
    internal static Command Create() => new("telemetry", "Telemetry: devices, their keys, values, observations.")
    {
        TelemetryQueryCommand.Create(),
        TelemetryDevicesCommand.Create(),
        TelemetryKeysCommand.Create(),
        TelemetrySpansCommand.Create(),
        TelemetryStatsCommand.Create(),
    };
}
