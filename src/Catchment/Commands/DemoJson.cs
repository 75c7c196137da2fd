using System.Text.Json.Serialization;

namespace Catchment.Commands;

/// <summary>How a demo's totals are printed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<DemoResult>))]
internal sealed partial class DemoJson : JsonSerializerContext;
