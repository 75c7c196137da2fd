using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>Values of points as values of objects, and back. Source: <c>tags</c> 6.4.</summary>
public static class TagSyntax
{
    private const int MaxDigits = 400; // of the greatest double, and some
    private const double EarliestSeconds = -62_135_596_800; // 0001-01-01T00:00:00Z
    private const double LatestSeconds = 253_402_300_799; // 9999-12-31T23:59:59Z

    /// <summary>The type that a mapping's <c>syntax</c> names; one that is none is an OCTET STRING.</summary>
    /// <param name="name">A <c>syntax</c> of a mapping.</param>
    public static SnmpType TypeOf(string name) => name switch
    {
        "INTEGER" or "Integer" or "Integer32" => SnmpType.Integer,
        "Gauge32" or "Unsigned32" => SnmpType.Gauge32,
        "Counter32" => SnmpType.Counter32,
        "Counter64" => SnmpType.Counter64,
        "TimeTicks" => SnmpType.TimeTicks,
        "IpAddress" => SnmpType.IpAddress,
        "OBJECT_IDENTIFIER" => SnmpType.ObjectIdentifier,
        _ => SnmpType.OctetString,
    };

    /// <summary>A point's value in an object's type. What is no number is 0, what is no address 0.0.0.0, and what is no name 0.0.</summary>
    /// <param name="value">The point's.</param>
    /// <param name="type">One that <see cref="TypeOf"/> gives.</param>
    public static SnmpValue Convert(in TagValue value, SnmpType type) => type switch
    {
        SnmpType.Integer => SnmpValue.Integer((int)BigInteger.Clamp(WholeOf(value), int.MinValue, int.MaxValue)),
        SnmpType.Gauge32 => SnmpValue.Gauge32((uint)BigInteger.Clamp(WholeOf(value), uint.MinValue, uint.MaxValue)),
        SnmpType.Counter32 => SnmpValue.Counter32(Modulo32(WholeOf(value))),
        SnmpType.Counter64 => SnmpValue.Counter64((ulong)BigInteger.Clamp(WholeOf(value), ulong.MinValue, ulong.MaxValue)),
        SnmpType.TimeTicks => SnmpValue.TimeTicks(Modulo32(BigInteger.Max(WholeOf(value), 0))),
        SnmpType.IpAddress => SnmpValue.IpAddress(AddressOf(value) ?? IPAddress.Any),
        SnmpType.ObjectIdentifier => SnmpValue.ObjectIdentifier(Oid.TryParse(TextOf(value), out var oid) ? oid : new Oid(0, 0)),
        _ => Text(TextOf(value), SnmpValue.MaxBytes),
    };

    /// <summary>What a manager writes, as a value for a point.</summary>
    /// <param name="value">A value of an object's type.</param>
    /// <param name="converted">The value.</param>
    /// <returns>False: bytes that are no text.</returns>
    public static bool TryConvertBack(in SnmpValue value, out TagValue converted)
    {
        converted = TagValue.Null;
        switch (value.Type)
        {
            case SnmpType.Integer or SnmpType.Gauge32 or SnmpType.Counter32 or SnmpType.TimeTicks:
                converted = TagValue.Of(value.Number);
                return true;
            case SnmpType.Counter64:
                converted = value.UnsignedNumber <= long.MaxValue ? TagValue.Of(value.Number) : Digits(value.UnsignedNumber);
                return true;
            case SnmpType.IpAddress or SnmpType.ObjectIdentifier:
                converted = TagValue.Of(value.ToString());
                return true;
            case SnmpType.OctetString when Utf8.IsValid(value.Bytes):
                converted = TagValue.Of(Encoding.UTF8.GetString(value.Bytes));
                return true;
            default:
                return false;
        }
    }

    /// <summary>A text, cut behind its last whole character that fits.</summary>
    internal static SnmpValue Text(string text, int maxBytes)
    {
        if (text.Length * 3 <= maxBytes || Encoding.UTF8.GetByteCount(text) <= maxBytes)
            return SnmpValue.OctetString(text);
        var bytes = new byte[maxBytes];
        _ = Utf8.FromUtf16(text, bytes, out _, out var written);
        return SnmpValue.OctetString(bytes.AsSpan(0, written));
    }

    /// <summary>The number without its fraction; 0 where there is none.</summary>
    internal static BigInteger WholeOf(in TagValue value)
    {
        switch (value.Kind)
        {
            case TagValueKind.Boolean or TagValueKind.Whole:
                return value.AsWhole;
            // Digits are read as such, for a double has but 53 bits.
            case TagValueKind.Text when value.AsText.Length <= MaxDigits && BigInteger.TryParse(value.AsText, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole):
                return whole;
            case TagValueKind.Json when value.AsJson.Length <= MaxDigits && BigInteger.TryParse(Encoding.UTF8.GetString(value.AsJson), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole):
                return whole;
            default:
                return value.TryGetNumber(out var number) && double.IsFinite(number) ? new BigInteger(number) : 0;
        }
    }

    /// <summary>A time in Unix seconds as DateAndTime in UTC. Source: RFC 2579, 2.</summary>
    internal static SnmpValue TimeOf(double seconds)
    {
        var tenths = double.IsFinite(seconds) ? Math.Floor(Math.Clamp(seconds, EarliestSeconds, LatestSeconds) * 10) : 0;
        var time = DateTime.UnixEpoch.AddTicks((long)tenths * (TimeSpan.TicksPerSecond / 10));
        Span<byte> bytes = [0, 0, (byte)time.Month, (byte)time.Day, (byte)time.Hour, (byte)time.Minute, (byte)time.Second, (byte)(time.Millisecond / 100), (byte)'+', 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)time.Year);
        return SnmpValue.OctetString(bytes);
    }

    private static uint Modulo32(in BigInteger number) => (uint)(number & uint.MaxValue);

    private static string TextOf(in TagValue value) => value.Kind == TagValueKind.Text ? value.AsText : value.ToString();

    private static IPAddress? AddressOf(in TagValue value) =>
        value.Kind == TagValueKind.Text && value.AsText.Count('.') == 3 && IPAddress.TryParse(value.AsText.AsSpan().Trim(), out var address) && address.AddressFamily == AddressFamily.InterNetwork ? address : null;

    /// <summary>A whole number of more than 63 bits, with all its digits.</summary>
    private static TagValue Digits(ulong number)
    {
        var reader = new Utf8JsonReader(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
        _ = reader.Read();
        return TagValue.Read(ref reader);
    }
}
