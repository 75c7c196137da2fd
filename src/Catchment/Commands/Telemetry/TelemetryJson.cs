using System.Text.Json.Serialization;

namespace Catchment.Commands.Telemetry;

/// <summary>How the commands print JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeviceLine))]
[JsonSerializable(typeof(KeyLine))]
[JsonSerializable(typeof(SpanLine))]
[JsonSerializable(typeof(TelemetryStatsLine))]
internal sealed partial class TelemetryJson : JsonSerializerContext;
