using System.Text.Json.Serialization;

namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>How the sentinels that introduced themselves are kept in the state folder.</summary>
[JsonSerializable(typeof(SentinelAgent[]))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
internal sealed partial class SentinelStateJson : JsonSerializerContext;
