using System.Buffers;
using System.IO.Compression;
using Catchment.Protocols.Pickle;

namespace Catchment.Cameras.Pump;

/// <summary>The answers that never change.</summary>
/// <remarks>Source: the camera specification, 6.2 and 6.4 to 6.7.</remarks>
internal static class PumpReplies
{
    /// <summary>The columns of an index.</summary>
    internal static readonly string[] IndexColumns = ["node", "viewname", "timestamp", "event", "width", "height", "type"];

    // The order of an empty set's columns is the original's.
    private static readonly string[] EmptySetColumns = ["timestamp", "elapsed", "objid", "classname", "rect_x1", "rect_x2", "rect_y1", "rect_y2"];

    internal static ReadOnlySpan<byte> Ok => "OK"u8;

    internal static ReadOnlySpan<byte> Error => "Error"u8;

    internal static ReadOnlySpan<byte> Exception => "Exception"u8;

    internal static ReadOnlySpan<byte> Locked => "Locked"u8;

    /// <summary>Frame 1 of an answer with a payload.</summary>
    internal static ReadOnlySpan<byte> Header => "{\"msg\": \"OK\"}"u8;

    /// <summary>The index of a day that has none.</summary>
    internal static byte[] EmptyIndex { get; } = EmptyFrame(IndexColumns);

    /// <summary>The tracking set that is not there.</summary>
    internal static byte[] EmptySet { get; } = EmptyFrame(EmptySetColumns);

    /// <summary>No days, no pictures.</summary>
    internal static byte[] EmptyList { get; } = Compress((ref PickleWriter pickle) =>
    {
        pickle.BeginList();
        pickle.EndList();
    });

    /// <summary>
    /// The picture that is not there: one black pixel as baseline JPEG, written by hand. A luminance of −64 × 16, two chrominances of 0,
    /// and Huffman tables of the three symbols that this takes.
    /// </summary>
    internal static byte[] NoPicture { get; } =
    [
        0xFF, 0xD8,
        0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0,
        0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)16, 64),
        0xFF, 0xC0, 0, 17, 8, 0, 1, 0, 1, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0,
        0xFF, 0xC4, 0, 21, 0x00, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7,
        0xFF, 0xC4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0, 0x9F, 0x83,
        0xFF, 0xD9,
    ];

    /// <summary>What a command that asks for data is answered with when there is nothing.</summary>
    internal static byte[] EmptyOf(PumpCommand command) => command switch
    {
        PumpCommand.Idx => EmptyIndex,
        PumpCommand.Evt => EmptySet,
        PumpCommand.Pic => NoPicture,
        _ => EmptyList,
    };

    /// <summary>Writes a pickle's content.</summary>
    internal delegate void PickleContent(ref PickleWriter pickle);

    /// <summary>Writes a pickle and compresses it as zlib does by default.</summary>
    internal static byte[] Compress(PickleContent content)
    {
        var output = new ArrayBufferWriter<byte>();
        var pickle = new PickleWriter(output);
        pickle.Begin();
        content(ref pickle);
        pickle.End();
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(output.WrittenSpan);
        return compressed.ToArray();
    }

    private static byte[] EmptyFrame(string[] columns)
    {
        var output = new ArrayBufferWriter<byte>();
        DataFrameWriter.WriteEmpty(output, columns);
        return output.WrittenSpan.ToArray();
    }
}
