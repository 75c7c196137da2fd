using System.Text.Json;
using System.Text.Json.Serialization;

namespace Catchment.Commands.Events;

/// <summary>How listings are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FrameLine))]
[JsonSerializable(typeof(EventLineJson))]
[JsonSerializable(typeof(RebuildLine))]
[JsonSerializable(typeof(RecordingLine))]
[JsonSerializable(typeof(RecordingsRebuildLine))]
internal sealed partial class CatalogJson : JsonSerializerContext;
