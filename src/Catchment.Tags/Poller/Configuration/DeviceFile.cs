using Catchment.Tags.Poller.Conversion;
using Catchment.Tags.Poller.Reading;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>Reads one device of the file: what all protocols have. Source: <c>tags</c> 10.1, 10.2.</summary>
internal static class DeviceFile
{
    private const double Day = 86_400;

    internal static PollerDevice Read(string name, Members device, Members port, int mostTags, List<string> problems)
    {
        var type = device.Text("deviceType");
        var read = new PollerDevice
        {
            Name = name,
            TypeText = type,
            Protocol = Protocol(type, hasHost: device.Text("ipAddress").Length > 0),
            Timeout = Seconds(device.Has("timeout") ? device.Number("timeout", 3, 0.01, 600) : port.Number("timeOut", 3000, 10, 600_000) / 1000),
            ScanTime = Seconds(port.Number("scanTime", UsualScanTime(type), 10, Day * 1000) / 1000),
            RetryCount = port.Whole("retryCount", 0, 0, 100),
            AutoRecoverTime = Seconds(port.Number("autoRecoverTime", 30, 0, Day)),
            Sequence = IsSequential(port.Text("scanMode")) ? port.Text("id", port.Text("name")) : null,
        };
        read = read.Protocol switch
        {
            PollerProtocol.Other => read,
            PollerProtocol.Dnp3 => read with { Endpoint = Dnp3Endpoint(device) },
            PollerProtocol.OpcUa => OpcUaFile.Device(read, device),
            PollerProtocol.Iec104 => Iec104File.Device(read, device),
            PollerProtocol.Snmp => SnmpFile.Device(read, device, port),
            _ => ModbusFile.Device(read, device, port),
        };
        read = read with { Problem = device.Problem };
        if (PollStatus.Unsupported(read) is { } unsupported)
            device.Note("deviceType", unsupported);
        return read with { Tags = [.. Tags(read, device, mostTags, problems)] };
    }

    /// <summary>How a tag's value comes of what the device has.</summary>
    internal static TagScaling Scaling(Members tag)
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

    private static PollerProtocol Protocol(string type, bool hasHost)
    {
        var word = string.Concat(type.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return word switch
        {
            "MODBUSTCP" or "MODBUSTCPIP" => PollerProtocol.ModbusTcp,
            "MODBUSRTU" or "MODBUSRTUOVERTCP" or "MODBUSRTUTCP" => hasHost ? PollerProtocol.ModbusRtuOverTcp : PollerProtocol.ModbusSerial,
            "OPCUA" or "OPCUATCP" or "OPCUABINARY" => PollerProtocol.OpcUa,
            "IEC104" or "IEC608705104" or "IEC60870104" or "IEC104TCP" => PollerProtocol.Iec104,
            "SNMP" => PollerProtocol.Snmp,
            _ when word.StartsWith("SNMP", StringComparison.Ordinal) && SnmpFile.VersionOf(word) is not null => PollerProtocol.Snmp,
            _ when word.StartsWith("DNP", StringComparison.Ordinal) => PollerProtocol.Dnp3,
            _ => PollerProtocol.Other,
        };
    }

    private static string Dnp3Endpoint(Members device)
    {
        var host = device.Text("dnp3IpAddress", device.Text("ipAddress"));
        return host.Length == 0 ? "" : $"{host}:{device.Text("dnp3PortNumber", "20000")}";
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
        read = device.Protocol switch
        {
            PollerProtocol.Other or PollerProtocol.Dnp3 => read,
            PollerProtocol.OpcUa => OpcUaFile.Tag(read, tag),
            PollerProtocol.Iec104 => Iec104File.Tag(read, tag, device.Iec104!),
            PollerProtocol.Snmp => SnmpFile.Tag(read, tag),
            _ => ModbusFile.Tag(read, tag),
        };
        return read with { Problem = tag.Problem };
    }
}
