using Catchment.Protocols.Modbus;

namespace Catchment.Tags.Poller.Conversion;

/// <summary>How a tag's value lies in its registers. Source: <c>tags</c> 10.3.</summary>
/// <param name="Kind">What the registers hold.</param>
/// <param name="Order">The order of their bytes.</param>
/// <param name="Registers">How many there are: 1, 2 or 4.</param>
/// <param name="StartBit">The lowest bit that counts, of a whole number without a sign; 0 for all bits.</param>
/// <param name="Bits">How many bits count from there; 0 for all of them.</param>
public sealed record RegisterForm(RegisterKind Kind, ModbusByteOrder Order, int Registers, int StartBit = 0, int Bits = 0)
{
    private const int RegisterBits = 16;

    private static readonly (string Letters, ModbusByteOrder Order)[] Orders =
    [
        ("ABCD", ModbusByteOrder.BigEndian), ("ABCDEFGH", ModbusByteOrder.BigEndian), ("CDAB", ModbusByteOrder.WordSwapped), ("GHEFCDAB", ModbusByteOrder.WordSwapped),
        ("BADC", ModbusByteOrder.ByteSwapped), ("BADCFEHG", ModbusByteOrder.ByteSwapped), ("DCBA", ModbusByteOrder.LittleEndian), ("HGFEDCBA", ModbusByteOrder.LittleEndian),
    ];

    /// <summary>The form of a tag that names none: a register, signed.</summary>
    public static RegisterForm Plain { get; } = new(RegisterKind.Signed, ModbusByteOrder.BigEndian, 1);

    /// <summary>Reads a tag's <c>conversionType</c>, such as <c>FLOAT, Big Endian, Swap Word (CDAB)</c>.</summary>
    /// <param name="text">The text; empty for <see cref="Plain"/>.</param>
    /// <param name="lengthBit">The tag's <c>lengthBit</c>; null: as the text says. Of whole numbers it counts more than a number in the text.</param>
    /// <param name="startBit">The tag's <c>startBit</c>, 0 to 63.</param>
    /// <returns>Null: the text names no conversion that is known.</returns>
    public static RegisterForm? Parse(string text, int? lengthBit, int startBit)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = text.ToUpperInvariant().Split([' ', ',', '(', ')', '-', '_', '/', '+', '*', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (KindOf(words) is not { } kind)
            return null;
        var registers = RegistersOf(kind, words, lengthBit);
        var bits = startBit > 0 && lengthBit is > 0 and < RegisterBits ? lengthBit.Value : 0;
        return new RegisterForm(kind, OrderOf(words), registers, startBit, bits) is var form && startBit < registers * RegisterBits ? form : null;
    }

    private static RegisterKind? KindOf(string[] words)
    {
        if (words.Length == 0)
            return RegisterKind.Signed;
        if (words.Contains("BCD", StringComparer.Ordinal))
            return RegisterKind.PackedBcd;
        if (words.Contains("MODICON", StringComparer.Ordinal))
            return RegisterKind.Modicon;
        if (words.Contains("TEXT", StringComparer.Ordinal))
            return RegisterKind.Text;
        return words[0].TrimEnd('1', '2', '3', '4', '6') switch
        {
            "UINT" or "WORD" or "DWORD" or "UNSIGNED" => RegisterKind.Unsigned,
            "INT" or "SIGNED" => RegisterKind.Signed,
            "FLOAT" or "REAL" or "DOUBLE" => RegisterKind.Real,
            _ => null,
        };
    }

    private static int RegistersOf(RegisterKind kind, string[] words, int? lengthBit)
    {
        if (kind == RegisterKind.Modicon)
            return 2;
        if (kind == RegisterKind.Real)
            return lengthBit == 64 || words[0] is "DOUBLE" or "FLOAT64" or "REAL64" ? 4 : 2;
        return (lengthBit ?? (words.Length == 0 ? 0 : words[0].EndsWith("64", StringComparison.Ordinal) ? 64 : words[0].EndsWith("32", StringComparison.Ordinal) ? 32 : 0)) switch
        {
            64 => 4,
            32 => 2,
            _ => 1,
        };
    }

    private static ModbusByteOrder OrderOf(string[] words)
    {
        foreach (var (letters, order) in Orders)
        {
            if (words.Contains(letters, StringComparer.Ordinal))
                return order;
        }

        var isLittle = words.Contains("LITTLE", StringComparer.Ordinal);
        if (!words.Contains("SWAP", StringComparer.Ordinal))
            return isLittle ? ModbusByteOrder.LittleEndian : ModbusByteOrder.BigEndian;
        return words.Contains("BYTE", StringComparer.Ordinal) != isLittle ? ModbusByteOrder.ByteSwapped : ModbusByteOrder.WordSwapped;
    }
}
