using System.Buffers.Binary;

namespace Catchment.Cameras.Video;

/// <summary>
/// Writes JPEGs with their times as a Matroska stream of one MJPEG track: the simplest container that tells an encoder through a pipe when
/// each picture is to be shown. Times are whole milliseconds.
/// </summary>
/// <param name="output">Where to; it is only written to, never sought.</param>
/// <remarks>Source: RFC 8794 (EBML), RFC 9559 (Matroska).</remarks>
internal sealed class MatroskaStream(Stream output)
{
    private const uint EbmlHeader = 0x1A45DFA3;
    private const uint DocType = 0x4282;
    private const uint Segment = 0x18538067;
    private const uint Information = 0x1549A966;
    private const uint TimestampScale = 0x2AD7B1;
    private const uint Tracks = 0x1654AE6B;
    private const uint TrackEntry = 0xAE;
    private const uint TrackNumber = 0xD7;
    private const uint TrackUid = 0x73C5;
    private const uint TrackType = 0x83;
    private const uint CodecId = 0x86;
    private const uint VideoSettings = 0xE0;
    private const uint PixelWidth = 0xB0;
    private const uint PixelHeight = 0xBA;
    private const uint Cluster = 0x1F43B675;
    private const uint ClusterTimestamp = 0xE7;
    private const uint BlockGroup = 0xA0;
    private const uint Block = 0xA1;
    private const uint BlockDuration = 0x9B;

    private const int NanosecondsOfMillisecond = 1_000_000;
    private const ulong VideoTrack = 1;

    /// <summary>A size that says: to the end of the stream.</summary>
    private static readonly byte[] UnknownSize = [0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    /// <summary>Track 1, at its cluster's own time, no flags.</summary>
    private static readonly byte[] BlockHeader = [0x81, 0x00, 0x00, 0x00];

    /// <summary>Writes what comes before the pictures.</summary>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public Task BeginAsync(int width, int height, CancellationToken cancellation)
    {
        byte[] track = Element(TrackEntry, [
            .. Number(TrackNumber, 1), .. Number(TrackUid, 1), .. Number(TrackType, VideoTrack), .. Element(CodecId, "V_MJPEG"u8),
            .. Element(VideoSettings, [.. Number(PixelWidth, (ulong)width), .. Number(PixelHeight, (ulong)height)]),
        ]);
        byte[] head =
        [
            .. Element(EbmlHeader, Element(DocType, "matroska"u8)),
            .. Id(Segment), .. UnknownSize,
            .. Element(Information, Number(TimestampScale, NanosecondsOfMillisecond)),
            .. Element(Tracks, track),
        ];
        return output.WriteAsync(head, cancellation).AsTask();
    }

    /// <summary>Writes a picture, in a cluster of its own: a cluster's times reach only half a minute.</summary>
    /// <param name="jpeg">The picture.</param>
    /// <param name="at">When it is shown, from the begin of the film.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public async Task WriteAsync(ReadOnlyMemory<byte> jpeg, TimeSpan at, TimeSpan duration, CancellationToken cancellation)
    {
        byte[] timestamp = Number(ClusterTimestamp, Milliseconds(at));
        byte[] shown = Number(BlockDuration, Math.Max(1, Milliseconds(duration)));
        byte[] blockHead = [.. Id(Block), .. Size(BlockHeader.Length + jpeg.Length), .. BlockHeader];
        int group = blockHead.Length + jpeg.Length + shown.Length;
        byte[] groupHead = [.. Id(BlockGroup), .. Size(group)];
        byte[] head = [.. Id(Cluster), .. Size(timestamp.Length + groupHead.Length + group), .. timestamp, .. groupHead, .. blockHead];
        await output.WriteAsync(head, cancellation);
        await output.WriteAsync(jpeg, cancellation);
        await output.WriteAsync(shown, cancellation);
    }

    private static ulong Milliseconds(TimeSpan span) => (ulong)Math.Max(0, (long)Math.Round(span.TotalMilliseconds));

    private static byte[] Number(uint id, ulong value)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return Element(id, bytes);
    }

    private static byte[] Element(uint id, ReadOnlySpan<byte> content) => [.. Id(id), .. Size(content.Length), .. content];

    /// <summary>An id holds its own length marker: it is written without its leading zeros.</summary>
    private static byte[] Id(uint id)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
        return bytes[Array.FindIndex(bytes, b => b != 0)..];
    }

    /// <summary>A size in eight bytes, the longest form, which any size fits into.</summary>
    private static byte[] Size(long size)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, size);
        bytes[0] = 0x01;
        return bytes;
    }
}
