using System.Globalization;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Conversion;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>Reads what the file says of Modbus. Source: <c>tags</c> 10.1, 10.2.</summary>
internal static class ModbusFile
{
    private const int HoldingBase = 40_001;
    private const int LongHoldingBase = 400_001;
    private const int InputBase = 30_001;
    private const int DiscreteBase = 10_001;
    private const int MostOfBase = 9_999;

    /// <summary>How a device is asked.</summary>
    internal static PollerDevice Device(PollerDevice read, Members device, Members port)
    {
        var isTcp = read.Protocol != PollerProtocol.ModbusSerial;
        var host = device.Text("ipAddress");
        if (isTcp && (host.Length is 0 or > 253 || host.Any(char.IsWhiteSpace)))
            device.Tell("ipAddress", "an address or a host name");
        var modbus = new ModbusDevice
        {
            Host = host,
            Port = isTcp ? device.Whole("portNumber", 502, 1, 65_535) : 0,
            Unit = (byte)device.Whole("unitNumber", 1, read.Protocol == PollerProtocol.ModbusTcp ? 0 : 1, 255),
            SerialPort = port.Child("serialSettings")?.Text("port") ?? "",
            PacketDelay = TimeSpan.FromMilliseconds(device.Number("packetDelay", 0, 0, 60_000)),
            AnalogBlockSize = Math.Clamp(device.Whole("analogBlockSize", ModbusLimits.ReadRegisters, 1, 65_536), 4, ModbusLimits.ReadRegisters),
            DigitalBlockSize = Math.Min(device.Whole("digitalBlockSize", 512, 1, 65_536), ModbusLimits.ReadBits),
            WritesBlocks = device.Text("tagWriteType").StartsWith("block", StringComparison.OrdinalIgnoreCase),
        };
        return read with { Modbus = modbus, Endpoint = host.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $"{host}:{modbus.Port}") : modbus.SerialPort };
    }

    /// <summary>Where a tag lies.</summary>
    internal static PollerTag Tag(PollerTag read, Members tag)
    {
        var (table, address) = Place(tag);
        var bit = tag.Whole("startBit", 0, 0, 63);
        var place = new ModbusPlace { Table = table, Form = Form(tag, bit, read.IsDiscrete) };
        var scaling = DeviceFile.Scaling(tag);
        if (address < 0 || address + place.Length > ModbusLimits.TableSize)
            tag.Tell("address", "an address whose registers are all within the table of 65536");
        return read with { Modbus = place with { Address = address }, Scaling = scaling };
    }

    private static RegisterForm Form(Members tag, int bit, bool isDiscrete)
    {
        int? length = tag.Has("lengthBit") ? tag.Whole("lengthBit", 16, 0, 65_536) : null;
        if (RegisterForm.Parse(tag.Text("conversionType"), length, bit) is not { } form)
        {
            tag.Tell("conversionType", "a conversion that is known, and a startBit within its registers");
            return RegisterForm.Plain;
        }

        return isDiscrete && (bit > 0 || length == 1) ? form with { Kind = RegisterKind.Unsigned, Bits = 1 } : form;
    }

    /// <summary>The table and the place of a tag; a place below 0 is none. Source: <c>tags</c> 10.2.</summary>
    private static (ModbusTable Table, int Address) Place(Members tag)
    {
        var type = string.Concat(tag.Text("registerType").Where(char.IsAsciiLetter)).ToUpperInvariant();
        ModbusTable? named = type switch
        {
            "" or "HOLDING" or "HOLDINGREGISTER" or "HOLDINGREGISTERS" => ModbusTable.HoldingRegisters,
            "COIL" or "COILS" => ModbusTable.Coils,
            "DISCRETEINPUTS" or "DISCRETEINPUT" or "DISCRETE" => ModbusTable.DiscreteInputs,
            "INPUT" or "INPUTREGISTER" or "INPUTREGISTERS" => ModbusTable.InputRegisters,
            _ => null,
        };
        if (named is not { } table)
        {
            tag.Tell("registerType", "Coil, Discrete Inputs, Input or Holding");
            table = ModbusTable.HoldingRegisters;
        }

        if (!int.TryParse(tag.Text("address"), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            tag.Tell("address", "a decimal address");
            return (table, 0);
        }

        var first = table switch
        {
            ModbusTable.HoldingRegisters when number >= LongHoldingBase => LongHoldingBase,
            ModbusTable.HoldingRegisters when number >= HoldingBase => HoldingBase,
            ModbusTable.InputRegisters when number is >= InputBase and < InputBase + MostOfBase => InputBase,
            ModbusTable.DiscreteInputs when number is >= DiscreteBase and < DiscreteBase + MostOfBase => DiscreteBase,
            _ => 0,
        };
        return (table, number - first);
    }
}
