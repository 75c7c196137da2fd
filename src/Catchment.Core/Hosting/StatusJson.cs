using System.Text.Json.Serialization;

namespace Catchment.Core.Hosting;

/// <summary>How health and status are written and read: names in snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NodeStatus))]
[JsonSerializable(typeof(NodeHealth))]
public sealed partial class StatusJson : JsonSerializerContext;
