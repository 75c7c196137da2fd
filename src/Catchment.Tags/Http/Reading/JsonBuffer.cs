using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using Catchment.Tags.Store;

namespace Catchment.Tags.Http.Reading;

/// <summary>JSON that grows in a pooled array: for documents that are made again after every write.</summary>
internal sealed class JsonBuffer : IDisposable
{
    // The longest escape of one byte is \uXXXX.
    private const int LongestEscape = 6;

    private byte[] _bytes;

    /// <summary>An empty one.</summary>
    /// <param name="capacity">How much it will probably take.</param>
    internal JsonBuffer(int capacity) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>How much there is.</summary>
    internal int Length { get; private set; }

    /// <summary>What there is.</summary>
    internal ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Adds bytes.</summary>
    internal void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Adds a value.</summary>
    internal void Add(in TagValue value)
    {
        switch (value.Kind)
        {
            case TagValueKind.Number:
                Length += PythonNumber.Format(value.AsNumber, Room(PythonNumber.MaxLength));
                break;
            case TagValueKind.Whole:
                _ = value.AsWhole.TryFormat(Room(PythonNumber.MaxLength), out var written);
                Length += written;
                break;
            case TagValueKind.Boolean:
                Add(value.AsBoolean ? "true"u8 : "false"u8);
                break;
            case TagValueKind.Text:
                Add(value.AsText);
                break;
            case TagValueKind.Json:
                Add(value.AsJson);
                break;
            default:
                Add("null"u8);
                break;
        }
    }

    /// <summary>Adds a text in quotation marks.</summary>
    internal void Add(string text)
    {
        var encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        var room = Room(Encoding.UTF8.GetMaxByteCount(text.Length) + 2);
        var length = Encoding.UTF8.GetBytes(text, room[1..]);
        if (encoder.FindFirstCharacterToEncodeUtf8(room.Slice(1, length)) >= 0)
        {
            var plain = room.Slice(1, length).ToArray();
            room = Room((plain.Length * LongestEscape) + 2);
            _ = encoder.EncodeUtf8(plain, room[1..], out _, out length);
        }

        room[0] = room[length + 1] = (byte)'"';
        Length += length + 2;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + count));
            _bytes.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(Length);
    }
}
