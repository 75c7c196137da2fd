using System.Globalization;
using System.Runtime.InteropServices;

namespace Catchment.Cameras.Catalog.Listing;

/// <summary>The place of a row in its table's order: its whole key. As text: three whole numbers with dots between them.</summary>
/// <param name="Time">Microseconds since 1970.</param>
/// <param name="Second">The key's second column.</param>
/// <param name="Third">The key's third column.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CatalogCursor(long Time, long Second, long Third) : IComparable<CatalogCursor>
{
    private const int LongestText = 64;

    public static bool operator <(CatalogCursor left, CatalogCursor right) => left.CompareTo(right) < 0;

    public static bool operator >(CatalogCursor left, CatalogCursor right) => left.CompareTo(right) > 0;

    public static bool operator <=(CatalogCursor left, CatalogCursor right) => left.CompareTo(right) <= 0;

    public static bool operator >=(CatalogCursor left, CatalogCursor right) => left.CompareTo(right) >= 0;

    /// <summary>Reads a cursor.</summary>
    /// <exception cref="CatalogException">It is none.</exception>
    internal static CatalogCursor Parse(string text)
    {
        Span<Range> parts = stackalloc Range[4];
        return text.Length <= LongestText && text.AsSpan().Split(parts, '.') == 3
            && TryRead(text.AsSpan(parts[0]), out var time) && TryRead(text.AsSpan(parts[1]), out var second) && TryRead(text.AsSpan(parts[2]), out var third)
            ? new CatalogCursor(time, second, third)
            : throw new CatalogException("The cursor is none: give the one that the page before came with, or leave it out to begin at the first page.", isQuestion: true);
    }

    /// <inheritdoc/>
    public int CompareTo(CatalogCursor other)
    {
        var byTime = Time.CompareTo(other.Time);
        if (byTime != 0)
            return byTime;
        var bySecond = Second.CompareTo(other.Second);
        return bySecond != 0 ? bySecond : Third.CompareTo(other.Third);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time}.{Second}.{Third}");

    private static bool TryRead(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
