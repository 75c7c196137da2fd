using System.Text.Json.Serialization;

namespace Catchment.Cameras.Catalog;

/// <summary>How the names are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(Camera[]))]
internal sealed partial class CameraNamesJson : JsonSerializerContext;
