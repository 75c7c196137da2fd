using System.Text.Json.Serialization;

namespace Catchment.Cameras.Recordings.Tables;

/// <summary>How tracking sets are written into their column.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<RecordedSet>))]
internal sealed partial class RecordedSetsJson : JsonSerializerContext;
