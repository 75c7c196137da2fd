using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Catchment.Protocols.Flatlogs;

/// <summary>
/// Tells whether a message may be read by its type: every offset, table, field, vector and string lies within it and is aligned. Allocates
/// nothing. Source: telemetry 8.3.
/// </summary>
public static class FlatlogVerifier
{
    private const int MostDepth = 64;
    private const long OffsetLimit = 0x8000_0000;

    /// <summary>
    /// Bytes of strings and vectors that a message may have in excess of its length. Offsets may share one string, so that a message of a
    /// megabyte could mean gigabytes of text; who writes a message shares a little at most. Tables are shared by nobody: there may be as
    /// many as the message has bytes.
    /// </summary>
    private const long MostSharedBytes = 1 << 20;

    /// <summary>Verifies a message.</summary>
    /// <param name="type">What it has to be.</param>
    /// <param name="message">The message.</param>
    /// <returns><see cref="FlatlogFault.None"/>, <see cref="FlatlogFault.Unverified"/> or <see cref="FlatlogFault.Inflated"/>.</returns>
    public static FlatlogFault Verify(FlatlogType type, ReadOnlySpan<byte> message)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.Message is not { } table)
            return message.IsEmpty ? FlatlogFault.None : FlatlogFault.Unverified;
        var extent = default(Extent);
        var isSound = Offset(message, 0, out var root) && Table(message, root, table, 1, ref extent);
        if (extent.Tables > message.Length)
            return FlatlogFault.Inflated;
        if (!isSound)
            return FlatlogFault.Unverified;
        return extent.Bytes - message.Length > MostSharedBytes ? FlatlogFault.Inflated : FlatlogFault.None;
    }

    private static bool Table(ReadOnlySpan<byte> message, long position, FlatlogTable table, int depth, ref Extent extent)
    {
        if (depth > MostDepth || ++extent.Tables > message.Length || !Lies(message, position, sizeof(int), sizeof(int)))
            return false;
        var vtable = position - BinaryPrimitives.ReadInt32LittleEndian(message[(int)position..]);
        if (!Lies(message, vtable, sizeof(ushort), sizeof(ushort)))
            return false;
        int vtableSize = BinaryPrimitives.ReadUInt16LittleEndian(message[(int)vtable..]);
        if ((vtableSize & 1) != 0 || !Lies(message, vtable, vtableSize, 1))
            return false;
        var slots = message.Slice((int)vtable, vtableSize);
        foreach (var field in table.FieldArray)
        {
            if (field.Slot >= vtableSize)
                return true; // Those that follow are absent too.
            var distance = BinaryPrimitives.ReadUInt16LittleEndian(slots[field.Slot..]);
            if (distance != 0 && !Field(message, position + distance, field, depth, ref extent))
                return false;
        }

        return true;
    }

    private static bool Field(ReadOnlySpan<byte> message, long position, FlatlogField field, int depth, ref Extent extent)
    {
        if (field.IsScalar)
        {
            var size = Size(field.Kind);
            return Lies(message, position, size, size);
        }

        if (!Offset(message, position, out var target))
            return false;
        return field.Kind switch
        {
            FlatlogFieldKind.Text => String(message, target, ref extent),
            FlatlogFieldKind.Table => Table(message, target, field.Table!, depth + 1, ref extent),
            _ => Vector(message, target, field.Element!.Value, ref extent),
        };
    }

    private static bool Vector(ReadOnlySpan<byte> message, long position, FlatlogFieldKind element, ref Extent extent)
    {
        if (!Elements(message, position, Size(element), out var count))
            return false;
        extent.Bytes += count * Size(element);
        if (element != FlatlogFieldKind.Text)
            return true;
        for (var i = 1L; i <= count; i++)
        {
            if (!Offset(message, position + i * sizeof(uint), out var target) || !String(message, target, ref extent))
                return false;
        }

        return true;
    }

    private static bool String(ReadOnlySpan<byte> message, long position, ref Extent extent)
    {
        if (!Elements(message, position, 1, out var count))
            return false;
        extent.Bytes += count;
        var end = position + sizeof(uint) + count;
        return Lies(message, end, 1, 1) && message[(int)end] == 0;
    }

    private static bool Elements(ReadOnlySpan<byte> message, long position, int size, out long count)
    {
        count = 0;
        if (!Lies(message, position, sizeof(uint), sizeof(uint)))
            return false;
        count = BinaryPrimitives.ReadUInt32LittleEndian(message[(int)position..]);
        return Lies(message, position, sizeof(uint) + count * size, 1);
    }

    private static bool Offset(ReadOnlySpan<byte> message, long position, out long target)
    {
        target = 0;
        if (!Lies(message, position, sizeof(uint), sizeof(uint)))
            return false;
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(message[(int)position..]);
        target = position + offset;
        return offset is > 0 and < OffsetLimit && target < message.Length;
    }

    // The length is strictly below that of the message: FlatBuffers' own verifier has it so.
    private static bool Lies(ReadOnlySpan<byte> message, long position, long length, int alignment) =>
        length < message.Length && (ulong)position <= (ulong)(message.Length - length) && (position & (alignment - 1)) == 0;

    /// <summary>Bytes of a scalar, or of the offset to a string.</summary>
    internal static int Size(FlatlogFieldKind kind) => kind switch
    {
        <= FlatlogFieldKind.Unsigned8 => sizeof(byte),
        <= FlatlogFieldKind.Unsigned16 => sizeof(ushort),
        <= FlatlogFieldKind.Unsigned32 => sizeof(uint),
        FlatlogFieldKind.Real32 => sizeof(float),
        FlatlogFieldKind.Text => sizeof(uint),
        _ => sizeof(ulong),
    };

    /// <summary>What the message would be if nothing in it were shared.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Extent
    {
        public int Tables;
        public long Bytes;
    }
}
