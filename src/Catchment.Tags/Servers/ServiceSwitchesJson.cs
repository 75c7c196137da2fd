using System.Text.Json.Serialization;

namespace Catchment.Tags.Servers;

/// <summary>The switches as they are kept.</summary>
[JsonSerializable(typeof(Dictionary<string, bool>))]
internal sealed partial class ServiceSwitchesJson : JsonSerializerContext;
