using System.Globalization;

namespace Catchment.Core.Configuration;

/// <summary>
/// A number of bytes, written as a whole number or with a unit: <c>1048576</c>, <c>64 MiB</c>, <c>1.5 GB</c>. Units
/// with an <c>i</c> are powers of 1024, those without are powers of 1000; case and the space do not matter.
/// </summary>
/// <param name="Bytes">The number of bytes, not negative.</param>
public readonly record struct ByteSize(long Bytes)
{
    private static readonly (string Name, long Factor)[] Units =
    [
        ("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10),
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000), ("B", 1),
    ];

    /// <summary>A number of KiB (1024 bytes).</summary>
    /// <param name="count">How many.</param>
    public static ByteSize FromKibibytes(long count) => new(checked(count << 10));

    /// <summary>A number of MiB (1024 × 1024 bytes).</summary>
    /// <param name="count">How many.</param>
    public static ByteSize FromMebibytes(long count) => new(checked(count << 20));

    /// <summary>Reads a size with a unit, or a bare whole number of bytes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The size; a fraction of a byte is cut off.</param>
    /// <returns>Whether the text is a size that fits.</returns>
    public static bool TryParse(string text, out ByteSize size)
    {
        var trimmed = text.AsSpan().Trim(' ');
        foreach (var (name, factor) in Units)
        {
            if (trimmed.EndsWith(name, StringComparison.OrdinalIgnoreCase))
                return TryScale(trimmed[..^name.Length].TrimEnd(' '), factor, out size);
        }

        size = default;
        if (!long.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            return false;
        size = new ByteSize(bytes);
        return true;
    }

    /// <summary>The shortest exact form that <see cref="TryParse"/> reads back, for example <c>64 MiB</c>.</summary>
    public override string ToString()
    {
        foreach (var (name, factor) in Units)
        {
            if (Bytes != 0 && Bytes % factor == 0)
                return $"{(Bytes / factor).ToString(CultureInfo.InvariantCulture)} {name}";
        }

        return "0 B";
    }

    private static bool TryScale(ReadOnlySpan<char> number, long factor, out ByteSize size)
    {
        size = default;
        // A decimal is exact up to 28 digits; anything longer is no size anybody means.
        if (number.Length is 0 or > 28
            || !char.IsAsciiDigit(number[0])
            || !char.IsAsciiDigit(number[^1])
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count > long.MaxValue / (decimal)factor)
        {
            return false;
        }

        size = new ByteSize((long)(count * factor));
        return true;
    }
}
