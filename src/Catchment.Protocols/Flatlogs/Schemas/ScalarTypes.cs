using System.Globalization;

namespace Catchment.Protocols.Flatlogs.Schemas;

/// <summary>The scalars of the schema language: their names, and their values as they stand in a message.</summary>
internal static class ScalarTypes
{
    /// <summary>The kind that a name means; null: none.</summary>
    public static FlatlogFieldKind? Find(string name) => name switch
    {
        "bool" => FlatlogFieldKind.Bool,
        "byte" or "int8" => FlatlogFieldKind.Signed8,
        "ubyte" or "uint8" => FlatlogFieldKind.Unsigned8,
        "short" or "int16" => FlatlogFieldKind.Signed16,
        "ushort" or "uint16" => FlatlogFieldKind.Unsigned16,
        "int" or "int32" => FlatlogFieldKind.Signed32,
        "uint" or "uint32" => FlatlogFieldKind.Unsigned32,
        "long" or "int64" => FlatlogFieldKind.Signed64,
        "ulong" or "uint64" => FlatlogFieldKind.Unsigned64,
        "float" or "float32" => FlatlogFieldKind.Real32,
        "double" or "float64" => FlatlogFieldKind.Real64,
        "string" => FlatlogFieldKind.Text,
        _ => null,
    };

    /// <summary>A whole number, also in hexadecimal; null: it is none.</summary>
    public static Int128? Whole(string text)
    {
        var digits = text.TrimStart('-', '+');
        var isHex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        if (digits.Length > 40 || text.Length - digits.Length > 1 || !Int128.TryParse(isHex ? digits[2..] : digits, style, CultureInfo.InvariantCulture, out var value))
            return null;
        return text[0] == '-' ? -value : value;
    }

    /// <summary>A default as little-endian bytes of the message, widened with zeros; null: it is no value of this kind.</summary>
    public static ulong? Bits(FlatlogFieldKind kind, string text)
    {
        if (kind == FlatlogFieldKind.Bool && text is "true" or "false")
            return text == "true" ? 1u : 0u;
        if (kind is FlatlogFieldKind.Real32 or FlatlogFieldKind.Real64)
        {
            if (Real(text) is not { } real)
                return null;
            return kind == FlatlogFieldKind.Real64 ? BitConverter.DoubleToUInt64Bits(real) : BitConverter.SingleToUInt32Bits((float)real);
        }

        return Whole(text) is { } whole ? Bits(kind, whole) : null;
    }

    /// <summary>A whole number as little-endian bytes of the message; null: it is out of the kind's range.</summary>
    public static ulong? Bits(FlatlogFieldKind kind, Int128 whole)
    {
        var (bits, isSigned) = kind switch
        {
            FlatlogFieldKind.Bool => (1, false),
            FlatlogFieldKind.Signed8 => (8, true),
            FlatlogFieldKind.Unsigned8 => (8, false),
            FlatlogFieldKind.Signed16 => (16, true),
            FlatlogFieldKind.Unsigned16 => (16, false),
            FlatlogFieldKind.Signed32 => (32, true),
            FlatlogFieldKind.Unsigned32 => (32, false),
            FlatlogFieldKind.Signed64 => (64, true),
            _ => (64, false),
        };
        var least = isSigned ? -(Int128.One << (bits - 1)) : 0;
        var most = (Int128.One << (isSigned ? bits - 1 : bits)) - 1;
        return whole >= least && whole <= most ? (ulong)(whole & ((Int128.One << bits) - 1)) : null;
    }

    private static double? Real(string text)
    {
        var name = text.TrimStart('-', '+');
        double? special = name switch
        {
            "nan" => double.CopySign(double.NaN, 1), // .NET's own has the sign bit set, the wire's has not.
            "inf" or "infinity" => double.PositiveInfinity,
            _ => null,
        };
        if (special is { } named)
            return text[0] == '-' ? -named : named;
        return double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
