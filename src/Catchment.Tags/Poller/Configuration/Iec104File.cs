using System.Globalization;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Asdus;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>Reads what the file says of IEC 60870-5-104. Source: <c>tags</c> 10.1, 10.2.</summary>
internal static class Iec104File
{
    private const int LongestText = 253;
    private const int MostSeconds = 255;
    private const int TwoDays = 172_800;
    private const int MostWindow = 32_767;
    private const string PublicAddress = "iec104PublicAddress";

    private static readonly string[] AddressKeys = ["address", "iec104PointNumber", PublicAddress];

    /// <summary>How a device is asked.</summary>
    internal static PollerDevice Device(PollerDevice read, Members device)
    {
        var host = device.Text("iec104IpAddress");
        if (host.Length is 0 or > LongestText || host.Any(char.IsWhiteSpace))
            device.Tell("iec104IpAddress", "an address or a host name");
        var format = new AsduFormat
        {
            CauseOctets = device.Whole("iec104TransmitCauseLength", 2, 1, 2),
            CommonAddressOctets = device.Whole("iec104CommonAddressLength", 2, 1, 2),
            ObjectAddressOctets = device.Whole("iec104InfoAddressLength", 3, 1, 3),
            MaxApduLength = device.Whole("iec104AsduDataLength", 253, 30, 253),
        };
        var parameters = new Iec104Parameters
        {
            K = device.Whole("iec104K", 12, 1, MostWindow),
            W = device.Whole("iec104W", 8, 1, MostWindow),
            T0 = Seconds(device, "iec104T0", 30, MostSeconds),
            T1 = Seconds(device, "iec104T1", 15, MostSeconds),
            T2 = Seconds(device, "iec104T2", 10, MostSeconds),
            T3 = Seconds(device, "iec104T3", 30, TwoDays),
        };
        if (parameters.T2 >= parameters.T1)
            device.Tell("iec104T2", string.Create(CultureInfo.InvariantCulture, $"less than iec104T1 ({parameters.T1.TotalSeconds})"));
        var iec104 = new Iec104Device
        {
            Host = host,
            Port = device.Whole("iec104PortNumber", 2404, 1, 65_535),
            CommonAddress = device.Whole("iec104AsduAddress", 1, 1, format.GlobalCommonAddress - 1),
            Parameters = parameters,
            Format = format,
            Originator = (byte)device.Whole("iec104OriginatorAddress", 0, 0, format.CauseOctets == 2 ? byte.MaxValue : 0),
            TimeTag = TimeTag(device),
            TimeZone = Zone(device),
            Selection = Selection(device, Iec104Selection.Auto),
            InterrogationInterval = TimeSpan.FromSeconds(device.Number("iec104InterrogationInterval", 60, 0, TwoDays)),
        };
        return read with { Iec104 = iec104, Endpoint = string.Create(CultureInfo.InvariantCulture, $"{host}:{iec104.Port}") };
    }

    /// <summary>Which point a tag is.</summary>
    internal static PollerTag Tag(PollerTag read, Members tag, Iec104Device device)
    {
        var key = Array.Find(AddressKeys, key => tag.Text(key).Length > 0) ?? AddressKeys[0];
        var (type, address) = Point(tag, key, device.Format);
        // Where nothing else says which point it is, this does.
        var own = key == PublicAddress ? 0 : Optional(tag, PublicAddress, device.Format.GlobalCommonAddress - 1);
        var command = Optional(tag, "iec104CommandAddress", device.Format.MaxObjectAddress);
        var place = new Iec104Place
        {
            Type = type,
            CommonAddress = own > 0 ? own : device.CommonAddress,
            Address = address,
            CommandAddress = command > 0 ? command : address,
            Selection = Selection(tag, device.Selection),
        };
        return read with { Iec104 = place, Scaling = DeviceFile.Scaling(tag) };
    }

    /// <summary>The type and the information object address of <c>TYPE:IOA</c> or <c>IOA</c>.</summary>
    private static (TypeId Type, int Address) Point(Members tag, string key, AsduFormat format)
    {
        var text = tag.Text(key);
        var colon = text.LastIndexOf(':');
        var typeKey = colon >= 0 ? key : tag.Text("type").Length > 0 ? "type" : "iec104PointType";
        var typeText = colon >= 0 ? text[..colon] : tag.Text(typeKey);
        if (Address(text[(colon + 1)..], format) is not { } address)
        {
            tag.Tell(key, $"TYPE:IOA or IOA, as M_ME_NC_1:100 or 100, with an information object address from 1 to {format.MaxObjectAddress}");
            address = 0;
        }

        if (typeText.Length == 0 && colon < 0)
            return (TypeId.M_ME_NA_1, address);
        if (Iec104Place.TypeOf(typeText) is { } type && type.IsMonitored())
            return (type, address);
        tag.Tell(typeKey, "a type of IEC 60870-5-104 in monitor direction, as M_SP_NA_1, M_DP_NA_1, M_ME_NC_1 or M_IT_NA_1");
        return (TypeId.M_ME_NA_1, address);
    }

    /// <summary>An information object address; null: it is none.</summary>
    internal static int? Address(string text, AsduFormat format) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var address) && address > 0 && address <= format.MaxObjectAddress ? address : null;

    /// <summary>An address that need not be there; user interfaces leave it empty, or 0.</summary>
    private static int Optional(Members tag, string key, int most) => tag.Text(key).Length == 0 ? 0 : tag.Whole(key, 0, 0, most);

    private static Iec104TimeTag TimeTag(Members device)
    {
        var text = device.Text("iec104TimeTag", "cp56");
        if (text.StartsWith("cp56", StringComparison.OrdinalIgnoreCase))
            return Iec104TimeTag.Cp56;
        if (text.StartsWith("cp24", StringComparison.OrdinalIgnoreCase))
            return Iec104TimeTag.Cp24;
        if (!text.StartsWith("cp32", StringComparison.OrdinalIgnoreCase))
            device.Tell("iec104TimeTag", "cp56, cp24 or cp32");
        return Iec104TimeTag.Cp32;
    }

    private static TimeZoneInfo Zone(Members device)
    {
        // The name becomes a path below the folder of time zones: it must not lead out of it.
        var name = device.Text("iec104TimeZone") is { Length: > 0 } given ? given : "UTC";
        var isName = char.IsAsciiLetter(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');
        if (isName && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return zone;
        device.Tell("iec104TimeZone", "a time zone that this computer knows, as UTC or Europe/Berlin");
        return TimeZoneInfo.Utc;
    }

    private static Iec104Selection Selection(Members members, Iec104Selection usual)
    {
        const string Key = "iec104Select";
        if (members.Text(Key).Equals("auto", StringComparison.OrdinalIgnoreCase))
            return Iec104Selection.Auto;
        return members.Text(Key).Length == 0 ? usual : members.Flag(Key) ? Iec104Selection.Always : Iec104Selection.Never;
    }

    private static TimeSpan Seconds(Members members, string key, double usual, double most) => TimeSpan.FromSeconds(members.Number(key, usual, 1, most));
}
