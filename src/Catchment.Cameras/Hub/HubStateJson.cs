using System.Text.Json.Serialization;

namespace Catchment.Cameras.Hub;

/// <summary>How the state is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HubState))]
internal sealed partial class HubStateJson : JsonSerializerContext;
