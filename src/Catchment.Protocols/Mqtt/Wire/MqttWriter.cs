using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>Writes the data types of MQTT (1.5) to the end of a buffer that grows.</summary>
internal sealed class MqttWriter
{
    /// <summary>The largest number that a variable byte integer holds, and so the longest body of a packet.</summary>
    public const int LargestVariable = 268_435_455;

    private const int LongestHeader = 5;
    private const int KeptCapacity = 256 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ArrayBufferWriter<byte> _buffer = new(1024);

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>How many bytes were written.</summary>
    public int Length => _buffer.WrittenCount;

    /// <summary>The bytes that a variable byte integer takes.</summary>
    public static int SizeOfVariable(int value) => value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4;

    /// <summary>The bytes that a text takes, its length included.</summary>
    /// <exception cref="MqttException">It is no well-formed text, holds U+0000, or is longer than 65,535 bytes.</exception>
    public static int SizeOfText(string text)
    {
        try
        {
            var bytes = Strict.GetByteCount(text);
            if (bytes > ushort.MaxValue)
                throw new MqttException($"a text of {bytes} bytes; at most {ushort.MaxValue} can be sent");
            if (text.Contains('\0', StringComparison.Ordinal))
                throw new MqttException("a text with U+0000 cannot be sent");
            return 2 + bytes;
        }
        catch (EncoderFallbackException e)
        {
            throw new MqttException("a text with half a surrogate pair cannot be sent", e);
        }
    }

    /// <summary>The bytes that binary data takes, its length included.</summary>
    /// <exception cref="MqttException">It is longer than 65,535 bytes.</exception>
    public static int SizeOfBinary(int length) =>
        length <= ushort.MaxValue ? 2 + length : throw new MqttException($"binary data of {length} bytes; at most {ushort.MaxValue} can be sent");

    /// <summary>Forgets what was written; a buffer that a large message has made large is given back.</summary>
    public void Clear()
    {
        if (_buffer.Capacity > KeptCapacity)
            _buffer = new ArrayBufferWriter<byte>(1024);
        else
            _buffer.ResetWrittenCount();
    }

    /// <summary>Writes a fixed header; a body of that many bytes has to follow.</summary>
    /// <exception cref="MqttException">No packet can be so long.</exception>
    public void WriteHeader(MqttPacketType type, int flags, int bodyLength)
    {
        if (bodyLength > LargestVariable)
            throw new MqttException($"a packet of {bodyLength} bytes; at most {LargestVariable} can be sent");
        _ = _buffer.GetSpan(LongestHeader);
        WriteByte((byte)(((int)type << 4) | flags));
        WriteVariable(bodyLength);
    }

    public void WriteByte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    public void WriteTwo(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.GetSpan(2), (ushort)value);
        _buffer.Advance(2);
    }

    public void WriteFour(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void WriteVariable(int value)
    {
        var span = _buffer.GetSpan(4);
        var at = 0;
        do
        {
            var low = (byte)(value & 0x7F);
            value >>= 7;
            span[at++] = value > 0 ? (byte)(low | 0x80) : low;
        }
        while (value > 0);
        _buffer.Advance(at);
    }

    public void WriteText(string text)
    {
        var size = SizeOfText(text);
        WriteTwo(size - 2);
        _buffer.Advance(Strict.GetBytes(text, _buffer.GetSpan(size)));
    }

    public void WriteBinary(ReadOnlySpan<byte> data)
    {
        WriteTwo(data.Length);
        WriteBytes(data);
    }

    public void WriteBytes(ReadOnlySpan<byte> data) => _buffer.Write(data);

    /// <summary>The bytes that properties take, without the length before them.</summary>
    public static int SizeOf(IReadOnlyList<MqttProperty> properties)
    {
        var size = 0;
        for (var i = 0; i < properties.Count; i++)
        {
            var property = properties[i];
            size += 1 + KindOf(property) switch
            {
                PropertyKind.Flag => 1,
                PropertyKind.TwoBytes => 2,
                PropertyKind.FourBytes => 4,
                PropertyKind.VariableLength => SizeOfVariable((int)property.Number),
                PropertyKind.Text => SizeOfText(property.Text),
                PropertyKind.Binary => SizeOfBinary(property.Data.Length),
                _ => SizeOfText(property.Name) + SizeOfText(property.Text),
            };
        }

        return size;
    }

    /// <summary>Writes properties with their length before them.</summary>
    public void WriteProperties(IReadOnlyList<MqttProperty> properties, int size)
    {
        WriteVariable(size);
        for (var i = 0; i < properties.Count; i++)
        {
            var property = properties[i];
            WriteByte((byte)property.Id);
            switch (KindOf(property))
            {
                case PropertyKind.Flag:
                    WriteByte((byte)property.Number);
                    break;
                case PropertyKind.TwoBytes:
                    WriteTwo((int)property.Number);
                    break;
                case PropertyKind.FourBytes:
                    WriteFour(property.Number);
                    break;
                case PropertyKind.VariableLength:
                    WriteVariable((int)property.Number);
                    break;
                case PropertyKind.Text:
                    WriteText(property.Text);
                    break;
                case PropertyKind.Binary:
                    WriteBinary(property.Data.Span);
                    break;
                default:
                    WriteText(property.Name);
                    WriteText(property.Text);
                    break;
            }
        }
    }

    private static PropertyKind KindOf(MqttProperty property) =>
        PropertyTable.TryFind((uint)property.Id, out var kind, out _) ? kind : throw new MqttException($"{property.Id} is no property of MQTT 5.0");
}
