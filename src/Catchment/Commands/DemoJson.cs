using System.Text.Json.Serialization;
using Catchment.Core.Demo;

namespace Catchment.Commands;

/// <summary>How a demo's totals are printed, and its journal is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<DemoResult>))]
[JsonSerializable(typeof(DemoItem))]
internal sealed partial class DemoJson : JsonSerializerContext;
