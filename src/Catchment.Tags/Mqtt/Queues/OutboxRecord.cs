using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Catchment.Protocols.Mqtt;

namespace Catchment.Tags.Mqtt.Queues;

/// <summary>
/// The records of an outbox: length and CRC-32C of the body, then the body: what it is, a number, and of a message flags, topic and
/// payload.
/// </summary>
internal static class OutboxRecord
{
    public const int HeaderBytes = 8;
    public const byte Message = 1;
    public const byte Acknowledged = 2;

    private const int MarkBytes = 9;
    private const int LongestBody = 300 << 20; // a whole packet of MQTT, and what comes with it

    /// <summary>A message.</summary>
    public static byte[] OfMessage(long sequence, MqttMessage message)
    {
        var topic = Encoding.UTF8.GetByteCount(message.Topic);
        var record = new byte[HeaderBytes + MarkBytes + 3 + topic + message.Payload.Length];
        var body = record.AsSpan(HeaderBytes);
        Mark(body, Message, sequence);
        body[MarkBytes] = (byte)((int)message.Qos | (message.Retain ? 4 : 0));
        BinaryPrimitives.WriteUInt16LittleEndian(body[(MarkBytes + 1)..], (ushort)topic);
        Encoding.UTF8.GetBytes(message.Topic, body[(MarkBytes + 3)..]);
        message.Payload.Span.CopyTo(body[(MarkBytes + 3 + topic)..]);
        Seal(record);
        return record;
    }

    /// <summary>All messages up to a number are done with.</summary>
    public static void WriteAcknowledged(Span<byte> record, long sequence)
    {
        Mark(record[HeaderBytes..], Acknowledged, sequence);
        Seal(record);
    }

    /// <summary>The bytes of <see cref="WriteAcknowledged"/>.</summary>
    public const int AcknowledgedBytes = HeaderBytes + MarkBytes;

    /// <summary>Reads what a body begins with.</summary>
    public static (byte Kind, long Sequence) ReadMark(ReadOnlySpan<byte> body) => (body[0], BinaryPrimitives.ReadInt64LittleEndian(body[1..]));

    /// <summary>Reads the body of a message.</summary>
    public static MqttMessage ReadMessage(byte[] body)
    {
        var topic = BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(MarkBytes + 1));
        return new MqttMessage(
            Encoding.UTF8.GetString(body, MarkBytes + 3, topic), body.AsMemory(MarkBytes + 3 + topic), (MqttQos)(body[MarkBytes] & 3), (body[MarkBytes] & 4) != 0);
    }

    /// <summary>The length of the body that a header announces; 0: it is no header.</summary>
    public static int BodyBytes(ReadOnlySpan<byte> header)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header);
        return length is >= MarkBytes and <= LongestBody ? (int)length : 0;
    }

    /// <summary>Whether a body is as it was written.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != Checksum(body))
            return false;
        return body[0] switch
        {
            Acknowledged => body.Length == MarkBytes,
            Message => body.Length >= MarkBytes + 3 && body.Length >= MarkBytes + 3 + BinaryPrimitives.ReadUInt16LittleEndian(body[(MarkBytes + 1)..]),
            _ => false,
        };
    }

    private static void Mark(Span<byte> body, byte kind, long sequence)
    {
        body[0] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(body[1..], sequence);
    }

    private static void Seal(Span<byte> record)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)(record.Length - HeaderBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Checksum(record[HeaderBytes..]));
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            sum = BitOperations.Crc32C(sum, one);
        return ~sum;
    }
}
