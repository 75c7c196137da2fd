using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Catchment.Protocols.MessagePack;

/// <summary>Writes maps and texts as MessagePack, each in its shortest form (specification of MessagePack, "str format family", "map format family").</summary>
/// <param name="output">Takes the bytes.</param>
public readonly ref struct MessagePackWriter(IBufferWriter<byte> output)
{
    /// <summary>Begins a map; as many keys with their values have to follow.</summary>
    /// <param name="count">Number of keys.</param>
    public void WriteMapHeader(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count < 16) Short((byte)(0x80 | count));
        else if (count <= ushort.MaxValue) WithUInt16(0xde, (ushort)count);
        else WithUInt32(0xdf, (uint)count);
    }

    /// <summary>Writes a text as UTF-8; half a surrogate pair becomes U+FFFD.</summary>
    /// <param name="text">The text.</param>
    public void WriteText(ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        switch (length)
        {
            case < 32:
                Short((byte)(0xa0 | length));
                break;
            case <= byte.MaxValue:
                Short(0xd9);
                Short((byte)length);
                break;
            case <= ushort.MaxValue:
                WithUInt16(0xda, (ushort)length);
                break;
            default:
                WithUInt32(0xdb, (uint)length);
                break;
        }

        output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(length)));
    }

    /// <summary>Writes a whole map of texts.</summary>
    /// <param name="items">Keys and values in their order.</param>
    public void WriteMap(params ReadOnlySpan<(string Key, string Value)> items)
    {
        WriteMapHeader(items.Length);
        foreach (var (key, value) in items)
        {
            WriteText(key);
            WriteText(value);
        }
    }

    private void Short(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private void WithUInt16(byte kind, ushort value)
    {
        Short(kind);
        BinaryPrimitives.WriteUInt16BigEndian(output.GetSpan(sizeof(ushort)), value);
        output.Advance(sizeof(ushort));
    }

    private void WithUInt32(byte kind, uint value)
    {
        Short(kind);
        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(sizeof(uint)), value);
        output.Advance(sizeof(uint));
    }
}
