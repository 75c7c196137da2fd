using System.Buffers.Binary;
using System.Text;

namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>Reads the data types of MQTT (1.5) from the body of one packet. Whatever is wrong is a <see cref="MqttProtocolException"/>.</summary>
internal ref struct MqttReader(ReadOnlySpan<byte> bytes)
{
    private const int LongestVariable = 4;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether everything is read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Reads a variable byte integer (1.5.5) from the beginning of bytes that may still grow.</summary>
    /// <param name="bytes">What is there.</param>
    /// <param name="value">The number.</param>
    /// <param name="length">Its bytes; 0: it is not there whole.</param>
    /// <exception cref="MqttProtocolException">It is longer than four bytes.</exception>
    public static void PeekVariable(ReadOnlySpan<byte> bytes, out uint value, out int length)
    {
        value = 0;
        length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            value |= (uint)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                length = i + 1;
                return;
            }

            if (i == LongestVariable - 1)
                throw Malformed("a length of more than four bytes");
        }
    }

    public static MqttProtocolException Malformed(string what) => new(ReasonCode.MalformedPacket, what);

    public byte ReadByte() => Take(1)[0];

    public ushort ReadTwo() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint ReadFour() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>Reads a packet identifier, which is never 0 (2.2.1).</summary>
    public ushort ReadPacketId()
    {
        var id = ReadTwo();
        return id != 0 ? id : throw Malformed("a packet identifier of 0");
    }

    public uint ReadVariable()
    {
        PeekVariable(_rest, out var value, out var length);
        if (length == 0)
            throw Malformed("a number that the packet ends in");
        if (length > 1 && _rest[length - 1] == 0)
            throw Malformed("a number with more bytes than it needs");
        _rest = _rest[length..];
        return value;
    }

    /// <summary>Reads a text: well-formed UTF-8 without U+0000 (1.5.4).</summary>
    public string ReadText()
    {
        var encoded = Take(ReadTwo());
        if (encoded.Contains((byte)0))
            throw Malformed("a text with U+0000");
        try
        {
            return Strict.GetString(encoded);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed("a text that is no UTF-8");
        }
    }

    public ReadOnlyMemory<byte> ReadBinary() => Take(ReadTwo()).ToArray();

    /// <summary>Takes everything that is left.</summary>
    public ReadOnlySpan<byte> ReadRest() => Take(_rest.Length);

    /// <summary>Takes so many bytes.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw Malformed("less than its lengths announce");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    /// <summary>Demands that nothing is left.</summary>
    public readonly void End()
    {
        if (!_rest.IsEmpty)
            throw Malformed($"{_rest.Length} bytes behind its end");
    }

    /// <summary>Reads properties (2.2.2).</summary>
    /// <param name="place">The packet's type, or <see cref="PropertyTable.Will"/>.</param>
    public IReadOnlyList<MqttProperty> ReadProperties(int place)
    {
        var length = ReadVariable();
        if (length == 0)
            return [];
        if (length > _rest.Length)
            throw Malformed("less than its properties' length");
        var inner = new MqttReader(Take((int)length));
        var properties = new List<MqttProperty>();
        var seen = 0UL;
        while (!inner.IsAtEnd)
        {
            var property = inner.ReadProperty(place);
            var bit = 1UL << (int)property.Id;
            if ((seen & bit) != 0 && !PropertyTable.MayRepeat(property.Id, place))
                throw new MqttProtocolException(ReasonCode.ProtocolError, $"the property {property.Id} twice");
            seen |= bit;
            properties.Add(property);
        }

        return properties;
    }

    private MqttProperty ReadProperty(int place)
    {
        var number = ReadVariable();
        if (!PropertyTable.TryFind(number, out var kind, out var least))
            throw Malformed($"an unknown property (0x{number:X2})");
        var id = (MqttPropertyId)number;
        if (!PropertyTable.IsAllowed(number, place))
            throw new MqttProtocolException(ReasonCode.ProtocolError, $"the property {id} where it may not be");
        var property = kind switch
        {
            PropertyKind.Flag => new MqttProperty(id, ReadByte()),
            PropertyKind.TwoBytes => new MqttProperty(id, ReadTwo()),
            PropertyKind.FourBytes => new MqttProperty(id, ReadFour()),
            PropertyKind.VariableLength => new MqttProperty(id, ReadVariable()),
            PropertyKind.Text => new MqttProperty(id, Text: ReadText()),
            PropertyKind.Binary => new MqttProperty(id, Data: ReadBinary()),
            _ => new MqttProperty(id, Name: ReadText(), Text: ReadText()),
        };
        return property.Number >= least && (kind != PropertyKind.Flag || property.Number <= 1)
            ? property
            : throw new MqttProtocolException(ReasonCode.ProtocolError, $"the property {id} with the value {property.Number}");
    }
}
