using System.Buffers.Text;
using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Hub;

/// <summary>
/// The name of a stored frame: <c>&lt;node-and-view&gt;-&lt;YYYY-MM-DD&gt;T&lt;HH&gt;.&lt;MM&gt;.&lt;SS&gt;.&lt;ffffff&gt;.jpg</c>, always with six digits of
/// fraction. Raw pictures end with <c>.png</c> or <c>.npy</c> instead.
/// </summary>
/// <remarks>Source: the camera specification, 3.3.</remarks>
public static class FrameName
{
    /// <summary>Bytes of the part after the node: <c>-2018-12-30T08.18.31.809000.jpg</c>.</summary>
    public const int TimeBytes = 31;

    /// <summary>The most bytes that node and view may have in a name.</summary>
    public const int MaxNodeBytes = AtomicFolder.MaxNameBytes - TimeBytes;

    /// <summary>
    /// Writes the first part: stripped at both ends, every blank a dash. What a file name cannot hold (a slash, controls,
    /// unseen characters) becomes an underscore, so that a frame is kept rather than refused, and never leaves its folder.
    /// </summary>
    /// <param name="nodeAndView">The message's first field, valid UTF-8.</param>
    /// <param name="destination">Room for <see cref="MaxNodeBytes"/>.</param>
    /// <param name="length">Bytes written; when it was too long, the first of them.</param>
    /// <param name="blank">What every blank becomes.</param>
    /// <returns>False when the name is too long for a file name.</returns>
    public static bool TryWriteNode(ReadOnlySpan<byte> nodeAndView, Span<byte> destination, out int length, byte blank = (byte)'-')
    {
        length = 0;
        var rest = Strip(nodeAndView);
        while (!rest.IsEmpty)
        {
            Rune.DecodeFromUtf8(rest, out var character, out var consumed);
            var allowed = FileNameRules.IsAllowed(character);
            var size = allowed ? consumed : 1;
            if (length + size > MaxNodeBytes)
                return false;
            if (character.Value == ' ')
                destination[length] = blank;
            else if (allowed)
                rest[..consumed].CopyTo(destination[length..]);
            else
                destination[length] = (byte)'_';
            length += size;
            rest = rest[consumed..];
        }

        return true;
    }

    /// <summary>Writes the part after the node.</summary>
    /// <param name="time">Local time, to the microsecond.</param>
    /// <param name="format">What the file holds.</param>
    /// <param name="destination">Room for <see cref="TimeBytes"/>.</param>
    public static void WriteTime(DateTime time, FrameFormat format, Span<byte> destination)
    {
        destination[0] = (byte)'-';
        Utf8Formatter.TryFormat(time, destination[1..], out _, 'O'); // 2018-12-30T08:18:31.8090000, for a time without a zone
        destination[14] = (byte)'.';
        destination[17] = (byte)'.';
        Extension(format).CopyTo(destination[27..]); // over the seventh digit
    }

    /// <summary>Whether a file's name ends as a frame's does; a temporary file's does not.</summary>
    /// <param name="fileName">The name, without its folder.</param>
    public static bool IsFrame(ReadOnlySpan<char> fileName) =>
        fileName.EndsWith(".jpg", StringComparison.Ordinal) || fileName.EndsWith(".png", StringComparison.Ordinal) || fileName.EndsWith(".npy", StringComparison.Ordinal);

    private static ReadOnlySpan<byte> Extension(FrameFormat format) => format switch
    {
        FrameFormat.Jpg => ".jpg"u8,
        FrameFormat.Png => ".png"u8,
        _ => ".npy"u8,
    };

    private static ReadOnlySpan<byte> Strip(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeFromUtf8(text, out var first, out var consumed) == System.Buffers.OperationStatus.Done && IsBlank(first))
            text = text[consumed..];
        while (Rune.DecodeLastFromUtf8(text, out var last, out var consumed) == System.Buffers.OperationStatus.Done && IsBlank(last))
            text = text[..^consumed];
        return text;
    }

    /// <summary>What Python's <c>strip()</c> takes off: white space, and the four separators of ASCII.</summary>
    private static bool IsBlank(Rune character) => Rune.IsWhiteSpace(character) || character.Value is >= 0x1C and <= 0x1F;
}
