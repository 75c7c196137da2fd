using System.Text.Json.Serialization;

namespace Catchment.Cameras.Pruning;

/// <summary>How <see cref="PruningState"/> is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PruningState))]
internal sealed partial class PruningStateJson : JsonSerializerContext;
