using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Catchment.Tags.Mqtt.Sparkplug;

/// <summary>Writes the few forms of Protocol Buffers that Sparkplug B needs.</summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int LongestVarint = 10;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public void Number(int field, ulong value)
    {
        WriteVarint((uint)((field << 3) | Varint));
        WriteVarint(value);
    }

    public void Flag(int field, bool value) => Number(field, value ? 1UL : 0);

    public void Double(int field, double value)
    {
        WriteVarint((uint)((field << 3) | Fixed64));
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(sizeof(double)), value);
        _buffer.Advance(sizeof(double));
    }

    public void Text(int field, string value)
    {
        WriteVarint((uint)((field << 3) | Delimited));
        WriteVarint((uint)Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _buffer);
    }

    public void Message(int field, ProtobufWriter inner)
    {
        WriteVarint((uint)((field << 3) | Delimited));
        WriteVarint((uint)inner.Written.Length);
        _buffer.Write(inner.Written);
    }

    private void WriteVarint(ulong value)
    {
        var span = _buffer.GetSpan(LongestVarint);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        _buffer.Advance(length);
    }
}
