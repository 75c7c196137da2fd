using System.Buffers.Binary;
using Catchment.Cameras.Catalog;

namespace Catchment.Cameras.Pictures;

/// <summary>Reads a stored picture's size from its file's first bytes. Allocates nothing, never throws.</summary>
internal static class PictureSize
{
    /// <summary>As many bytes of a file are enough, but for a JPEG with uncommonly long metadata before its size.</summary>
    internal const int HeadBytes = 64 * 1024;

    private const int MaxShapeNumbers = 3;

    /// <summary>Reads the size.</summary>
    /// <param name="head">The file's first bytes; <see cref="HeadBytes"/> of them are enough.</param>
    /// <param name="format">What the file's extension says it is.</param>
    /// <param name="width">Pixels a row (columns), at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <returns>False when it is not that format, is cut off before its size, or is no picture: an array of one direction, say.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> head, FrameFormat format, out int width, out int height)
    {
        switch (format)
        {
            case FrameFormat.Jpg:
                return JpegHeader.TryReadSize(head, out width, out height);
            case FrameFormat.Png:
                return TryReadPng(head, out width, out height);
            case FrameFormat.Npy:
                return TryReadNpy(head, out width, out height);
            default:
                width = height = 0;
                return false;
        }
    }

    /// <summary>Signature, then the chunk IHDR: length (4), name (4), width (4), height (4), … (PNG, 5.2 and 11.2.2).</summary>
    private static bool TryReadPng(ReadOnlySpan<byte> head, out int width, out int height)
    {
        width = height = 0;
        if (head.Length < 24 || !head.StartsWith(PngWriter.Signature) || !head[8..16].SequenceEqual("\0\0\0\rIHDR"u8))
            return false;
        var columns = BinaryPrimitives.ReadInt32BigEndian(head[16..]);
        var rows = BinaryPrimitives.ReadInt32BigEndian(head[20..]);
        if (columns <= 0 || rows <= 0)
            return false;
        width = columns;
        height = rows;
        return true;
    }

    /// <summary>Magic (6), version (2), the header's length (2, from version 2 on 4), then a Python dictionary as text.</summary>
    private static bool TryReadNpy(ReadOnlySpan<byte> head, out int width, out int height)
    {
        width = height = 0;
        if (head.Length < 12 || !head.StartsWith(NpyWriter.Magic) || head[6] is < 1 or > 3)
            return false;
        var start = head[6] == 1 ? 10 : 12;
        var length = head[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(head[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        if (length > HeadBytes || length > head.Length - start)
            return false;
        Span<int> shape = stackalloc int[MaxShapeNumbers];
        if (!TryReadShape(head.Slice(start, (int)length), shape, out var numbers) || numbers < 2 || shape[0] <= 0 || shape[1] <= 0)
            return false;
        height = shape[0];
        width = shape[1];
        return true;
    }

    private static bool TryReadShape(ReadOnlySpan<byte> dictionary, Span<int> shape, out int numbers)
    {
        numbers = 0;
        var key = dictionary.IndexOf("'shape'"u8);
        if (key < 0)
            return false;
        var rest = dictionary[(key + "'shape'".Length)..];
        if (!TryTake(ref rest, (byte)':') || !TryTake(ref rest, (byte)'('))
            return false;
        while (!TryTake(ref rest, (byte)')'))
        {
            if (numbers == shape.Length || !TryTakeNumber(ref rest, out shape[numbers]))
                return false;
            numbers++;
            if (!TryTake(ref rest, (byte)',') && !rest.StartsWith(")"u8))
                return false;
        }

        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, byte character)
    {
        text = text.TrimStart((byte)' ');
        if (text.IsEmpty || text[0] != character)
            return false;
        text = text[1..].TrimStart((byte)' ');
        return true;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> text, out int number)
    {
        if (!System.Buffers.Text.Utf8Parser.TryParse(text, out number, out var digits) || number < 0)
            return false;
        text = text[digits..].TrimStart((byte)' ');
        return true;
    }
}
