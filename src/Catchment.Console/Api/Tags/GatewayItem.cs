using System.Text.Json;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>How the gateway is.</summary>
/// <param name="Store">Its live store.</param>
/// <param name="Services">Its protocol servers.</param>
/// <param name="Sync">The statistics of the sync, as the gateway's HTTP API has them; left out: none runs here.</param>
/// <param name="Devices">The devices of the native poller; left out: there is none.</param>
/// <param name="OpcUa">The OPC UA server; left out: there is none.</param>
/// <param name="Iec104">The IEC 60870-5-104 server; left out: there is none.</param>
/// <param name="Snmp">The SNMP agent; left out: there is none.</param>
/// <param name="AllowsWrites">Somebody may write values from the console.</param>
/// <param name="Now">The node's time, in Unix seconds.</param>
public sealed record GatewayItem(
    GatewayStoreItem Store, IReadOnlyList<GatewayServiceItem> Services, JsonElement? Sync, IReadOnlyList<GatewayDeviceItem>? Devices, GatewayOpcUaItem? OpcUa,
    GatewayIec104Item? Iec104, GatewaySnmpItem? Snmp, bool AllowsWrites, double Now);
