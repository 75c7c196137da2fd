using System.Text.Json.Serialization;

namespace Catchment.Tags.Calculation;

/// <summary>Calculated tags as they are kept.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CalculationTag))]
internal sealed partial class CalculationJson : JsonSerializerContext;
