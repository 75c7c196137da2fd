using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Catchment.Protocols.OpcUa.Binary;

public sealed partial class UaWriter
{
    private delegate void Element<T>(UaWriter writer, in T element);

    /// <summary>Structures, after their number.</summary>
    public void WriteArray<T>(ReadOnlySpan<T> structures)
        where T : IUaStructure
    {
        Write(structures.Length);
        foreach (ref readonly var structure in structures)
            structure.Encode(this);
    }

    /// <summary>Structures, after their number.</summary>
    public void WriteArray<T>(T[] structures)
        where T : IUaStructure => WriteArray(structures.AsSpan());

    /// <summary>Truth values, after their number.</summary>
    public void WriteArray(ReadOnlySpan<bool> values)
    {
        Write(values.Length);
        MemoryMarshal.AsBytes(values).CopyTo(Take(values.Length));
    }

    /// <summary>32-bit numbers, after their number.</summary>
    public void WriteArray(ReadOnlySpan<uint> values) => WriteNumbers(values);

    /// <summary>Statuses, after their number.</summary>
    public void WriteArray(ReadOnlySpan<StatusCode> values) => WriteNumbers(values);

    /// <summary>Texts, after their number.</summary>
    public void WriteArray(ReadOnlySpan<string?> values) => WriteElements(values, static (UaWriter writer, in string? value) => writer.Write(value));

    /// <summary>Byte strings, after their number.</summary>
    public void WriteArray(ReadOnlySpan<byte[]?> values) => WriteElements(values, static (UaWriter writer, in byte[]? value) => writer.WriteByteString(value));

    /// <summary>Times, UTC, after their number.</summary>
    public void WriteArray(ReadOnlySpan<DateTime> values) => WriteElements(values, static (UaWriter writer, in DateTime value) => writer.Write(value));

    /// <summary>GUIDs, after their number.</summary>
    public void WriteArray(ReadOnlySpan<Guid> values) => WriteElements(values, static (UaWriter writer, in Guid value) => writer.Write(value));

    /// <summary>Node ids, after their number.</summary>
    public void WriteArray(ReadOnlySpan<NodeId> values) => WriteElements(values, static (UaWriter writer, in NodeId value) => writer.Write(value));

    /// <summary>Expanded node ids, after their number.</summary>
    public void WriteArray(ReadOnlySpan<ExpandedNodeId> values) => WriteElements(values, static (UaWriter writer, in ExpandedNodeId value) => writer.Write(value));

    /// <summary>Qualified names, after their number.</summary>
    public void WriteArray(ReadOnlySpan<QualifiedName> values) => WriteElements(values, static (UaWriter writer, in QualifiedName value) => writer.Write(value));

    /// <summary>Texts for people, after their number.</summary>
    public void WriteArray(ReadOnlySpan<LocalizedText> values) => WriteElements(values, static (UaWriter writer, in LocalizedText value) => writer.Write(value));

    /// <summary>Structures with their types, after their number.</summary>
    public void WriteArray(ReadOnlySpan<ExtensionObject?> values) => WriteElements(values, static (UaWriter writer, in ExtensionObject? value) => writer.Write(value));

    /// <summary>Values, after their number.</summary>
    public void WriteArray(ReadOnlySpan<Variant> values) => WriteElements(values, static (UaWriter writer, in Variant value) => writer.Write(value));

    /// <summary>Values with status and times, after their number.</summary>
    public void WriteArray(ReadOnlySpan<DataValue> values) => WriteElements(values, static (UaWriter writer, in DataValue value) => writer.Write(value));

    /// <summary>Diagnostics, after their number.</summary>
    public void WriteArray(ReadOnlySpan<DiagnosticInfo?> values) => WriteElements(values, static (UaWriter writer, in DiagnosticInfo? value) => writer.Write(value));

    /// <summary>Numbers of a fixed size, after how many there are.</summary>
    internal void WriteNumbers<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Write(values.Length);
        var source = MemoryMarshal.AsBytes(values);
        var target = Take(source.Length);
        source.CopyTo(target);
        if (!BitConverter.IsLittleEndian)
            Endianness.Reverse(target, Unsafe.SizeOf<T>());
    }

    private void WriteElements<T>(ReadOnlySpan<T> values, Element<T> write)
    {
        Write(values.Length);
        foreach (ref readonly var value in values)
            write(this, value);
    }
}
