using System.Text.Json.Serialization;
using Catchment.Cameras.Retention;

namespace Catchment.Commands.Events;

/// <summary>How the commands print JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(SnakeCaseEnum<RetentionReason>), typeof(SnakeCaseEnum<RetentionTrouble>), typeof(SnakeCaseEnum<DiskOutlook>)])]
[JsonSerializable(typeof(RetentionReport))]
[JsonSerializable(typeof(DiskForecast))]
internal sealed partial class RetentionJson : JsonSerializerContext;
