using System.Buffers.Binary;
using System.Text.Unicode;

namespace Catchment.Protocols.MessagePack;

/// <summary>
/// Reads MessagePack one value at a time, from bytes of a stranger: nothing is allocated, no length or count is believed that the bytes
/// cannot hold, and nesting is bounded. Throws <see cref="MessagePackException"/> and nothing else.
/// </summary>
/// <param name="bytes">One message.</param>
public ref struct MessagePackReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>Arrays and maps in one another, at most.</summary>
    public const int MaxDepth = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _next;

    /// <summary>What was read.</summary>
    public MessagePackKind Kind { get; private set; }

    /// <summary>Items of an array, pairs of a map.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of a text (checked UTF-8), of bytes or of an extension; a view of the message.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Everything has been read.</summary>
    public readonly bool IsAtEnd => _next == _bytes.Length;

    /// <summary>Reads the next value; of an array or a map its beginning.</summary>
    /// <exception cref="MessagePackException">There is none, or it is malformed.</exception>
    public void Read()
    {
        Count = 0;
        Content = default;
        var code = Take(1)[0];
        switch (code)
        {
            case <= 0x7F or >= 0xE0:
                Kind = MessagePackKind.WholeNumber;
                break;
            case <= 0x8F:
                Begin(MessagePackKind.Map, code & 0x0F);
                break;
            case <= 0x9F:
                Begin(MessagePackKind.Array, code & 0x0F);
                break;
            case <= 0xBF:
                Text(code & 0x1F);
                break;
            case 0xC0:
                Kind = MessagePackKind.Nil;
                break;
            case 0xC2 or 0xC3:
                Kind = MessagePackKind.Boolean;
                break;
            case 0xC4 or 0xC5 or 0xC6:
                Fill(MessagePackKind.Binary, Length(code - 0xC4));
                break;
            case 0xC7 or 0xC8 or 0xC9:
                Fill(MessagePackKind.Extension, Length(code - 0xC7) + 1L);
                break;
            case 0xCA or 0xCB:
                Fill(MessagePackKind.Fraction, 4 << (code - 0xCA));
                break;
            case >= 0xCC and <= 0xCF:
                Fill(MessagePackKind.WholeNumber, 1 << (code - 0xCC));
                break;
            case >= 0xD0 and <= 0xD3:
                Fill(MessagePackKind.WholeNumber, 1 << (code - 0xD0));
                break;
            case >= 0xD4 and <= 0xD8:
                Fill(MessagePackKind.Extension, 1 + (1 << (code - 0xD4)));
                break;
            case 0xD9 or 0xDA or 0xDB:
                Text(Length(code - 0xD9));
                break;
            case 0xDC or 0xDD:
                Begin(MessagePackKind.Array, Length(code - 0xDC + 1));
                break;
            case 0xDE or 0xDF:
                Begin(MessagePackKind.Map, Length(code - 0xDE + 1));
                break;
            default:
                throw new MessagePackException("0xC1 is never used");
        }
    }

    /// <summary>Reads over what belongs to the value just read: the items of an array, the pairs of a map, and all in them.</summary>
    /// <exception cref="MessagePackException">Something in it is malformed, or it is nested too deep.</exception>
    public void SkipContent()
    {
        Span<long> left = stackalloc long[MaxDepth + 1];
        var depth = 0;
        left[0] = Items();
        while (depth >= 0)
        {
            if (left[depth]-- == 0)
            {
                depth--;
                continue;
            }

            Read();
            if (Items() is > 0 and var items)
            {
                if (++depth > MaxDepth)
                    throw new MessagePackException($"nested deeper than {MaxDepth}");
                left[depth] = items;
            }
        }
    }

    /// <summary>Makes sure that nothing follows.</summary>
    /// <exception cref="MessagePackException">Something does.</exception>
    public readonly void End()
    {
        if (!IsAtEnd)
            throw new MessagePackException($"{_bytes.Length - _next} bytes follow the value");
    }

    private readonly long Items() => Kind switch
    {
        MessagePackKind.Array => Count,
        MessagePackKind.Map => 2L * Count,
        _ => 0,
    };

    private void Begin(MessagePackKind kind, long count)
    {
        Kind = kind;
        // Every item has one byte at least.
        if ((kind == MessagePackKind.Map ? 2 * count : count) > _bytes.Length - _next)
            throw new MessagePackException($"{count} items are announced, which the message is too short for");
        Count = (int)count;
    }

    private void Text(long length)
    {
        Fill(MessagePackKind.Text, length);
        if (!Utf8.IsValid(Content))
            throw new MessagePackException("a text is no UTF-8");
    }

    private void Fill(MessagePackKind kind, long length)
    {
        Kind = kind;
        Content = Take(length);
    }

    /// <summary>Reads a length of 1, 2 or 4 bytes.</summary>
    private long Length(int size) => size switch
    {
        0 => Take(1)[0],
        1 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        _ => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
    };

    private ReadOnlySpan<byte> Take(long length)
    {
        if (length > _bytes.Length - _next)
            throw new MessagePackException("the message ends too early");
        var taken = _bytes.Slice(_next, (int)length);
        _next += (int)length;
        return taken;
    }
}
