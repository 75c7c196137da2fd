using System.Buffers.Binary;
using System.Text;

namespace Catchment.Tags.Tests.Mqtt;

/// <summary>Reads payloads of Sparkplug B by its schema, independently of what writes them.</summary>
internal sealed record SparkplugReading(ulong Timestamp, ulong? Sequence, IReadOnlyList<SparkplugReading.Metric> Metrics)
{
    /// <summary>A metric; the value is of the member that is set.</summary>
    internal sealed record Metric(string Name, ulong Timestamp, ulong Type, object? Value, ulong? Quality);

    public static SparkplugReading Read(ReadOnlyMemory<byte> payload)
    {
        var fields = Fields(payload);
        return new SparkplugReading(
            (ulong)fields.Single(f => f.Number == 1).Value,
            (ulong?)fields.SingleOrDefault(f => f.Number == 3).Value,
            [.. fields.Where(f => f.Number == 2).Select(f => ReadMetric((ReadOnlyMemory<byte>)f.Value))]);
    }

    private static Metric ReadMetric(ReadOnlyMemory<byte> bytes)
    {
        var fields = Fields(bytes);
        object? One(int number) => fields.SingleOrDefault(f => f.Number == number).Value;
        ulong? quality = null;
        if (One(9) is ReadOnlyMemory<byte> set)
        {
            var inner = Fields(set);
            Text(inner.Single(f => f.Number == 1).Value).ShouldBe("Quality");
            var value = Fields((ReadOnlyMemory<byte>)inner.Single(f => f.Number == 2).Value);
            value.Single(f => f.Number == 1).Value.ShouldBe(3UL); // Int32
            quality = (ulong)value.Single(f => f.Number == 3).Value;
        }

        var type = (ulong)One(4)!;
        object? told = One(7) is 1UL ? null : type switch
        {
            4 => (long)(ulong)One(11)!,
            10 => BitConverter.UInt64BitsToDouble((ulong)One(13)!),
            11 => (ulong)One(14)! == 1,
            12 => Text(One(15)!),
            _ => throw new InvalidOperationException($"type {type}"),
        };
        return new Metric(Text(One(1)!), (ulong)One(3)!, type, told, quality);
    }

    private static string Text(object value) => Encoding.UTF8.GetString(((ReadOnlyMemory<byte>)value).Span);

    private static List<(int Number, object Value)> Fields(ReadOnlyMemory<byte> bytes)
    {
        var fields = new List<(int, object)>();
        var at = 0;
        while (at < bytes.Length)
        {
            var tag = Varint(bytes.Span, ref at);
            object value;
            switch (tag & 7)
            {
                case 0:
                    value = Varint(bytes.Span, ref at);
                    break;
                case 1:
                    value = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[at..]);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes.Span, ref at);
                    value = bytes.Slice(at, length);
                    at += length;
                    break;
                default:
                    throw new InvalidOperationException($"wire type {tag & 7}");
            }

            fields.Add(((int)(tag >> 3), value));
        }

        return fields;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            value |= (ulong)(bytes[at] & 0x7F) << shift;
            if (bytes[at++] < 0x80) return value;
        }
    }
}
