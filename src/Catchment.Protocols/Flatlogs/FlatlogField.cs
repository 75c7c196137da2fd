using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Catchment.Protocols.Flatlogs.Json;

namespace Catchment.Protocols.Flatlogs;

/// <summary>A field of a message's table. Source: telemetry 8.1, 8.2.</summary>
public sealed class FlatlogField
{
    private const int FirstSlot = 4; // Behind the sizes of the vtable and of the table.

    /// <summary>Makes a field.</summary>
    /// <param name="index">Its place in the table, from 0.</param>
    /// <param name="name">An identifier of FlatBuffers: ASCII letters, digits, <c>_</c>.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="element">Of a vector: what its elements are.</param>
    /// <param name="table">Of a table: its type.</param>
    /// <param name="defaultBits">Of a scalar that is absent: its value, as the little-endian bytes of the wire widened with zeros.</param>
    internal FlatlogField(int index, string name, FlatlogFieldKind kind, FlatlogFieldKind? element = null, FlatlogTable? table = null, ulong defaultBits = 0)
    {
        (Index, Name, Kind, Element, Table) = (index, name, kind, element, table);
        Slot = FirstSlot + 2 * index;
        Key = Encoding.ASCII.GetBytes($"\"{name}\": ");
        if (!IsScalar)
            return;
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, defaultBits);
        TextDefault = Scalar<ToolText>(bytes);
        RowDefault = Scalar<RowText>(bytes);
    }

    /// <summary>Its place in the table, from 0: the order of the JSON text.</summary>
    public int Index { get; }

    /// <summary>The name, which is the key in the JSON text.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public FlatlogFieldKind Kind { get; }

    /// <summary>Of a vector: what its elements are, scalars or strings; null: it is no vector.</summary>
    public FlatlogFieldKind? Element { get; }

    /// <summary>Of a table in the table: its type; null: it is none.</summary>
    public FlatlogTable? Table { get; }

    /// <summary>A number or a bool, which is never absent in the JSON text.</summary>
    public bool IsScalar => Kind < FlatlogFieldKind.Text;

    /// <summary>The value of a scalar that is absent from a message, as JSON (<c>nan</c>, <c>inf</c> for what has no JSON); null: it is no scalar.</summary>
    public string? Default => TextDefault is null ? null : Encoding.ASCII.GetString(TextDefault);

    /// <summary>Bytes from the vtable's start to the field's word in it.</summary>
    internal int Slot { get; }

    /// <summary><c>"name": </c>.</summary>
    internal byte[] Key { get; }

    internal byte[]? TextDefault { get; }

    internal byte[]? RowDefault { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index} {Name}: {(Element is { } e ? $"[{e}]" : Table?.Name ?? Kind.ToString())}");

    private byte[] Scalar<TStyle>(ReadOnlySpan<byte> value)
        where TStyle : struct, IMessageStyle
    {
        var text = new System.Buffers.ArrayBufferWriter<byte>(64);
        var output = new JsonOutput(text);
        MessageWriter<TStyle>.Scalar(ref output, Kind, value);
        output.Flush();
        return text.WrittenSpan.ToArray();
    }
}
