using System.Text.Json.Serialization;
using Catchment.Tags.Mappings;

namespace Catchment.Tags.State;

/// <summary>Mappings as they are kept.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModbusMapping))]
[JsonSerializable(typeof(OpcUaMapping))]
[JsonSerializable(typeof(Iec104Mapping))]
[JsonSerializable(typeof(SnmpMapping))]
internal sealed partial class MappingJson : JsonSerializerContext;
