using System.Globalization;

namespace Catchment.Protocols.Fits;

/// <summary>Checks the mandatory keywords of a header, which stand in a fixed order, and finds out what follows it. Source: FITS 4.0, 4.4.1, 6, 7.</summary>
internal sealed class FitsLayout
{
    private const int MostAxes = 999;
    private const long MostBytes = 1L << 60;

    private readonly FitsHeader _header;
    private int _next;

    private FitsLayout(FitsHeader header) => _header = header;

    /// <summary>The unit that a header begins.</summary>
    /// <exception cref="FitsException">A mandatory keyword is missing, in the wrong place, or has a value that it must not have.</exception>
    public static FitsUnit Of(FitsHeader header, int index)
    {
        var layout = new FitsLayout(header);
        return index == 0 ? layout.Primary() : layout.Extension(index);
    }

    private FitsUnit Primary()
    {
        if (Next("SIMPLE").Logical != true)
            throw new FitsException("SIMPLE is not T: the file says that it does not keep to the standard");
        var (bitpix, axes) = Array();
        if (axes is [0, ..] && _header.Logical("GROUPS") == true)
            return Unit(0, FitsUnitKind.RandomGroups, bitpix, axes, Size(bitpix, axes.AsSpan(1), Anywhere("PCOUNT"), Anywhere("GCOUNT")));
        return Unit(0, FitsUnitKind.Primary, bitpix, axes, Size(bitpix, axes, 0, 1));
    }

    private FitsUnit Extension(int index)
    {
        var first = Next("XTENSION");
        if (first.Kind != FitsValueKind.Text)
            throw new FitsException($"XTENSION is '{first.Text}', no text");
        var kind = first.Text switch
        {
            "IMAGE" or "IUEIMAGE" => FitsUnitKind.Image,
            "TABLE" => FitsUnitKind.AsciiTable,
            "BINTABLE" or "A3DTABLE" => FitsUnitKind.BinaryTable,
            _ => FitsUnitKind.Other,
        };
        var (bitpix, axes) = Array();
        var parameters = Count("PCOUNT", 0, long.MaxValue);
        var groups = Count("GCOUNT", 0, long.MaxValue);
        if (kind == FitsUnitKind.Image && (parameters, groups) != (0, 1))
            throw new FitsException($"PCOUNT and GCOUNT of an image are 0 and 1; found {parameters} and {groups}");
        if (kind is FitsUnitKind.AsciiTable or FitsUnitKind.BinaryTable)
        {
            Count("TFIELDS", 0, MostAxes);
            if (bitpix != 8 || axes.Length != 2 || groups != 1 || (kind == FitsUnitKind.AsciiTable && parameters != 0))
                throw new FitsException($"a table has 8 bits, 2 axes and one group; found BITPIX {bitpix}, NAXIS {axes.Length}, PCOUNT {parameters}, GCOUNT {groups}");
        }

        var size = Size(bitpix, axes, parameters, groups);
        return kind == FitsUnitKind.BinaryTable && _header.Logical("ZIMAGE") == true
            ? Unit(index, FitsUnitKind.CompressedImage, (int)Known("ZBITPIX", -64, 64), CompressedAxes(), size)
            : Unit(index, kind, bitpix, axes, size);
    }

    private FitsUnit Unit(int index, FitsUnitKind kind, int bitpix, long[] axes, long bytes) => new()
    {
        Index = index,
        Kind = kind,
        Header = _header,
        Bitpix = bitpix,
        Axes = axes,
        DataBytes = bytes,
    };

    private (int Bitpix, long[] Axes) Array()
    {
        var bitpix = Count("BITPIX", -64, 64);
        if (bitpix is not (8 or 16 or 32 or 64 or -32 or -64))
            throw new FitsException($"BITPIX is {bitpix}; allowed: 8, 16, 32, 64, -32, -64");
        var axes = new long[Count("NAXIS", 0, MostAxes)];
        for (var i = 0; i < axes.Length; i++)
            axes[i] = Count(Numbered("NAXIS", i), 0, long.MaxValue);
        return ((int)bitpix, axes);
    }

    private long[] CompressedAxes()
    {
        var axes = new long[Known("ZNAXIS", 0, MostAxes)];
        for (var i = 0; i < axes.Length; i++)
            axes[i] = Known(Numbered("ZNAXIS", i), 0, long.MaxValue);
        return axes;
    }

    private static string Numbered(string name, int index) => name + (index + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>The mandatory keyword that stands next.</summary>
    private FitsKeyword Next(string name)
    {
        var found = _next < _header.Keywords.Count ? _header.Keywords[_next] : default;
        _next++;
        return string.Equals(found.Name, name, StringComparison.Ordinal) && found.Kind != FitsValueKind.Commentary
            ? found
            : throw new FitsException($"keyword {_next} has to be {name}; found {(found.Name is null ? "END" : found.Name.Length == 0 ? "a blank one" : found.Name)}");
    }

    private long Count(string name, long least, long most) => Checked(name, Next(name), least, most);

    private long Known(string name, long least, long most) => Checked(name, _header.Find(name) ?? throw new FitsException($"{name} is missing"), least, most);

    private long Anywhere(string name) => Known(name, 0, long.MaxValue);

    private static long Checked(string name, FitsKeyword keyword, long least, long most)
    {
        var allowed = most == long.MaxValue ? $"{least} or more" : $"{least} to {most}";
        return keyword.Whole is { } value && value >= least && value <= most ? value : throw new FitsException($"{name} is '{keyword.Text}'; allowed: a whole number, {allowed}");
    }

    /// <summary>Bytes of the data: |BITPIX| / 8 * GCOUNT * (PCOUNT + the product of the axes).</summary>
    private static long Size(int bitpix, ReadOnlySpan<long> axes, long parameters, long groups)
    {
        if (axes.IsEmpty)
            return 0;
        var values = axes.Contains(0) ? 0 : (Int128)1;
        foreach (var axis in axes)
            values = Bounded(values * axis);
        return (long)Bounded(Bounded(Bounded(values + parameters) * groups) * (Math.Abs(bitpix) / 8));
    }

    private static Int128 Bounded(Int128 bytes) => bytes <= MostBytes ? bytes : throw new FitsException("the data are declared to be larger than any file");
}
