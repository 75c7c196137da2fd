using System.Text;
using Catchment.Protocols.Fits;

namespace Catchment.Protocols.Tests.Fits;

/// <summary>Makes the bytes of FITS files.</summary>
internal static class FitsBytes
{
    /// <summary>A header of these records, with END and the blanks after it.</summary>
    public static byte[] Header(params string[] cards)
    {
        var text = string.Concat([.. cards.Select(card => card.PadRight(80)), "END".PadRight(80)]);
        return Encoding.Latin1.GetBytes(text.PadRight((text.Length + 2879) / 2880 * 2880));
    }

    /// <summary>Data with what fills the last block.</summary>
    public static byte[] Data(int length) => new byte[(length + 2879) / 2880 * 2880];

    public static byte[] File(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    /// <summary>An image of 10 by 20 values of 16 bits, with further keywords.</summary>
    public static byte[] Image(params string[] cards) =>
        File(Header(["SIMPLE  =                    T", "BITPIX  =                   16", "NAXIS   =                    2", "NAXIS1  =                   10", "NAXIS2  =                   20", .. cards]), Data(400));

    /// <summary>The units of a file; every stream that can be had gives the same.</summary>
    public static IReadOnlyList<FitsUnit> Units(byte[] file)
    {
        using var stream = new MemoryStream(file);
        var reader = new FitsReader(stream);
        var units = new List<FitsUnit>();
        while (reader.Next(CancellationToken.None) is { } unit)
            units.Add(unit);
        return units;
    }

    /// <summary>The keyword that a record in a file is read as.</summary>
    public static FitsKeyword Keyword(params string[] cards) => Units(Image(cards))[0].Header.Keywords[5];
}
