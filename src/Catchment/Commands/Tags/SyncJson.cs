using System.Text.Json.Serialization;

namespace Catchment.Commands.Tags;

/// <summary>How the sync's commands write JSON.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class SyncJson : JsonSerializerContext;
