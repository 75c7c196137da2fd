using System.Text.Json.Serialization;

namespace Catchment.Tags.Sync.Statistics;

/// <summary>The statistics as JSON, with the original's names. Source: <c>tags</c> 8.2.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SyncStats))]
public sealed partial class SyncStatsJson : JsonSerializerContext;
