using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Configuration;

namespace Catchment.Tags.Poller.Modbus;

/// <summary>The connections to devices: one for each host and port, for as long as a device uses it.</summary>
/// <param name="time">The clock of the time-outs.</param>
internal sealed class DeviceLines(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<LineKey, DeviceLine> _lines = [];

    /// <summary>The line of a device; <see cref="Leave"/> follows.</summary>
    internal DeviceLine Join(PollerDevice device)
    {
        lock (_gate)
        {
            var key = KeyOf(device);
            if (!_lines.TryGetValue(key, out var line))
                _lines.Add(key, line = new DeviceLine(key, time));
            line.Users++;
            return line;
        }
    }

    /// <summary>A device no longer asks.</summary>
    internal void Leave(PollerDevice device)
    {
        lock (_gate)
        {
            var key = KeyOf(device);
            if (--_lines[key].Users == 0 && _lines.Remove(key, out var line))
                line.Dispose();
        }
    }

    private static LineKey KeyOf(PollerDevice device) =>
        new(device.Modbus!.Host, device.Modbus.Port, device.Protocol == PollerProtocol.ModbusTcp ? ModbusFraming.Tcp : ModbusFraming.RtuOverTcp);
}
