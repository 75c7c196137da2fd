using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Catchment.Protocols.Snmp;

/// <summary>A variable's value with its type. Source: RFC 2578, 7.; RFC 3416, 3.</summary>
public readonly struct SnmpValue : IEquatable<SnmpValue>
{
    /// <summary>The most bytes of an OCTET STRING. Source: RFC 2578, 7.1.2.</summary>
    public const int MaxBytes = 65_535;

    private const byte OpaqueTag = 0x9F;
    private const byte OpaqueCounter64 = 0x76;
    private const byte OpaqueFloat = 0x78;
    private const byte OpaqueDouble = 0x79;
    private const byte OpaqueInteger64 = 0x7A;
    private const byte OpaqueUnsigned64 = 0x7B;

    private readonly long _number;
    private readonly object? _data;

    private SnmpValue(SnmpType type, long number, object? data = null) => (Type, _number, _data) = (type, number, data);

    /// <summary>No value.</summary>
    public static SnmpValue Null => new(SnmpType.Null, 0);

    /// <summary>There is no such object.</summary>
    public static SnmpValue NoSuchObject => new(SnmpType.NoSuchObject, 0);

    /// <summary>There is no such instance.</summary>
    public static SnmpValue NoSuchInstance => new(SnmpType.NoSuchInstance, 0);

    /// <summary>Nothing follows.</summary>
    public static SnmpValue EndOfMibView => new(SnmpType.EndOfMibView, 0);

    /// <summary>The type.</summary>
    public SnmpType Type { get; }

    /// <summary>Whether it is one of the three that stand for a value that is not there.</summary>
    public bool IsException => Type is SnmpType.NoSuchObject or SnmpType.NoSuchInstance or SnmpType.EndOfMibView;

    /// <summary>Whether it is a number: INTEGER, a counter, a gauge, TimeTicks.</summary>
    public bool IsNumber => Type is SnmpType.Integer or SnmpType.Counter32 or SnmpType.Gauge32 or SnmpType.TimeTicks or SnmpType.Counter64;

    /// <summary>The number of an INTEGER, Counter32, Gauge32 or TimeTicks; of a Counter64 its 64 bits; 0 otherwise.</summary>
    public long Number => _number;

    /// <summary>The number of any numeric type but INTEGER, unsigned.</summary>
    public ulong UnsignedNumber => (ulong)_number;

    /// <summary>The bytes of an OCTET STRING, an Opaque, or an IpAddress (four); empty otherwise.</summary>
    public ReadOnlySpan<byte> Bytes => _data is byte[] bytes ? bytes : [];

    /// <summary>The name that an OBJECT IDENTIFIER holds; empty otherwise.</summary>
    public Oid Oid => _data is uint[] arcs ? Oid.Of(arcs) : default;

    /// <summary>Whether they are the same.</summary>
    public static bool operator ==(SnmpValue left, SnmpValue right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(SnmpValue left, SnmpValue right) => !left.Equals(right);

    /// <summary>An INTEGER.</summary>
#pragma warning disable CA1720 // The standard's name.
    public static SnmpValue Integer(int value) => new(SnmpType.Integer, value);
#pragma warning restore CA1720

    /// <summary>A Counter32.</summary>
    public static SnmpValue Counter32(uint value) => new(SnmpType.Counter32, value);

    /// <summary>A Gauge32, or an Unsigned32.</summary>
    public static SnmpValue Gauge32(uint value) => new(SnmpType.Gauge32, value);

    /// <summary>TimeTicks.</summary>
    /// <param name="hundredths">Hundredths of a second.</param>
    public static SnmpValue TimeTicks(uint hundredths) => new(SnmpType.TimeTicks, hundredths);

    /// <summary>A Counter64.</summary>
    public static SnmpValue Counter64(ulong value) => new(SnmpType.Counter64, (long)value);

    /// <summary>An OCTET STRING of these bytes.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: more than <see cref="MaxBytes"/>.</exception>
    public static SnmpValue OctetString(ReadOnlySpan<byte> bytes) => new(SnmpType.OctetString, 0, Bounded(bytes));

    /// <summary>An OCTET STRING of a text's UTF-8 bytes.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: more than <see cref="MaxBytes"/>.</exception>
    public static SnmpValue OctetString(string text) => OctetString(Encoding.UTF8.GetBytes(text));

    /// <summary>An Opaque.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: more than <see cref="MaxBytes"/>.</exception>
    public static SnmpValue Opaque(ReadOnlySpan<byte> bytes) => new(SnmpType.Opaque, 0, Bounded(bytes));

    /// <summary>An OBJECT IDENTIFIER.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: it cannot be sent.</exception>
    public static SnmpValue ObjectIdentifier(Oid oid) => oid.CanBeSent
        ? new(SnmpType.ObjectIdentifier, 0, oid.Arcs.ToArray())
        : throw new SnmpException(SnmpFault.Invalid, $"'{oid}' cannot be sent as an object identifier");

    /// <summary>An IpAddress.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: it is not one of IPv4.</exception>
    public static SnmpValue IpAddress(IPAddress address)
    {
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        return bytes.Length == 4 ? new(SnmpType.IpAddress, 0, bytes) : throw new SnmpException(SnmpFault.Invalid, $"{address} is not an IPv4 address");
    }

    /// <inheritdoc/>
    public bool Equals(SnmpValue other) =>
        Type == other.Type && _number == other._number && Bytes.SequenceEqual(other.Bytes) && Oid == other.Oid;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SnmpValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Type);
        hash.Add(_number);
        hash.AddBytes(Bytes);
        hash.Add(Oid);
        return hash.ToHashCode();
    }

    /// <summary>For people: numbers in decimal, an OCTET STRING as text when its bytes are printable UTF-8 and as hex otherwise, names dotted.</summary>
    public override string ToString() => Type switch
    {
        SnmpType.Integer or SnmpType.Counter32 or SnmpType.Gauge32 or SnmpType.TimeTicks => $"{_number}",
        SnmpType.Counter64 => $"{UnsignedNumber}",
        SnmpType.OctetString => TryText(out var text) ? text : Convert.ToHexString(Bytes),
        SnmpType.Opaque => Convert.ToHexString(Bytes),
        SnmpType.IpAddress => new IPAddress(Bytes).ToString(),
        SnmpType.ObjectIdentifier => Oid.ToString(),
        SnmpType.NoSuchObject => "noSuchObject",
        SnmpType.NoSuchInstance => "noSuchInstance",
        SnmpType.EndOfMibView => "endOfMibView",
        _ => "null",
    };

    /// <summary>The text of an OCTET STRING whose bytes are UTF-8 without control characters other than tabs and line ends.</summary>
    /// <returns>Whether it is one.</returns>
    public bool TryText(out string text)
    {
        text = string.Empty;
        if (Type != SnmpType.OctetString || !System.Text.Unicode.Utf8.IsValid(Bytes))
            return false;
        text = Encoding.UTF8.GetString(Bytes);
        return !text.AsSpan().ContainsAny(Controls);
    }

    /// <summary>
    /// The number that an Opaque wraps: a Float, a Double, or a whole number of 64 bits. Source: net-snmp, NET-SNMP-TC and
    /// asn1.h (ASN_OPAQUE_FLOAT and its like).
    /// </summary>
    /// <returns>Whether it wraps one.</returns>
    public bool TryOpaqueNumber(out double number)
    {
        number = 0;
        if (Type != SnmpType.Opaque || Bytes is not [OpaqueTag, var type, var length, ..] || Bytes.Length != length + 3)
            return false;
        var content = Bytes[3..];
        switch (type)
        {
            case OpaqueFloat when length == sizeof(float):
                number = BinaryPrimitives.ReadSingleBigEndian(content);
                return true;
            case OpaqueDouble when length == sizeof(double):
                number = BinaryPrimitives.ReadDoubleBigEndian(content);
                return true;
            case OpaqueCounter64 or OpaqueInteger64 or OpaqueUnsigned64 when length is > 0 and <= sizeof(long) + 1:
                var whole = type == OpaqueInteger64 && content[0] >= 0x80 ? Int128.NegativeOne : 0;
                foreach (var one in content)
                    whole = (whole << 8) | one;
                number = (double)whole;
                return true;
            default:
                return false;
        }
    }

    /// <summary>An Opaque that wraps a Float. Source: net-snmp, NET-SNMP-TC.</summary>
    public static SnmpValue OpaqueOf(float number)
    {
        var bytes = new byte[3 + sizeof(float)];
        (bytes[0], bytes[1], bytes[2]) = (OpaqueTag, OpaqueFloat, sizeof(float));
        BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(3), number);
        return OfBytes(SnmpType.Opaque, bytes);
    }

    /// <summary>An Opaque that wraps a Double. Source: net-snmp, NET-SNMP-TC.</summary>
    public static SnmpValue OpaqueOf(double number)
    {
        var bytes = new byte[3 + sizeof(double)];
        (bytes[0], bytes[1], bytes[2]) = (OpaqueTag, OpaqueDouble, sizeof(double));
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(3), number);
        return OfBytes(SnmpType.Opaque, bytes);
    }

    /// <summary>Takes bytes that nobody else changes.</summary>
    internal static SnmpValue OfBytes(SnmpType type, byte[] bytes) => new(type, 0, bytes);

    /// <summary>Takes a name as it came, also one that cannot be sent.</summary>
    internal static SnmpValue OfOid(Oid oid) => new(SnmpType.ObjectIdentifier, 0, oid.Arcs.ToArray());

    /// <summary>A 32-bit unsigned type, or a Counter64.</summary>
    internal static SnmpValue OfUnsigned(SnmpType type, ulong value) => new(type, (long)value);

    private static readonly System.Buffers.SearchValues<char> Controls =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(0, 32).Select(c => (char)c).Where(c => c is not ('\t' or '\r' or '\n')), '\x7f']);

    private static byte[] Bounded(ReadOnlySpan<byte> bytes) => bytes.Length <= MaxBytes
        ? bytes.ToArray()
        : throw new SnmpException(SnmpFault.Invalid, $"a value has at most {MaxBytes} bytes, not {bytes.Length}");
}
