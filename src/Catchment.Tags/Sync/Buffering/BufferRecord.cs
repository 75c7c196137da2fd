using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Sync.Buffering;

/// <summary>
/// A value on disk: length and checksum of what follows, the time at which it was put there, its own time, quality, the key's length, key,
/// value as JSON. Numbers are little-endian.
/// </summary>
internal static class BufferRecord
{
    /// <summary>Length and checksum.</summary>
    internal const int HeaderSize = 8;

    /// <summary>No record is longer: keys have at most 1024 characters in each of a few forms, values 64 KiB, each up to six times as long as JSON.</summary>
    internal const int LongestBody = 1 << 20;

    private const int FixedSize = 8 + 8 + 1 + 4;

    /// <summary>Appends a record.</summary>
    internal static void Write(ArrayBufferWriter<byte> output, in BufferedValue value, long queuedMilliseconds)
    {
        var start = output.WrittenCount;
        var keyLength = Encoding.UTF8.GetByteCount(value.Key);
        var head = output.GetSpan(HeaderSize + FixedSize + keyLength);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], queuedMilliseconds);
        BinaryPrimitives.WriteDoubleLittleEndian(head[16..], value.Timestamp);
        head[24] = (byte)value.Quality;
        BinaryPrimitives.WriteInt32LittleEndian(head[25..], keyLength);
        Encoding.UTF8.GetBytes(value.Key, head[29..]);
        output.Advance(HeaderSize + FixedSize + keyLength);
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true }))
            value.Value.WriteTo(json);
        var record = MemoryMarshal.AsMemory(output.WrittenMemory).Span[start..];
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - HeaderSize);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Checksum(record[HeaderSize..]));
    }

    /// <summary>The length of the record that bytes begin with; 0: more bytes are needed; −1: it is damaged.</summary>
    internal static int Measure(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderSize)
            return 0;
        var body = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (body is < FixedSize or > LongestBody)
            return -1;
        if (bytes.Length < HeaderSize + body)
            return 0;
        return Checksum(bytes.Slice(HeaderSize, body)) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) ? HeaderSize + body : -1;
    }

    /// <summary>The length of the record that bytes begin with as it says itself; 0: it says none.</summary>
    internal static int Announced(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= HeaderSize && BinaryPrimitives.ReadInt32LittleEndian(bytes) is >= FixedSize and <= LongestBody and var body ? HeaderSize + body : 0;

    /// <summary>When a record was put there, in Unix milliseconds.</summary>
    internal static long Queued(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64LittleEndian(record[8..]);

    /// <summary>Reads a record that <see cref="Measure"/> found whole.</summary>
    /// <returns>False: its checksum is right, and it is none all the same.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> record, out BufferedValue value)
    {
        value = default;
        var keyLength = BinaryPrimitives.ReadInt32LittleEndian(record[25..]);
        if (keyLength < 0 || keyLength > record.Length - HeaderSize - FixedSize)
            return false;
        try
        {
            var reader = new Utf8JsonReader(record[(29 + keyLength)..], new JsonReaderOptions { MaxDepth = 1000 });
            if (!reader.Read())
                return false;
            value = new BufferedValue(
                Encoding.UTF8.GetString(record.Slice(29, keyLength)),
                TagValue.Read(ref reader),
                BinaryPrimitives.ReadDoubleLittleEndian(record[16..]),
                (TagQuality)Math.Min(record[24], (byte)TagQuality.Bad));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = ~0u;
        while (bytes.Length >= sizeof(ulong))
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var b in bytes)
            sum = BitOperations.Crc32C(sum, b);
        return ~sum;
    }
}
