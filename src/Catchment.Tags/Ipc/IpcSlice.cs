using System.Text.Json;

namespace Catchment.Tags.Ipc;

/// <summary>A value of a request where it stands in its line.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Its length in bytes; 0: there is none.</param>
/// <param name="Type">Its first token.</param>
/// <param name="IsEscaped">A text with escapes.</param>
internal readonly record struct IpcSlice(int Start, int Length, JsonTokenType Type, bool IsEscaped)
{
    internal bool IsMissing => Length == 0;

    internal bool IsText => Type == JsonTokenType.String;

    /// <summary>Its bytes.</summary>
    internal ReadOnlySpan<byte> In(ReadOnlySpan<byte> line) => line.Slice(Start, Length);

    /// <summary>The value that a reader stands on; the reader is left at its end.</summary>
    internal static IpcSlice Of(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var (type, isEscaped) = (reader.TokenType, reader.ValueIsEscaped);
        reader.Skip();
        return new IpcSlice(start, (int)reader.BytesConsumed - start, type, isEscaped);
    }

    /// <summary>Whether it is this text.</summary>
    internal bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> text)
    {
        if (!IsText)
            return false;
        if (!IsEscaped)
            return line.Slice(Start + 1, Length - 2).SequenceEqual(text);
        var reader = Reader(line);
        return Store.JsonTexts.Is(ref reader, text);
    }

    /// <summary>A reader that stands on it.</summary>
    internal Utf8JsonReader Reader(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(In(line), new JsonReaderOptions { MaxDepth = Store.TagValue.MaxDepth });
        _ = reader.Read();
        return reader;
    }
}
