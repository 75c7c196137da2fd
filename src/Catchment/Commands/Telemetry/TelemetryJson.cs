using System.Text.Json.Serialization;
using Catchment.Commands.Telemetry.Replicas;
using Catchment.Telemetry.Replicas.Copying;
using Catchment.Telemetry.Replicas.Scanning;

namespace Catchment.Commands.Telemetry;

/// <summary>How the commands print JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeviceLine))]
[JsonSerializable(typeof(KeyLine))]
[JsonSerializable(typeof(SpanLine))]
[JsonSerializable(typeof(TelemetryStatsLine))]
[JsonSerializable(typeof(ReplicaCountLine))]
[JsonSerializable(typeof(ReplicaEntryLine))]
[JsonSerializable(typeof(ReplicaScanReport))]
[JsonSerializable(typeof(ReplicaVerifyLine))]
[JsonSerializable(typeof(CopyReport))]
internal sealed partial class TelemetryJson : JsonSerializerContext;
