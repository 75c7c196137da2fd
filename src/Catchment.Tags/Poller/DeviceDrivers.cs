using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Iec104;
using Catchment.Tags.Poller.Modbus;
using Catchment.Tags.Poller.OpcUa;
using Catchment.Tags.Poller.Reading;
using Catchment.Tags.Poller.Snmp;

namespace Catchment.Tags.Poller;

/// <summary>Makes what asks a device, and keeps what several devices share.</summary>
/// <param name="parts">What they work with.</param>
internal sealed class DeviceDrivers(PollerParts parts)
{
    private readonly DeviceLines _lines = new(parts.Time);

    /// <summary>What asks a device that is well configured.</summary>
    /// <param name="device">The device.</param>
    /// <param name="readings">Take what it reads.</param>
    internal IDeviceDriver Open(PollerDevice device, DeviceReadings readings) => device.Protocol switch
    {
        PollerProtocol.OpcUa => new OpcUaDriver(device, parts, readings),
        PollerProtocol.Iec104 => new Iec104Driver(device, parts, readings),
        PollerProtocol.Snmp => new SnmpDriver(device, parts, readings),
        _ => new ModbusDriver(device, parts, _lines, readings),
    };
}
