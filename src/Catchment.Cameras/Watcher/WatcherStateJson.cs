using System.Text.Json.Serialization;
using Catchment.Cameras.Watcher.Outposts;
using Catchment.Cameras.Watcher.Recording;

namespace Catchment.Cameras.Watcher;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OpenEventNote[]))]
[JsonSerializable(typeof(RegisteredOutpost[]))]
internal sealed partial class WatcherStateJson : JsonSerializerContext;
