using System.Text.Json.Serialization;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>The rows' numbers as they are kept.</summary>
[JsonSerializable(typeof(Dictionary<string, int>))]
internal sealed partial class TagRowsJson : JsonSerializerContext;
