using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Catchment.Protocols.Flatlogs;

namespace Catchment.Benchmarks.Telemetry;

/// <summary>Writes telemetry as an instrument's devices do: all fields present, values that wander about.</summary>
internal sealed class DeviceFile
{
    private static readonly FlatlogTypeTable Types = FlatlogTypeTable.BuiltIn;

    private readonly List<byte> _bytes = [];
    private readonly Random _random = new(20_240_415);

    /// <summary>Writes entries of some types in turn.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">Event codes by their names.</param>
    /// <param name="elements">Elements of a vector.</param>
    /// <param name="size">Bytes that the file has about.</param>
    /// <returns>How many entries there are.</returns>
    internal long Write(string path, IReadOnlyList<string> names, int elements, long size)
    {
        var types = names.Select(n => Types.Types.Single(t => t.Name == n)).ToArray();
        using var file = File.Create(path, 1 << 20);
        var entries = 0L;
        var header = new byte[FlatlogHeader.MostLength];
        for (; file.Position < size; entries++)
        {
            var type = types[entries % types.Length];
            _bytes.Clear();
            _bytes.AddRange(new byte[4]);
            Put(0, Table(type.Message!, elements));
            var head = FlatlogHeader.Create(FlatlogPriority.Telemetry, type.Code, 1_713_220_250 + (uint)(entries / 2000), (uint)(entries % 2000 * 500_000), _bytes.Count);
            head.Write(header);
            file.Write(header, 0, head.Length);
            file.Write(CollectionsMarshal.AsSpan(_bytes));
        }

        return entries;
    }

    /// <summary>Writes lines as Python devices do.</summary>
    internal long WriteNdjson(string path, long size)
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        var entries = 0L;
        for (; file.BaseStream.Position < size; entries++)
        {
            var time = DateTime.UnixEpoch.AddSeconds(1_713_220_250).AddMicroseconds(entries * 500 + 1);
            file.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"ts": "{{{time:yyyy-MM-ddTHH:mm:ss.ffffff}}}000", "prio": "TELM", "ec": "telem_indi_set", "msg": {"device": "labrules", "name": "temperature", "state": "Ok", "elements": {"status": {"value": "fine", "label": null}, "celsius": {"value": {{{20 + _random.NextDouble()}}} }}, "timestamp": "{{{time:o}}}"}}"""));
        }

        return entries;
    }

    private int Table(FlatlogTable table, int elements)
    {
        Align(8, 4 + 2 * table.Fields.Count);
        var vtable = _bytes.Count;
        _bytes.AddRange(new byte[4 + 2 * table.Fields.Count]);
        var start = _bytes.Count;
        _bytes.AddRange(new byte[4]);
        Put(start, start - vtable);
        var references = new List<(int Place, FlatlogField Field)>();
        foreach (var field in table.Fields)
        {
            var value = field.IsScalar ? Scalar(field.Kind) : new byte[4];
            Align(value.Length, 0);
            Short(vtable + 4 + 2 * field.Index, _bytes.Count - start);
            if (!field.IsScalar)
                references.Add((_bytes.Count, field));
            _bytes.AddRange(value);
        }

        Short(vtable, start - vtable);
        Short(vtable + 2, _bytes.Count - start);
        foreach (var (place, field) in references)
        {
            var target = field.Kind switch
            {
                FlatlogFieldKind.Text => String(),
                FlatlogFieldKind.Table => Table(field.Table!, elements),
                _ => Vector(field.Element!.Value, elements),
            };
            Put(place, target - place);
        }

        return start;
    }

    private int Vector(FlatlogFieldKind element, int count)
    {
        Align(8, 4);
        var start = _bytes.Count;
        _bytes.AddRange(new byte[4]);
        Put(start, count);
        if (element != FlatlogFieldKind.Text)
        {
            for (var i = 0; i < count; i++)
                _bytes.AddRange(Scalar(element));
            return start;
        }

        _bytes.AddRange(new byte[4 * count]);
        for (var i = 0; i < count; i++)
        {
            var place = start + 4 + 4 * i;
            Put(place, String() - place);
        }

        return start;
    }

    private int String()
    {
        var text = Encoding.UTF8.GetBytes(_random.Next(2) == 0 ? "H-alpha" : "transmissive_wide");
        Align(4, 0);
        var start = _bytes.Count;
        _bytes.AddRange(new byte[4]);
        Put(start, text.Length);
        _bytes.AddRange(text);
        _bytes.Add(0);
        return start;
    }

    private byte[] Scalar(FlatlogFieldKind kind) => kind switch
    {
        <= FlatlogFieldKind.Unsigned8 => [(byte)_random.Next(2)],
        <= FlatlogFieldKind.Unsigned16 => BitConverter.GetBytes((short)_random.Next(3000)),
        <= FlatlogFieldKind.Unsigned32 => BitConverter.GetBytes(_random.Next(100_000)),
        FlatlogFieldKind.Real32 => BitConverter.GetBytes((float)(_random.NextDouble() * 40 - 20)),
        FlatlogFieldKind.Real64 => BitConverter.GetBytes(_random.NextDouble() * 400 - 200),
        _ => BitConverter.GetBytes(_random.NextInt64(1L << 40)),
    };

    private void Align(int size, int ahead)
    {
        while ((_bytes.Count + ahead) % size != 0)
            _bytes.Add(0);
    }

    private void Put(int place, int value) => BinaryPrimitives.WriteInt32LittleEndian(CollectionsMarshal.AsSpan(_bytes)[place..], value);

    private void Short(int place, int value) => BinaryPrimitives.WriteUInt16LittleEndian(CollectionsMarshal.AsSpan(_bytes)[place..], (ushort)value);
}
