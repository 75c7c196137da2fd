using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Catchment.Protocols.Flatlogs;

namespace Catchment.Protocols.Tests.Flatlogs;

/// <summary>Writes messages of any type with random content, as a FlatBuffers writer may lay them out.</summary>
/// <param name="random">The source of chance.</param>
internal sealed class RandomMessages(Random random)
{
    private static readonly string[] Words = ["", "z", "H-alpha", "quote \" and \\", "tab\tline\n\u0001\u007f", "é ß", "日本語", "🔭 \uDBFF\uDFFF", "line\u2028sep"];
    private static readonly double[] Reals = [0, -0.0, 1, -1, 0.1, 1.25e-7, 0.5e-6, 0.0078125, 999_999.9999995, 1e9, 8191.123456789012, 8192.5, 1e15, 1e16, 1e22, 1e300, -3.4e38, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    private readonly List<byte> _bytes = [];

    /// <summary>Strings may have zero bytes and bytes that are no UTF-8.</summary>
    public bool WithBrokenStrings { get; init; }

    /// <summary>Numbers may be nan and infinite.</summary>
    public bool WithSpecialNumbers { get; init; } = true;

    public byte[] Message(FlatlogType type)
    {
        if (type.Message is not { } table)
            return [];
        _bytes.Clear();
        _bytes.AddRange(new byte[4]);
        Patch(0, Table(table));
        _bytes.AddRange(new byte[random.Next(8)]);
        if (_bytes.Count % 4 != 0)
            Align(4, 0);
        return [.. _bytes];
    }

    public byte[] Entry(FlatlogType type)
    {
        var message = Message(type);
        var header = FlatlogHeader.Create(FlatlogPriority.Telemetry, type.Code, (uint)random.NextInt64(1L << 32), (uint)random.Next(1_000_000_000), message.Length);
        var entry = new byte[header.Length + message.Length];
        header.Write(entry);
        message.CopyTo(entry, header.Length);
        return entry;
    }

    private int Table(FlatlogTable table)
    {
        var present = table.Fields.Where(_ => random.Next(5) > 0).ToArray();
        // Absent fields at the end may lack their place, and a newer writer has places that are not known.
        var places = random.Next(2) == 0 ? table.Fields.Count + random.Next(3) : present.Length == 0 ? 0 : present[^1].Index + 1;
        var vtable = new byte[4 + 2 * places];
        Align(8, vtable.Length);
        var start = _bytes.Count;
        _bytes.AddRange(vtable);
        var position = _bytes.Count;
        _bytes.AddRange(new byte[4]);
        Put(position, (uint)(position - start));
        var references = new List<(int Place, FlatlogField Field)>();
        foreach (var field in present.OrderBy(_ => random.Next()))
        {
            var value = field.IsScalar ? Scalar(field.Kind) : new byte[4];
            Align(value.Length, 0);
            if (!field.IsScalar)
                references.Add((_bytes.Count, field));
            BinaryPrimitives.WriteUInt16LittleEndian(CollectionsMarshal.AsSpan(_bytes)[(start + 4 + 2 * field.Index)..], (ushort)(_bytes.Count - position));
            _bytes.AddRange(value);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(CollectionsMarshal.AsSpan(_bytes)[start..], (ushort)vtable.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(CollectionsMarshal.AsSpan(_bytes)[(start + 2)..], (ushort)(_bytes.Count - position));
        foreach (var (place, field) in references)
        {
            Patch(place, field.Kind switch
            {
                FlatlogFieldKind.Text => String(),
                FlatlogFieldKind.Table => Table(field.Table!),
                _ => Vector(field.Element!.Value),
            });
        }

        return position;
    }

    private int Vector(FlatlogFieldKind element)
    {
        var count = random.Next(4) == 0 ? 0 : random.Next(6);
        Align(8, 4);
        var position = _bytes.Count;
        _bytes.AddRange(new byte[4]);
        Put(position, (uint)count);
        if (element != FlatlogFieldKind.Text)
        {
            for (var i = 0; i < count; i++)
                _bytes.AddRange(Scalar(element));
            return position;
        }

        _bytes.AddRange(new byte[4 * count]);
        for (var i = 0; i < count; i++)
            Patch(position + 4 + 4 * i, String());
        return position;
    }

    private int String()
    {
        var text = Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)] + Words[random.Next(Words.Length)]);
        if (WithBrokenStrings && text.Length > 0 && random.Next(4) == 0)
            text[random.Next(text.Length)] = random.Next(2) == 0 ? (byte)0 : (byte)random.Next(0x80, 0x100);
        Align(4, 0);
        var position = _bytes.Count;
        _bytes.AddRange(new byte[4]);
        Put(position, (uint)text.Length);
        _bytes.AddRange(text);
        _bytes.Add(0);
        return position;
    }

    private byte[] Scalar(FlatlogFieldKind kind)
    {
        var bytes = new byte[Size(kind)];
        if (kind is FlatlogFieldKind.Real32 or FlatlogFieldKind.Real64)
            Real(bytes);
        else if (kind == FlatlogFieldKind.Bool)
            bytes[0] = (byte)random.Next(2);
        else if (random.Next(3) == 0)
            bytes.AsSpan().Fill((byte)(random.Next(2) * 255));
        else
            random.NextBytes(bytes);
        return bytes;
    }

    private void Real(byte[] bytes)
    {
        double value;
        do
        {
            random.NextBytes(bytes);
            value = random.Next(4) switch
            {
                0 => Reals[random.Next(Reals.Length)],
                1 => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 18)),
                2 => Math.Round(random.NextDouble() * 1000, random.Next(8)),
                _ => bytes.Length == sizeof(float) ? BitConverter.ToSingle(bytes) : BitConverter.ToDouble(bytes),
            };
        }
        while (!WithSpecialNumbers && !double.IsFinite(bytes.Length == sizeof(float) ? (float)value : value));

        if (bytes.Length == sizeof(float))
            BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value);
        else
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
    }

    private static int Size(FlatlogFieldKind kind) => kind switch
    {
        <= FlatlogFieldKind.Unsigned8 => 1,
        <= FlatlogFieldKind.Unsigned16 => 2,
        <= FlatlogFieldKind.Unsigned32 or FlatlogFieldKind.Real32 => 4,
        _ => 8,
    };

    /// <summary>Makes the place behind so many more bytes a multiple of a size.</summary>
    private void Align(int size, int ahead)
    {
        while ((_bytes.Count + ahead) % size != 0)
            _bytes.Add(0);
    }

    private void Patch(int place, int target) => Put(place, (uint)(target - place));

    private void Put(int place, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(CollectionsMarshal.AsSpan(_bytes)[place..], value);
}
