using Catchment.Tags.Servers;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>How a protocol server is.</summary>
/// <param name="Name">Its name: modbus, opcua, iec104 or snmp.</param>
/// <param name="Port">The port that it listens on, or would.</param>
/// <param name="IsEnabled">It is to run.</param>
/// <param name="IsRunning">It runs.</param>
/// <param name="Mappings">How many mappings its protocol has.</param>
public sealed record GatewayServiceItem(string Name, int Port, bool IsEnabled, bool IsRunning, int Mappings)
{
    internal static GatewayServiceItem Of(ServiceSwitch service, int mappings) => new(service.Name, service.Port, service.IsEnabled, service.IsRunning, mappings);
}
