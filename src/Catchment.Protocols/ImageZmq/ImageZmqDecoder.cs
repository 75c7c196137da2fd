using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Catchment.Protocols.ImageZmq;

/// <summary>
/// Reads the two frames of an imagezmq message: a JSON object with <c>msg</c> (and, for raw pictures, <c>dtype</c> and
/// <c>shape</c>), then the picture's bytes. Any spelling of JSON is accepted, unknown keys are ignored, of a repeated key
/// the last one counts, as in Python. Allocates nothing for well-formed messages and never throws.
/// </summary>
public static class ImageZmqDecoder
{
    /// <summary>The longest frame 1, in bytes.</summary>
    public const int MaxHeaderBytes = 64 * 1024;

    private const int MaxDepth = 16;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    private enum Key
    {
        Unknown,
        Text,
        ElementType,
        Shape,
    }

    /// <summary>
    /// What a receiver of JPEGs does: reads <c>msg</c> alone and takes frame 2 as it is. A header with <c>dtype</c> and
    /// <c>shape</c> is accepted too; the message is then an array if they fit the payload.
    /// </summary>
    /// <param name="header">Frame 1.</param>
    /// <param name="payload">Frame 2.</param>
    /// <param name="scratch">Room for a text with escapes; as long as <paramref name="header"/> is always enough.</param>
    /// <param name="message">The message, a view of the three.</param>
    /// <returns><see cref="ImageZmqError.None"/>, or why it is no message.</returns>
    public static ImageZmqError Decode(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Span<byte> scratch, out ImageZmqMessage message)
    {
        message = default;
        var error = ReadHeader(header, scratch, out var fields);
        if (error != ImageZmqError.None)
            return error;
        var isArray = CheckArray(fields, payload.Length) == ImageZmqError.None;
        message = new ImageZmqMessage
        {
            Text = fields.Text(header, scratch),
            Payload = payload,
            IsArray = isArray,
            ElementType = isArray ? fields.ElementType : default,
            Shape = isArray ? fields.Shape : default,
        };
        return ImageZmqError.None;
    }

    /// <summary>What a receiver of raw pictures does: <c>dtype</c> and <c>shape</c> have to be there and to fit the payload.</summary>
    /// <inheritdoc cref="Decode" path="/param"/>
    /// <inheritdoc cref="Decode" path="/returns"/>
    public static ImageZmqError DecodeArray(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Span<byte> scratch, out ImageZmqMessage message)
    {
        message = default;
        var error = ReadHeader(header, scratch, out var fields);
        if (error == ImageZmqError.None)
            error = CheckArray(fields, payload.Length);
        if (error != ImageZmqError.None)
            return error;
        message = new ImageZmqMessage
        {
            Text = fields.Text(header, scratch),
            Payload = payload,
            IsArray = true,
            ElementType = fields.ElementType,
            Shape = fields.Shape,
        };
        return ImageZmqError.None;
    }

    private static ImageZmqError CheckArray(HeaderFields fields, int payloadLength)
    {
        if (!fields.HasElementType || !fields.HasShape)
            return ImageZmqError.NoArray;
        if (fields.ElementType.Size == 0)
            return ImageZmqError.UnknownElementType;
        var count = fields.Shape.ElementCount;
        if (!fields.ShapeIsPossible || count < 0)
            return ImageZmqError.ImpossibleShape;
        return count <= int.MaxValue && count * fields.ElementType.Size == payloadLength ? ImageZmqError.None : ImageZmqError.SizeMismatch;
    }

    private static ImageZmqError ReadHeader(ReadOnlySpan<byte> header, Span<byte> scratch, out HeaderFields fields)
    {
        fields = default;
        if (header.Length > MaxHeaderBytes)
            return ImageZmqError.HeaderTooLong;
        if (!Utf8.IsValid(header))
            return ImageZmqError.NotUtf8;
        try
        {
            var reader = new Utf8JsonReader(header, Options);
            if (!reader.Read())
                return ImageZmqError.NotJson;
            if (reader.TokenType != JsonTokenType.StartObject)
                return ImageZmqError.NotAnObject;
            ReadFields(ref reader, scratch, ref fields);
            while (reader.Read())
            {
                // To the end: anything after the object is an error that the reader throws.
            }
        }
        catch (JsonException)
        {
            return ImageZmqError.NotJson;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair (\ud83d alone): JSON allows it, no text can hold it.
            return ImageZmqError.NoText;
        }

        return fields.HasText ? ImageZmqError.None : ImageZmqError.NoText;
    }

    private static void ReadFields(ref Utf8JsonReader reader, Span<byte> scratch, ref HeaderFields fields)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.ValueTextEquals("msg"u8) ? Key.Text
                : reader.ValueTextEquals("dtype"u8) ? Key.ElementType
                : reader.ValueTextEquals("shape"u8) ? Key.Shape
                : Key.Unknown;
            reader.Read();
            switch (key)
            {
                case Key.Text:
                    ReadText(ref reader, scratch, ref fields);
                    break;
                case Key.ElementType:
                    fields.HasElementType = reader.TokenType == JsonTokenType.String;
                    fields.ElementType = fields.HasElementType && ArrayElementType.TryParse(reader.ValueSpan, out var type) ? type : default;
                    reader.Skip();
                    break;
                case Key.Shape:
                    ReadShape(ref reader, ref fields);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void ReadText(ref Utf8JsonReader reader, Span<byte> scratch, ref HeaderFields fields)
    {
        fields.HasText = reader.TokenType == JsonTokenType.String;
        if (!fields.HasText)
        {
            reader.Skip();
            return;
        }

        fields.TextHasEscapes = reader.ValueIsEscaped;
        fields.TextStart = fields.TextHasEscapes ? 0 : (int)reader.TokenStartIndex + 1;
        fields.TextLength = fields.TextHasEscapes ? reader.CopyString(scratch) : reader.ValueSpan.Length;
    }

    private static void ReadShape(ref Utf8JsonReader reader, ref HeaderFields fields)
    {
        fields.HasShape = reader.TokenType == JsonTokenType.StartArray;
        if (!fields.HasShape)
        {
            reader.Skip();
            return;
        }

        Span<int> extents = stackalloc int[ArrayShape.MaxDimensions];
        var count = 0;
        fields.ShapeIsPossible = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var extent) && extent >= 0 && count < extents.Length)
                extents[count++] = extent;
            else
                fields.ShapeIsPossible = false;
            reader.Skip();
        }

        fields.Shape = fields.ShapeIsPossible ? new ArrayShape(extents[..count]) : default;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct HeaderFields
    {
        internal bool HasText;
        internal bool TextHasEscapes;
        internal int TextStart;
        internal int TextLength;
        internal bool HasElementType;
        internal ArrayElementType ElementType;
        internal bool HasShape;
        internal bool ShapeIsPossible;
        internal ArrayShape Shape;

        internal readonly ReadOnlySpan<byte> Text(ReadOnlySpan<byte> header, ReadOnlySpan<byte> scratch) =>
            (TextHasEscapes ? scratch : header).Slice(TextStart, TextLength);
    }
}
