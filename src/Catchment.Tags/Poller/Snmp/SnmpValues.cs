using System.Globalization;
using System.Net;
using System.Text.Json;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Conversion;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Snmp;

/// <summary>Values of variables to values of tags, and back. Source: <c>tags</c> 10.4.</summary>
internal static class SnmpValues
{
    private const int True = 1;
    private const int False = 2;

    /// <summary>
    /// The value of a tag: numbers, and texts that are numbers, are scaled; other texts are texts; bytes that are no text, names and addresses are
    /// texts, too. Of a discrete tag true or false.
    /// </summary>
    /// <param name="tag">The tag.</param>
    /// <param name="read">What the agent has; one that is there.</param>
    /// <param name="value">The value.</param>
    /// <returns>Null; or why there is no value, in words.</returns>
    internal static string? Read(PollerTag tag, in SnmpValue read, out TagValue value)
    {
        value = TagValue.Null;
        switch (read.Type)
        {
            case SnmpType.Integer when tag is { IsDiscrete: true, Snmp.Type: SnmpAsnType.TruthValue }:
                return TagConversion.Finish(tag, isWhole: true, read.Number == True ? 1 : 0, 0, out value);
            case SnmpType.Counter64 when read.UnsignedNumber > long.MaxValue && tag is { IsDiscrete: false, Scaling.IsNone: true }:
                value = Large(read.UnsignedNumber);
                return null;
            case SnmpType.Integer or SnmpType.Counter32 or SnmpType.Gauge32 or SnmpType.TimeTicks:
                return TagConversion.Finish(tag, isWhole: true, read.Number, 0, out value);
            case SnmpType.Counter64:
                return TagConversion.Finish(tag, isWhole: true, read.UnsignedNumber, 0, out value);
            case SnmpType.OctetString:
                return ReadText(tag, TextOf(tag, read), out value);
            case SnmpType.Opaque when read.TryOpaqueNumber(out var number):
                return double.IsFinite(number) ? TagConversion.Finish(tag, isWhole: false, 0, number, out value) : "the agent has no finite number";
            case SnmpType.Opaque:
                return Take(tag, Convert.ToHexStringLower(read.Bytes), out value);
            case SnmpType.ObjectIdentifier or SnmpType.IpAddress:
                return Take(tag, read.ToString(), out value);
            default:
                return "the agent has the variable, but no value";
        }
    }

    /// <summary>What a variable becomes by a tag's value: the scale is taken back.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="value">Its value.</param>
    /// <param name="type">The variable's type.</param>
    /// <param name="written">What the variable becomes.</param>
    /// <returns>Null; or why there is nothing to write, in words.</returns>
    internal static string? Write(PollerTag tag, in TagValue value, SnmpAsnType type, out SnmpValue written)
    {
        if (tag.IsDiscrete && (IsNumber(type) || value.Kind != TagValueKind.Text))
        {
            var bit = TagConversion.Bit(tag, value);
            return Write(TagValue.Of(type == SnmpAsnType.TruthValue ? bit ? True : False : bit ? 1L : 0L), type, out written);
        }

        if (tag.Scaling.IsNone || !(IsNumber(type) || (type == SnmpAsnType.Text && value.Kind != TagValueKind.Text)))
            return Write(value, type, out written);
        written = default;
        if (!value.TryGetNumber(out var number) || !double.IsFinite(number = tag.Scaling.Invert(number)))
            return $"{value} is no value that this tag can have";
        return Write(TagValue.Of(number), type, out written);
    }

    /// <summary>A value in a variable's type.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">The variable's type.</param>
    /// <param name="written">What the variable becomes.</param>
    /// <returns>Null; or why there is nothing to write, in words.</returns>
    internal static string? Write(in TagValue value, SnmpAsnType type, out SnmpValue written)
    {
        written = default;
        var text = PlainText(value);
        switch (type)
        {
            case SnmpAsnType.WholeNumber when TryWhole(value, int.MinValue, int.MaxValue, out var whole):
                written = SnmpValue.Integer((int)whole);
                return null;
            case SnmpAsnType.TruthValue when value.Kind == TagValueKind.Boolean:
                written = SnmpValue.Integer(value.AsBoolean ? True : False);
                return null;
            case SnmpAsnType.TruthValue when TryWhole(value, True, False, out var whole):
                written = SnmpValue.Integer((int)whole);
                return null;
            case SnmpAsnType.Gauge32 when TryWhole(value, 0, uint.MaxValue, out var whole):
                written = SnmpValue.Gauge32((uint)whole);
                return null;
            case SnmpAsnType.Counter32 when TryWhole(value, 0, uint.MaxValue, out var whole):
                written = SnmpValue.Counter32((uint)whole);
                return null;
            case SnmpAsnType.TimeTicks when TryWhole(value, 0, uint.MaxValue, out var whole):
                written = SnmpValue.TimeTicks((uint)whole);
                return null;
            case SnmpAsnType.Counter64 when TryWhole(value, 0, ulong.MaxValue, out var whole):
                written = SnmpValue.Counter64((ulong)whole);
                return null;
            case SnmpAsnType.OpaqueFloat when value.TryGetNumber(out var number) && Math.Abs(number) <= float.MaxValue:
                written = SnmpValue.OpaqueOf((float)number);
                return null;
            case SnmpAsnType.OpaqueDouble when value.TryGetNumber(out var number) && double.IsFinite(number):
                written = SnmpValue.OpaqueOf(number);
                return null;
            case SnmpAsnType.Text when text is not null && System.Text.Encoding.UTF8.GetByteCount(text) <= SnmpValue.MaxBytes:
                written = SnmpValue.OctetString(text);
                return null;
            case SnmpAsnType.Hex when text is not null && TryHex(text, out var bytes):
                written = SnmpValue.OctetString(bytes);
                return null;
            case SnmpAsnType.ObjectIdentifier when text is not null && SnmpPlace.Parse(text.Trim()) is { } oid:
                written = SnmpValue.ObjectIdentifier(oid);
                return null;
            case SnmpAsnType.IpAddress when text is not null && text.Count(static c => c == '.') == 3 && IPAddress.TryParse(text.Trim(), out var address) && address.GetAddressBytes().Length == 4:
                written = SnmpValue.IpAddress(address);
                return null;
            default:
                return $"{value} is no {NameOf(type)}, or beyond it";
        }
    }

    /// <summary>The type to write that a variable's value tells; null: it tells none.</summary>
    internal static SnmpAsnType? TypeOf(in SnmpValue read) => read.Type switch
    {
        SnmpType.Integer => SnmpAsnType.WholeNumber,
        SnmpType.Gauge32 => SnmpAsnType.Gauge32,
        SnmpType.Counter32 => SnmpAsnType.Counter32,
        SnmpType.Counter64 => SnmpAsnType.Counter64,
        SnmpType.TimeTicks => SnmpAsnType.TimeTicks,
        SnmpType.OctetString => IsText(read) ? SnmpAsnType.Text : SnmpAsnType.Hex,
        SnmpType.ObjectIdentifier => SnmpAsnType.ObjectIdentifier,
        SnmpType.IpAddress => SnmpAsnType.IpAddress,
        SnmpType.Opaque when read == SnmpValue.OpaqueOf(Number(read)) => SnmpAsnType.OpaqueDouble,
        SnmpType.Opaque when read == SnmpValue.OpaqueOf((float)Number(read)) => SnmpAsnType.OpaqueFloat,
        _ => null,
    };

    private static double Number(in SnmpValue read) => read.TryOpaqueNumber(out var number) ? number : 0;

    private static string NameOf(SnmpAsnType type) => type switch
    {
        SnmpAsnType.WholeNumber => "INTEGER",
        SnmpAsnType.Text => "OCTET STRING",
        SnmpAsnType.Hex => "OCTET STRING in hex",
        SnmpAsnType.ObjectIdentifier => "OBJECT IDENTIFIER",
        _ => type.ToString(),
    };

    private static bool IsNumber(SnmpAsnType type) => type is not (SnmpAsnType.Text or SnmpAsnType.Hex or SnmpAsnType.ObjectIdentifier or SnmpAsnType.IpAddress);

    private static bool IsText(in SnmpValue read) => SnmpValue.OctetString(read.Bytes.TrimEnd((byte)0)).TryText(out _);

    /// <summary>Bytes that are printable UTF-8 as text, also with zeros behind it; others as hex.</summary>
    private static string TextOf(PollerTag tag, in SnmpValue read)
    {
        // Many agents send the zero that ends a text in C.
        var bytes = read.Bytes.TrimEnd((byte)0);
        return tag.Snmp!.Type switch
        {
            SnmpAsnType.Hex => Convert.ToHexStringLower(read.Bytes),
            SnmpAsnType.Text => System.Text.Encoding.UTF8.GetString(bytes),
            _ => (bytes.Length > 0 || read.Bytes.Length == 0) && SnmpValue.OctetString(bytes).TryText(out var text) ? text : Convert.ToHexStringLower(read.Bytes),
        };
    }

    private static string? ReadText(PollerTag tag, string text, out TagValue value)
    {
        if (tag.Snmp!.Type == SnmpAsnType.Hex)
            return Take(tag, text, out value);
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) && !text.EndsWith('\0'))
            return TagConversion.Finish(tag, isWhole: true, whole, 0, out value);
        return TagValue.Of(text).TryGetNumber(out var number) && double.IsFinite(number)
            ? TagConversion.Finish(tag, isWhole: false, 0, number, out value)
            : Take(tag, text, out value);
    }

    private static string? Take(PollerTag tag, string text, out TagValue value)
    {
        value = TagValue.Of(text);
        if (tag.IsDiscrete)
            value = TagValue.Of(TagCoercion.IsTrue(value) != tag.Scaling.IsReversed);
        return TagPoller.IsValue(value) ? null : "the agent's text is longer than a tag can have";
    }

    /// <summary>A whole number of more than 63 bits.</summary>
    private static TagValue Large(ulong number)
    {
        Span<byte> digits = stackalloc byte[20];
        _ = number.TryFormat(digits, out var length, provider: CultureInfo.InvariantCulture);
        var reader = new Utf8JsonReader(digits[..length]);
        _ = reader.Read();
        return TagValue.Read(ref reader);
    }

    /// <summary>A whole number within a range; what was divided by a factor is a hair beside the one that was meant.</summary>
    private static bool TryWhole(in TagValue value, Int128 least, Int128 most, out Int128 whole)
    {
        whole = 0;
        var isRead = value.Kind switch
        {
            TagValueKind.Whole or TagValueKind.Boolean => (whole = value.AsWhole) == whole,
            TagValueKind.Text or TagValueKind.Json => Int128.TryParse(PlainText(value), NumberStyles.Integer, CultureInfo.InvariantCulture, out whole) || TryRound(value, out whole),
            _ => TryRound(value, out whole),
        };
        return isRead && whole >= least && whole <= most;
    }

    private static bool TryRound(in TagValue value, out Int128 whole)
    {
        whole = 0;
        if (!value.TryGetNumber(out var number) || !(Math.Abs(number) < 1e30))
            return false;
        whole = (Int128)Math.Round(number);
        return true;
    }

    /// <summary>The text of a value, of whole numbers without a point; null: it is none, or a list or an object.</summary>
    private static string? PlainText(in TagValue value) => value.Kind switch
    {
        TagValueKind.Null => null,
        TagValueKind.Json when !value.TryGetNumber(out _) => null,
        TagValueKind.Number when !double.IsFinite(value.AsNumber) => null,
        TagValueKind.Number when double.IsInteger(value.AsNumber) && Math.Abs(value.AsNumber) < 1e15 => ((long)value.AsNumber).ToString(CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static bool TryHex(string text, out byte[] bytes)
    {
        bytes = [];
        var hex = text.Trim();
        hex = string.Concat((hex.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? hex[2..] : hex).Where(static c => c is not (':' or '-' or ' ')));
        if (hex.Length % 2 != 0 || hex.Length > SnmpValue.MaxBytes * 2 || !hex.All(char.IsAsciiHexDigit))
            return false;
        bytes = Convert.FromHexString(hex);
        return true;
    }
}
