using System.Globalization;

namespace Catchment.Protocols.ImageZmq;

/// <summary>A NumPy element type: what <c>dtype</c> says in an imagezmq header.</summary>
/// <param name="Kind">NumPy's kind: <c>b</c> boolean, <c>i</c> signed, <c>u</c> unsigned, <c>f</c> floating, <c>c</c> complex.</param>
/// <param name="Size">Bytes of one element.</param>
/// <param name="IsBigEndian">Most significant byte first.</param>
public readonly record struct ArrayElementType(char Kind, int Size, bool IsBigEndian)
{
    /// <summary>The usual picture element: one unsigned byte.</summary>
    public static ArrayElementType UnsignedByte { get; } = new('u', 1, false);

    /// <summary>Reads NumPy's spelling: <c>uint8</c>, <c>float32</c>, or with order and size: <c>&gt;u2</c>, <c>&lt;f4</c>, <c>|u1</c>.</summary>
    /// <param name="text">ASCII.</param>
    /// <param name="type">The type.</param>
    /// <returns>False when it is no plain element type.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out ArrayElementType type)
    {
        type = default;
        if (text.IsEmpty)
            return false;
        if (text[0] is (byte)'<' or (byte)'>' or (byte)'=' or (byte)'|')
            return TryParseCode(text[1..], text[0] == (byte)'>', out type);
        return TryParseName(text, out type) || TryParseCode(text, false, out type);
    }

    /// <summary>NumPy's spelling, as a sender writes it: a name when native, else order, kind and size.</summary>
    public override string ToString()
    {
        if (IsBigEndian && Size > 1)
            return string.Create(CultureInfo.InvariantCulture, $">{Kind}{Size}");
        var bits = (Size * 8).ToString(CultureInfo.InvariantCulture);
        return Kind switch
        {
            'b' => "bool",
            'i' => "int" + bits,
            'u' => "uint" + bits,
            'f' => "float" + bits,
            _ => "complex" + bits,
        };
    }

    private static bool TryParseName(ReadOnlySpan<byte> text, out ArrayElementType type)
    {
        type = default;
        if (text.SequenceEqual("bool"u8))
            type = new ArrayElementType('b', 1, false);
        else if (text.StartsWith("uint"u8))
            return TryWithBits('u', text[4..], out type);
        else if (text.StartsWith("int"u8))
            return TryWithBits('i', text[3..], out type);
        else if (text.StartsWith("float"u8))
            return TryWithBits('f', text[5..], out type);
        else if (text.StartsWith("complex"u8))
            return TryWithBits('c', text[7..], out type);
        return type.Size != 0;
    }

    private static bool TryWithBits(char kind, ReadOnlySpan<byte> digits, out ArrayElementType type)
    {
        type = default;
        return TryNumber(digits, out var bits) && bits % 8 == 0 && TryMake(kind, bits / 8, false, out type);
    }

    private static bool TryParseCode(ReadOnlySpan<byte> text, bool bigEndian, out ArrayElementType type)
    {
        type = default;
        if (text.SequenceEqual("?"u8))
            return TryMake('b', 1, false, out type);
        return text.Length >= 2 && TryNumber(text[1..], out var size) && TryMake((char)text[0], size, bigEndian, out type);
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        if (digits.IsEmpty || digits.Length > 3 || digits[0] == (byte)'0')
            return false;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            number = (number * 10) + (digit - (byte)'0');
        }

        return true;
    }

    private static bool TryMake(char kind, int size, bool bigEndian, out ArrayElementType type)
    {
        var known = kind switch
        {
            'b' => size == 1,
            'i' or 'u' => size is 1 or 2 or 4 or 8,
            'f' => size is 2 or 4 or 8,
            'c' => size is 8 or 16,
            _ => false,
        };
        type = known ? new ArrayElementType(kind, size, bigEndian && size > 1) : default;
        return known;
    }
}
