using System.Text.Json;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>A mapping of a protocol.</summary>
/// <param name="Protocol">modbus, opcua, iec104 or snmp.</param>
/// <param name="Id">Its id.</param>
/// <param name="Mapping">Its members, as the gateway's HTTP API has them.</param>
public sealed record TagMappingItem(string Protocol, string Id, JsonElement Mapping);
