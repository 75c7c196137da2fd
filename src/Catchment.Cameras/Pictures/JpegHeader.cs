using System.Buffers.Binary;

namespace Catchment.Cameras.Pictures;

/// <summary>
/// Reads a JPEG's size out of its header, and nothing else: it hops from segment to segment up to the frame header (SOF). Takes about
/// 0.1 µs, allocates nothing, never throws.
/// </summary>
/// <remarks>Source: ITU-T T.81, B.1.1 (markers) and B.2.2 (frame header).</remarks>
internal static class JpegHeader
{
    /// <summary>The frame header has to lie within so many bytes: room for a camera's EXIF and for a colour profile in several parts.</summary>
    internal const int MaxBytes = 1024 * 1024;

    /// <summary>The frame header has to be among so many segments.</summary>
    internal const int MaxSegments = 256;

    private const byte Temporary = 0x01;
    private const byte FirstFrame = 0xC0;
    private const byte HuffmanTables = 0xC4;
    private const byte Extension = 0xC8;
    private const byte ArithmeticConditioning = 0xCC;
    private const byte LastFrame = 0xCF;
    private const byte FirstRestart = 0xD0;
    private const byte LastRestart = 0xD7;
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    /// <summary>Reads the size.</summary>
    /// <param name="jpeg">The file, or its beginning.</param>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <returns>False when it is no JPEG, is cut off before its size, or does not tell it (a height that only follows the scan).</returns>
    internal static bool TryReadSize(ReadOnlySpan<byte> jpeg, out int width, out int height)
    {
        width = height = 0;
        if (jpeg is not [0xFF, StartOfImage, ..])
            return false;
        var rest = jpeg.Length > MaxBytes ? jpeg[2..MaxBytes] : jpeg[2..];
        for (var segments = 0; segments < MaxSegments; segments++)
        {
            if (rest is not [0xFF, ..])
                return false;
            var at = rest.IndexOfAnyExcept((byte)0xFF); // any number of fill bytes may stand before a marker
            if (at < 0)
                return false;
            var marker = rest[at];
            rest = rest[(at + 1)..];
            if (marker is Temporary or (>= FirstRestart and <= LastRestart))
                continue; // these have no length
            if (marker is 0 or StartOfImage or EndOfImage or StartOfScan || !BinaryPrimitives.TryReadUInt16BigEndian(rest, out var length) || length < 2)
                return false;
            if (IsFrame(marker))
                return TryReadFrame(rest[..Math.Min(length, rest.Length)], out width, out height);
            if (rest.Length < length)
                return false;
            rest = rest[length..];
        }

        return false;
    }

    private static bool IsFrame(byte marker) =>
        marker is >= FirstFrame and <= LastFrame and not (HuffmanTables or Extension or ArithmeticConditioning);

    /// <summary>Length (2), precision (1), height (2), width (2).</summary>
    private static bool TryReadFrame(ReadOnlySpan<byte> segment, out int width, out int height)
    {
        width = height = 0;
        if (segment.Length < 7)
            return false;
        var rows = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        var columns = BinaryPrimitives.ReadUInt16BigEndian(segment[5..]);
        if (rows == 0 || columns == 0)
            return false;
        width = columns;
        height = rows;
        return true;
    }
}
