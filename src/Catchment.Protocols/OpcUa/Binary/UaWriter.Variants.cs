namespace Catchment.Protocols.OpcUa.Binary;

public sealed partial class UaWriter
{
    /// <summary>A value of any type. Source: OPC 10000-6, 5.2.2.16.</summary>
    public void Write(in Variant value)
    {
        if (value.Elements is { } elements)
        {
            Write((byte)((byte)value.Type | 0x80 | (value.Dimensions is null ? 0 : 0x40)));
            WriteElements(value.Type, elements);
            if (value.Dimensions is { } dimensions)
                WriteNumbers<int>(dimensions);
            return;
        }

        Write((byte)value.Type);
        var bits = value.Bits;
        switch (value.Type)
        {
            case BuiltInType.Null:
                break;
            case BuiltInType.Boolean or BuiltInType.SByte or BuiltInType.Byte:
                Write((byte)bits);
                break;
            case BuiltInType.Int16 or BuiltInType.UInt16:
                Write((ushort)bits);
                break;
            case BuiltInType.Int32 or BuiltInType.UInt32 or BuiltInType.Float or BuiltInType.StatusCode:
                Write((uint)bits);
                break;
            case BuiltInType.Int64 or BuiltInType.UInt64 or BuiltInType.Double:
                Write(bits);
                break;
            case BuiltInType.DateTime:
                Write(new DateTime(bits, DateTimeKind.Utc));
                break;
            default:
                WriteReference(value.Type, value.Reference);
                break;
        }
    }

    private void WriteReference(BuiltInType type, object? value)
    {
        switch (type)
        {
            case BuiltInType.String or BuiltInType.XmlElement:
                Write((string?)value);
                break;
            case BuiltInType.ByteString:
                WriteByteString((byte[]?)value);
                break;
            case BuiltInType.Guid:
                Write((Guid)value!);
                break;
            case BuiltInType.NodeId:
                Write((NodeId)value!);
                break;
            case BuiltInType.ExpandedNodeId:
                Write((ExpandedNodeId)value!);
                break;
            case BuiltInType.QualifiedName:
                Write((QualifiedName)value!);
                break;
            case BuiltInType.LocalizedText:
                Write((LocalizedText)value!);
                break;
            case BuiltInType.ExtensionObject:
                Write((ExtensionObject?)value);
                break;
            default:
                Write((DataValue)value!);
                break;
        }
    }

    private void WriteElements(BuiltInType type, Array elements)
    {
        switch (type)
        {
            case BuiltInType.Boolean:
                WriteArray((bool[])elements);
                break;
            case BuiltInType.SByte:
                WriteNumbers<sbyte>((sbyte[])elements);
                break;
            case BuiltInType.Byte:
                WriteNumbers<byte>((byte[])elements);
                break;
            case BuiltInType.Int16:
                WriteNumbers<short>((short[])elements);
                break;
            case BuiltInType.UInt16:
                WriteNumbers<ushort>((ushort[])elements);
                break;
            case BuiltInType.Int32:
                WriteNumbers<int>((int[])elements);
                break;
            case BuiltInType.UInt32:
                WriteNumbers<uint>((uint[])elements);
                break;
            case BuiltInType.Int64:
                WriteNumbers<long>((long[])elements);
                break;
            case BuiltInType.UInt64:
                WriteNumbers<ulong>((ulong[])elements);
                break;
            case BuiltInType.Float:
                WriteNumbers<float>((float[])elements);
                break;
            case BuiltInType.Double:
                WriteNumbers<double>((double[])elements);
                break;
            case BuiltInType.String or BuiltInType.XmlElement:
                WriteArray((string?[])elements);
                break;
            case BuiltInType.DateTime:
                WriteArray((DateTime[])elements);
                break;
            case BuiltInType.Guid:
                WriteArray((Guid[])elements);
                break;
            case BuiltInType.ByteString:
                WriteArray((byte[]?[])elements);
                break;
            case BuiltInType.NodeId:
                WriteArray((NodeId[])elements);
                break;
            case BuiltInType.ExpandedNodeId:
                WriteArray((ExpandedNodeId[])elements);
                break;
            case BuiltInType.StatusCode:
                WriteArray((StatusCode[])elements);
                break;
            case BuiltInType.QualifiedName:
                WriteArray((QualifiedName[])elements);
                break;
            case BuiltInType.LocalizedText:
                WriteArray((LocalizedText[])elements);
                break;
            case BuiltInType.ExtensionObject:
                WriteArray((ExtensionObject?[])elements);
                break;
            case BuiltInType.DataValue:
                WriteArray((DataValue[])elements);
                break;
            default:
                WriteArray((Variant[])elements);
                break;
        }
    }
}
