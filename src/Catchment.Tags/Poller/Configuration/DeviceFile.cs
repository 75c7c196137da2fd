using System.Globalization;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller.Conversion;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>Reads one device of the file. Source: <c>tags</c> 10.1, 10.2.</summary>
internal static class DeviceFile
{
    private const int HoldingBase = 40_001;
    private const int LongHoldingBase = 400_001;
    private const int InputBase = 30_001;
    private const int DiscreteBase = 10_001;
    private const int MostOfBase = 9_999;
    private const double Day = 86_400;

    internal static PollerDevice Read(string name, Members device, Members port, int mostTags, List<string> problems)
    {
        var type = device.Text("deviceType");
        var host = device.Text("ipAddress");
        var protocol = Protocol(type, host);
        var isTcp = protocol is PollerProtocol.ModbusTcp or PollerProtocol.ModbusRtuOverTcp;
        if (isTcp && (host.Length is 0 or > 253 || host.Any(char.IsWhiteSpace)))
            device.Tell("ipAddress", "an address or a host name");
        var read = new PollerDevice
        {
            Name = name,
            TypeText = type,
            Protocol = protocol,
            Host = host,
            Port = isTcp ? device.Whole("portNumber", 502, 1, 65_535) : 0,
            Unit = protocol == PollerProtocol.Other ? (byte)0 : (byte)device.Whole("unitNumber", 1, protocol == PollerProtocol.ModbusTcp ? 0 : 1, 255),
            SerialPort = port.Child("serialSettings")?.Text("port") ?? "",
            Timeout = Seconds(device.Has("timeout") ? device.Number("timeout", 3, 0.01, 600) : port.Number("timeOut", 3000, 10, 600_000) / 1000),
            ScanTime = Seconds(port.Number("scanTime", UsualScanTime(type), 10, Day * 1000) / 1000),
            RetryCount = port.Whole("retryCount", 0, 0, 100),
            AutoRecoverTime = Seconds(port.Number("autoRecoverTime", 30, 0, Day)),
            PacketDelay = Seconds(device.Number("packetDelay", 0, 0, 60_000) / 1000),
            AnalogBlockSize = Math.Clamp(device.Whole("analogBlockSize", ModbusLimits.ReadRegisters, 1, 65_536), 4, ModbusLimits.ReadRegisters),
            DigitalBlockSize = Math.Min(device.Whole("digitalBlockSize", 512, 1, 65_536), ModbusLimits.ReadBits),
            WritesBlocks = device.Text("tagWriteType").StartsWith("block", StringComparison.OrdinalIgnoreCase),
            Sequence = IsSequential(port.Text("scanMode")) ? port.Text("id", port.Text("name")) : null,
        };
        return read with { Problem = device.Problem, Tags = [.. Tags(read, device, mostTags, problems)] };
    }

    private static PollerProtocol Protocol(string type, string host)
    {
        var word = string.Concat(type.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return word switch
        {
            "MODBUSTCP" or "MODBUSTCPIP" => PollerProtocol.ModbusTcp,
            "MODBUSRTU" or "MODBUSRTUOVERTCP" or "MODBUSRTUTCP" => host.Length > 0 ? PollerProtocol.ModbusRtuOverTcp : PollerProtocol.ModbusSerial,
            _ => PollerProtocol.Other,
        };
    }

    private static int UsualScanTime(string type) => type.StartsWith("SNMP", StringComparison.OrdinalIgnoreCase) ? 60_000 : type.StartsWith("DNP", StringComparison.OrdinalIgnoreCase) ? 2000 : 1000;

    private static bool IsSequential(string scanMode) => scanMode.Contains("serial", StringComparison.OrdinalIgnoreCase) || scanMode.Contains("sequen", StringComparison.OrdinalIgnoreCase);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static IEnumerable<PollerTag> Tags(PollerDevice device, Members members, int most, List<string> problems)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in members.List("tags"))
        {
            var plain = new Members(node, "", []);
            var (id, name) = (plain.Text("id"), plain.Text("name"));
            id = id.Length > 0 ? id : name;
            var tag = new Members(node, $"device '{device.Name}', tag '{id}', ", problems);
            if (!PollerFile.IsName(id) || !ids.Add(id))
                tag.Tell("id", "an id of 1 to 500 characters that no other tag of the device has");
            else if (ids.Count > most)
                tag.Tell("id", $"at most {PollerFile.MaxTags} tags");
            else
                yield return Tag(device, id, name.Length > 0 ? name : id, tag);
        }
    }

    private static PollerTag Tag(PollerDevice device, string id, string name, Members tag)
    {
        var read = new PollerTag
        {
            Id = id,
            Name = name,
            Key = $"{device.Name}:{id}",
            IsDiscrete = tag.Text("dataType").StartsWith("d", StringComparison.OrdinalIgnoreCase) && !tag.Text("dataType").StartsWith("double", StringComparison.OrdinalIgnoreCase),
            CanWrite = tag.Text("readWrite").Contains("write", StringComparison.OrdinalIgnoreCase),
            Units = tag.Text("units"),
        };
        if (device.Protocol == PollerProtocol.Other)
            return read;
        var (table, address) = Place(tag);
        var bit = tag.Whole("startBit", 0, 0, 63);
        var form = Form(tag, bit, read.IsDiscrete);
        read = read with { Table = table, Form = form, Scaling = Scaling(tag) };
        if (address < 0 || address + read.Length > ModbusLimits.TableSize)
            tag.Tell("address", "an address whose registers are all within the table of 65536");
        return read with { Address = address, Problem = tag.Problem };
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

    private static TagScaling Scaling(Members tag)
    {
        if (TagScaling.Parse(tag.Text("scaleType")) is not { } form)
        {
            tag.Tell("scaleType", "a scale type that is known");
            form = ScaleForm.Linear;
        }

        var scaling = new TagScaling
        {
            Form = form,
            Scale = tag.Number("scale", 1, isNullIll: true),
            Offset = tag.Number("offset", 0, isNullIll: true),
            SpanLow = tag.Number("spanLow", 0),
            SpanHigh = tag.Number("spanHigh", 1000),
            ClampsLow = tag.Flag("clampToLow"),
            ClampsHigh = tag.Flag("clampToHigh"),
            ClampsZero = tag.Flag("clampToZero"),
            IsReversed = tag.Flag("signalReversal"),
        };
        if (form is ScaleForm.InputRange or ScaleForm.InputRangeRoot && scaling.Scale == scaling.Offset)
            tag.Tell("scale", "an upper end of the input (scale) other than its lower end (offset)");
        return scaling;
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
