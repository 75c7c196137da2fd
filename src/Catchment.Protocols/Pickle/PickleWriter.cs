using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Catchment.Protocols.Pickle;

/// <summary>
/// Writes Python pickles of protocol 4 in the few opcodes that every reader since Python 3.4 knows. Callables are named, never
/// invented: what is written is data and calls of public constructors.
/// </summary>
/// <remarks>Source: the camera specification, 7; Python's <c>pickletools</c>.</remarks>
/// <param name="output">Where the bytes go; complete after <see cref="End"/>.</param>
public ref struct PickleWriter(IBufferWriter<byte> output)
{
    private const int LongestShort = 255;
    private const int LeastSpan = 4096;

    private readonly IBufferWriter<byte> _output = output;
    private Span<byte> _span;
    private int _used;

    /// <summary>The pickle's beginning.</summary>
    public void Begin() => Raw([0x80, 4]);

    /// <summary>The pickle's end; hands what is left to the output.</summary>
    public void End()
    {
        Raw("."u8);
        Flush();
    }

    /// <summary>A callable that the reader imports.</summary>
    /// <param name="name">Module and name with a blank between, as in <c>pandas DataFrame</c>.</param>
    public void Callable(scoped ReadOnlySpan<byte> name)
    {
        var blank = name.IndexOf((byte)' ');
        var span = Room(name.Length + 2);
        span[0] = (byte)'c';
        name.CopyTo(span[1..]);
        span[1 + blank] = (byte)'\n';
        span[name.Length + 1] = (byte)'\n';
        _used += name.Length + 2;
    }

    /// <summary>Calls a callable with the arguments that stand behind it, 1 to 3.</summary>
    public void Call(int arguments) => Raw([(byte)(0x84 + arguments), (byte)'R']);

    /// <summary>A text.</summary>
    public void Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= LongestShort / 3)
        {
            var span = Room(2 + LongestShort);
            var length = Encoding.UTF8.GetBytes(text, span[2..]);
            span[0] = 0x8C;
            span[1] = (byte)length;
            _used += 2 + length;
            return;
        }

        Text(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A text in UTF-8.</summary>
    public void Text(scoped ReadOnlySpan<byte> text) => Block(0x8C, (byte)'X', text);

    /// <summary>Bytes.</summary>
    public void Bytes(scoped ReadOnlySpan<byte> bytes) => Block((byte)'C', (byte)'B', bytes);

    /// <summary>A whole number.</summary>
    public void WholeNumber(int value)
    {
        var span = Room(5);
        switch (value)
        {
            case >= 0 and <= 0xFF:
                span[0] = (byte)'K';
                span[1] = (byte)value;
                _used += 2;
                break;
            case >= 0 and <= 0xFFFF:
                span[0] = (byte)'M';
                BinaryPrimitives.WriteUInt16LittleEndian(span[1..], (ushort)value);
                _used += 3;
                break;
            default:
                span[0] = (byte)'J';
                BinaryPrimitives.WriteInt32LittleEndian(span[1..], value);
                _used += 5;
                break;
        }
    }

    /// <summary>What pandas has in place of a text that is missing: not-a-number.</summary>
    public void Missing() => Raw([(byte)'G', 0x7F, 0xF8, 0, 0, 0, 0, 0, 0]);

    /// <summary><c>None</c>.</summary>
    public void None() => Raw("N"u8);

    /// <summary>Begins a list; its items follow.</summary>
    public void BeginList() => Raw("]("u8);

    /// <summary>Ends a list.</summary>
    public void EndList() => Raw("e"u8);

    /// <summary>Begins a dictionary; keys and values follow in turns.</summary>
    public void BeginDictionary() => Raw("}("u8);

    /// <summary>Ends a dictionary.</summary>
    public void EndDictionary() => Raw("u"u8);

    /// <summary>Begins a tuple; its items follow.</summary>
    public void BeginTuple() => Raw("("u8);

    /// <summary>Ends a tuple.</summary>
    public void EndTuple() => Raw("t"u8);

    /// <summary>Calls a callable with the tuple that stands behind it.</summary>
    public void CallWithTuple() => Raw("R"u8);

    private void Block(byte shortCode, byte longCode, scoped ReadOnlySpan<byte> content)
    {
        var isShort = content.Length <= LongestShort;
        var span = Room(5);
        span[0] = isShort ? shortCode : longCode;
        if (isShort)
            span[1] = (byte)content.Length;
        else
            BinaryPrimitives.WriteInt32LittleEndian(span[1..], content.Length);
        _used += isShort ? 2 : 5;
        Raw(content);
    }

    private void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _used += bytes.Length;
    }

    private Span<byte> Room(int size)
    {
        if (_span.Length - _used < size)
        {
            Flush();
            _span = _output.GetSpan(Math.Max(size, LeastSpan));
        }

        return _span[_used..];
    }

    private void Flush()
    {
        _output.Advance(_used);
        _span = default;
        _used = 0;
    }
}
