using System.Text.Json.Serialization;

namespace Catchment.Cameras.Catalog.Recording;

/// <summary>How the state is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CatalogState))]
internal sealed partial class CatalogStateJson : JsonSerializerContext;
