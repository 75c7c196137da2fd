using System.Text.Json.Serialization;
using Catchment.Cameras.Pruning;

namespace Catchment.Commands.Events;

/// <summary>How the commands print JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(SnakeCaseEnum<PruningReason>)])]
[JsonSerializable(typeof(PruningReport))]
internal sealed partial class PruningJson : JsonSerializerContext;
