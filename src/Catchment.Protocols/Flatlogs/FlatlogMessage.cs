using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Catchment.Protocols.Flatlogs;

/// <summary>Writes messages as a device does: a FlatBuffers buffer by the table of its type. Source: telemetry 8.1.</summary>
public sealed class FlatlogMessage
{
    private const int Word = 4; // An offset, a count, the place of a vtable.
    private const int Widest = 8;

    private readonly List<byte> _bytes = [];

    private FlatlogMessage()
    {
    }

    /// <summary>Writes a message.</summary>
    /// <param name="table">The type's table.</param>
    /// <param name="values">
    /// By field: numbers and bools as they are, text, lists of these, and of a table in the table its own values by field. A field that is not among them is absent.
    /// </param>
    /// <exception cref="ArgumentException">A field is not in the table, or its value of another kind.</exception>
    public static byte[] Write(FlatlogTable table, IReadOnlyDictionary<string, object> values)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(values);
        var message = new FlatlogMessage();
        message._bytes.AddRange(new byte[Word]);
        message.Put(0, message.Table(table, values));
        return [.. message._bytes];
    }

    private int Table(FlatlogTable table, IReadOnlyDictionary<string, object> values)
    {
        if (values.Keys.FirstOrDefault(name => !table.Fields.Any(f => f.Name == name)) is { } unknown)
            throw new ArgumentException($"{table.Name} has no field {unknown}.", nameof(values));
        var vtableLength = Word + (2 * table.Fields.Count);
        Align(Widest, vtableLength);
        var vtable = _bytes.Count;
        _bytes.AddRange(new byte[vtableLength]);
        var start = _bytes.Count;
        _bytes.AddRange(new byte[Word]);
        Put(start, start - vtable);
        var references = new List<(int Place, FlatlogField Field, object Value)>();
        foreach (var field in table.Fields)
        {
            if (!values.TryGetValue(field.Name, out var value))
                continue;
            var bytes = field.IsScalar ? Scalar(field.Kind, value) : new byte[Word];
            Align(bytes.Length, 0);
            Short(vtable + field.Slot, _bytes.Count - start);
            if (!field.IsScalar)
                references.Add((_bytes.Count, field, value));
            _bytes.AddRange(bytes);
        }

        Short(vtable, vtableLength);
        Short(vtable + 2, _bytes.Count - start);
        foreach (var (place, field, value) in references)
            Put(place, Reference(field, value) - place);
        return start;
    }

    private int Reference(FlatlogField field, object value) => (field.Kind, value) switch
    {
        (FlatlogFieldKind.Text, string text) => Text(text),
        (FlatlogFieldKind.Table, IReadOnlyDictionary<string, object> values) => Table(field.Table!, values),
        (FlatlogFieldKind.Vector, IEnumerable<string> texts) when field.Element == FlatlogFieldKind.Text => Texts([.. texts]),
        (FlatlogFieldKind.Vector, System.Collections.IEnumerable items and not string) when field.Element != FlatlogFieldKind.Text => Scalars(field.Element!.Value, [.. items.Cast<object>()]),
        _ => throw new ArgumentException($"{field} is none: {value}.", nameof(value)),
    };

    private int Scalars(FlatlogFieldKind element, object[] items)
    {
        Align(Widest, Word);
        var start = _bytes.Count;
        _bytes.AddRange(new byte[Word]);
        Put(start, items.Length);
        foreach (var item in items)
            _bytes.AddRange(Scalar(element, item));
        return start;
    }

    private int Texts(string[] texts)
    {
        Align(Word, 0);
        var start = _bytes.Count;
        _bytes.AddRange(new byte[Word + (Word * texts.Length)]);
        Put(start, texts.Length);
        for (var i = 0; i < texts.Length; i++)
        {
            var place = start + Word + (Word * i);
            Put(place, Text(texts[i]) - place);
        }

        return start;
    }

    private int Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Align(Word, 0);
        var start = _bytes.Count;
        _bytes.AddRange(new byte[Word]);
        Put(start, bytes.Length);
        _bytes.AddRange(bytes);
        _bytes.Add(0);
        return start;
    }

    private static byte[] Scalar(FlatlogFieldKind kind, object value)
    {
        try
        {
            var number = (IConvertible)value;
            return kind switch
            {
                FlatlogFieldKind.Bool => [number.ToBoolean(CultureInfo.InvariantCulture) ? (byte)1 : (byte)0],
                FlatlogFieldKind.Signed8 => [(byte)number.ToSByte(CultureInfo.InvariantCulture)],
                FlatlogFieldKind.Unsigned8 => [number.ToByte(CultureInfo.InvariantCulture)],
                FlatlogFieldKind.Signed16 => LittleEndian(BitConverter.GetBytes(number.ToInt16(CultureInfo.InvariantCulture))),
                FlatlogFieldKind.Unsigned16 => LittleEndian(BitConverter.GetBytes(number.ToUInt16(CultureInfo.InvariantCulture))),
                FlatlogFieldKind.Signed32 => LittleEndian(BitConverter.GetBytes(number.ToInt32(CultureInfo.InvariantCulture))),
                FlatlogFieldKind.Unsigned32 => LittleEndian(BitConverter.GetBytes(number.ToUInt32(CultureInfo.InvariantCulture))),
                FlatlogFieldKind.Signed64 => LittleEndian(BitConverter.GetBytes(number.ToInt64(CultureInfo.InvariantCulture))),
                FlatlogFieldKind.Unsigned64 => LittleEndian(BitConverter.GetBytes(number.ToUInt64(CultureInfo.InvariantCulture))),
                FlatlogFieldKind.Real32 => LittleEndian(BitConverter.GetBytes(number.ToSingle(CultureInfo.InvariantCulture))),
                _ => LittleEndian(BitConverter.GetBytes(number.ToDouble(CultureInfo.InvariantCulture))),
            };
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException or FormatException)
        {
            throw new ArgumentException($"{value} is no {kind}.", nameof(value), e);
        }
    }

    private static byte[] LittleEndian(byte[] bytes)
    {
        if (!BitConverter.IsLittleEndian)
            Array.Reverse(bytes);
        return bytes;
    }

    private void Align(int size, int ahead)
    {
        while ((_bytes.Count + ahead) % size != 0)
            _bytes.Add(0);
    }

    private void Put(int place, int value) => BinaryPrimitives.WriteInt32LittleEndian(CollectionsMarshal.AsSpan(_bytes)[place..], value);

    private void Short(int place, int value) => BinaryPrimitives.WriteUInt16LittleEndian(CollectionsMarshal.AsSpan(_bytes)[place..], (ushort)value);
}
