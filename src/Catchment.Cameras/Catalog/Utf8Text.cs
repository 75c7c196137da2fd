using System.Buffers;
using System.Text;

namespace Catchment.Cameras.Catalog;

/// <summary>Texts that senders chose, in bytes.</summary>
internal static class Utf8Text
{
    /// <summary>The beginning of a text, at most so many bytes, cut between two characters.</summary>
    internal static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int most)
    {
        if (text.Length <= most)
            return text;
        text = text[..most];
        while (!text.IsEmpty && Rune.DecodeLastFromUtf8(text, out _, out _) != OperationStatus.Done)
            text = text[..^1];
        return text;
    }
}
