using System.Buffers.Binary;

namespace Catchment.Cameras.Tests.Pictures;

/// <summary>Puts JPEGs together, segment by segment.</summary>
internal static class JpegBytes
{
    public static byte[] Start { get; } = [0xFF, 0xD8];

    /// <summary>A segment with a length: marker, length, payload.</summary>
    public static byte[] Segment(byte marker, params byte[] payload)
    {
        byte[] segment = [0xFF, marker, 0, 0, .. payload];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(payload.Length + 2));
        return segment;
    }

    /// <summary>A frame header.</summary>
    public static byte[] Frame(int width, int height, byte marker = 0xC0) =>
        Segment(marker, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0);

    /// <summary>A whole, if pixelless, file as cameras write it: JFIF, EXIF with a thumbnail of another size, tables, frame, scan.</summary>
    public static byte[] File(int width, int height)
    {
        byte[] thumbnail = [.. Start, .. Frame(160, 120), 0xFF, 0xD9];
        return
        [
            .. Start, .. Segment(0xE0, "JFIF\0"u8.ToArray()), .. Segment(0xE1, [.. "Exif\0\0"u8, .. thumbnail]),
            .. Segment(0xDB, new byte[65]), .. Segment(0xC4, new byte[28]), .. Frame(width, height), .. Segment(0xDA, 1, 1, 0, 0, 63, 0), 1, 2, 3, 0xFF, 0xD9,
        ];
    }
}
