using System.Buffers.Binary;
using System.Buffers.Text;

namespace Catchment.Protocols.Flatlogs.Json;

/// <summary>Writes verified messages as JSON, straight from their bytes. Source: telemetry 8.1, 8.4.</summary>
/// <typeparam name="TStyle">How it is spelled.</typeparam>
internal static class MessageWriter<TStyle>
    where TStyle : struct, IMessageStyle
{
    private const int MostIntegerLength = 20;

    /// <summary>Writes the message of an entry.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="type">What the message is.</param>
    /// <param name="message">The message, verified.</param>
    /// <returns>False: the text ends within a string.</returns>
    public static bool Message(ref JsonOutput output, FlatlogType type, ReadOnlySpan<byte> message)
    {
        if (type.Message is { } table)
            return Table(ref output, table, message, (int)BinaryPrimitives.ReadUInt32LittleEndian(message));
        output.Write("{}"u8);
        return true;
    }

    /// <summary>Writes a scalar.</summary>
    public static void Scalar(ref JsonOutput output, FlatlogFieldKind kind, ReadOnlySpan<byte> value)
    {
        switch (kind)
        {
            case FlatlogFieldKind.Real32:
                TStyle.Number(ref output, BinaryPrimitives.ReadSingleLittleEndian(value));
                break;
            case FlatlogFieldKind.Real64:
                TStyle.Number(ref output, BinaryPrimitives.ReadDoubleLittleEndian(value));
                break;
            case FlatlogFieldKind.Bool:
                output.Write(value[0] != 0 ? "true"u8 : "false"u8);
                break;
            case FlatlogFieldKind.Unsigned8:
                Whole(ref output, value[0]);
                break;
            case FlatlogFieldKind.Signed8:
                Whole(ref output, (sbyte)value[0]);
                break;
            case FlatlogFieldKind.Signed16:
                Whole(ref output, BinaryPrimitives.ReadInt16LittleEndian(value));
                break;
            case FlatlogFieldKind.Unsigned16:
                Whole(ref output, BinaryPrimitives.ReadUInt16LittleEndian(value));
                break;
            case FlatlogFieldKind.Signed32:
                Whole(ref output, BinaryPrimitives.ReadInt32LittleEndian(value));
                break;
            case FlatlogFieldKind.Unsigned32:
                Whole(ref output, BinaryPrimitives.ReadUInt32LittleEndian(value));
                break;
            case FlatlogFieldKind.Signed64:
                Whole(ref output, BinaryPrimitives.ReadInt64LittleEndian(value));
                break;
            default:
                Utf8Formatter.TryFormat(BinaryPrimitives.ReadUInt64LittleEndian(value), output.Reserve(MostIntegerLength), out var length);
                output.Commit(length);
                break;
        }
    }

    private static bool Table(ref JsonOutput output, FlatlogTable table, ReadOnlySpan<byte> message, int position)
    {
        var vtable = message[(position - BinaryPrimitives.ReadInt32LittleEndian(message[position..]))..];
        int vtableSize = BinaryPrimitives.ReadUInt16LittleEndian(vtable);
        var body = message[position..];
        var isFirst = true;
        output.Write((byte)'{');
        foreach (var field in TStyle.Fields(table))
        {
            var distance = field.Slot < vtableSize ? BinaryPrimitives.ReadUInt16LittleEndian(vtable[field.Slot..]) : 0;
            if (distance == 0 && !field.IsScalar)
                continue;
            if (!isFirst)
                output.Write(TStyle.Comma);
            isFirst = false;
            output.Write(field.Key);
            if (distance == 0)
                output.Write(TStyle.Default(field));
            else if (field.IsScalar)
                Scalar(ref output, field.Kind, body[distance..]);
            else if (!Referred(ref output, field, message, position + distance))
                return false;
        }

        output.Write((byte)'}');
        return true;
    }

    private static bool Referred(ref JsonOutput output, FlatlogField field, ReadOnlySpan<byte> message, int position)
    {
        var target = Follow(message, position);
        return field.Kind switch
        {
            FlatlogFieldKind.Text => TStyle.String(ref output, Bytes(message, target)),
            FlatlogFieldKind.Table => Table(ref output, field.Table!, message, target),
            _ => Vector(ref output, field.Element!.Value, message, target),
        };
    }

    private static bool Vector(ref JsonOutput output, FlatlogFieldKind element, ReadOnlySpan<byte> message, int position)
    {
        var count = (int)BinaryPrimitives.ReadUInt32LittleEndian(message[position..]);
        var size = FlatlogVerifier.Size(element);
        position += sizeof(uint);
        output.Write((byte)'[');
        for (var i = 0; i < count; i++, position += size)
        {
            if (i > 0)
                output.Write(TStyle.Comma);
            if (element != FlatlogFieldKind.Text)
                Scalar(ref output, element, message[position..]);
            else if (!TStyle.String(ref output, Bytes(message, Follow(message, position))))
                return false;
        }

        output.Write((byte)']');
        return true;
    }

    private static void Whole(ref JsonOutput output, long value)
    {
        Utf8Formatter.TryFormat(value, output.Reserve(MostIntegerLength), out var length);
        output.Commit(length);
    }

    private static int Follow(ReadOnlySpan<byte> message, int position) => position + (int)BinaryPrimitives.ReadUInt32LittleEndian(message[position..]);

    private static ReadOnlySpan<byte> Bytes(ReadOnlySpan<byte> message, int position) =>
        message.Slice(position + sizeof(uint), (int)BinaryPrimitives.ReadUInt32LittleEndian(message[position..]));
}
