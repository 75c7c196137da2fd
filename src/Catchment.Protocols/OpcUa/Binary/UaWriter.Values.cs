using System.Buffers.Binary;

namespace Catchment.Protocols.OpcUa.Binary;

public sealed partial class UaWriter
{
    /// <summary>A node id in its shortest form. Source: OPC 10000-6, 5.2.2.9.</summary>
    public void Write(NodeId value) => Write(value, 0);

    /// <summary>A node id with its namespace's URI and its server's index, if any. Source: OPC 10000-6, 5.2.2.10.</summary>
    public void Write(ExpandedNodeId value)
    {
        Write(value.NodeId, (byte)((value.NamespaceUri is null ? 0 : 0x80) | (value.ServerIndex == 0 ? 0 : 0x40)));
        if (value.NamespaceUri is not null)
            Write(value.NamespaceUri);
        if (value.ServerIndex != 0)
            Write(value.ServerIndex);
    }

    /// <summary>A qualified name.</summary>
    public void Write(QualifiedName value)
    {
        Write(value.NamespaceIndex);
        Write(value.Name);
    }

    /// <summary>A text for people.</summary>
    public void Write(LocalizedText value)
    {
        Write((byte)((value.Locale is null ? 0 : 1) | (value.Text is null ? 0 : 2)));
        if (value.Locale is not null)
            Write(value.Locale);
        if (value.Text is not null)
            Write(value.Text);
    }

    /// <summary>A structure with its type; null: none. Source: OPC 10000-6, 5.2.2.15.</summary>
    public void Write(ExtensionObject? value)
    {
        Write(value?.TypeId ?? default);
        if (value?.Structure is { } structure)
        {
            Write((byte)1);
            var at = Length;
            Write(0);
            structure.Encode(this);
            BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(at), Length - at - 4);
        }
        else if (value?.Body is { } body)
        {
            Write((byte)(value.IsXml ? 2 : 1));
            WriteByteString(body);
        }
        else
        {
            Write((byte)0);
        }
    }

    /// <summary>A value with its status and times, each only where it tells something. Source: OPC 10000-6, 5.2.2.17.</summary>
    public void Write(in DataValue value)
    {
        var mask = (value.Value.IsNull ? 0 : 0x01) | (value.Status == default ? 0 : 0x02)
            | (value.SourceTimestamp is null ? 0 : 0x04) | (value.ServerTimestamp is null ? 0 : 0x08)
            | (value.SourcePicoseconds == 0 ? 0 : 0x10) | (value.ServerPicoseconds == 0 ? 0 : 0x20);
        Write((byte)mask);
        if ((mask & 0x01) != 0)
            Write(value.Value);
        if ((mask & 0x02) != 0)
            Write(value.Status);
        if (value.SourceTimestamp is { } sourceTime)
            Write(sourceTime);
        if ((mask & 0x10) != 0)
            Write(value.SourcePicoseconds);
        if (value.ServerTimestamp is { } serverTime)
            Write(serverTime);
        if ((mask & 0x20) != 0)
            Write(value.ServerPicoseconds);
    }

    /// <summary>What a service tells about a failure; null: nothing. Source: OPC 10000-6, 5.2.2.12.</summary>
    public void Write(DiagnosticInfo? value)
    {
        if (value is null)
        {
            Write((byte)0);
            return;
        }

        var mask = (value.SymbolicId == -1 ? 0 : 0x01) | (value.NamespaceUri == -1 ? 0 : 0x02)
            | (value.LocalizedText == -1 ? 0 : 0x04) | (value.Locale == -1 ? 0 : 0x08) | (value.AdditionalInfo is null ? 0 : 0x10)
            | (value.InnerStatusCode == default ? 0 : 0x20) | (value.InnerDiagnosticInfo is null ? 0 : 0x40);
        Write((byte)mask);
        if ((mask & 0x01) != 0)
            Write(value.SymbolicId);
        if ((mask & 0x02) != 0)
            Write(value.NamespaceUri);
        if ((mask & 0x08) != 0)
            Write(value.Locale);
        if ((mask & 0x04) != 0)
            Write(value.LocalizedText);
        if ((mask & 0x10) != 0)
            Write(value.AdditionalInfo);
        if ((mask & 0x20) != 0)
            Write(value.InnerStatusCode);
        if ((mask & 0x40) != 0)
            Write(value.InnerDiagnosticInfo);
    }

    private void Write(NodeId value, byte flags)
    {
        switch (value.Other)
        {
            case null when value is { NamespaceIndex: 0, Number: <= byte.MaxValue }:
                Write(flags);
                Write((byte)value.Number);
                break;
            case null when value is { NamespaceIndex: <= byte.MaxValue, Number: <= ushort.MaxValue }:
                Write((byte)(flags | 1));
                Write((byte)value.NamespaceIndex);
                Write((ushort)value.Number);
                break;
            case null:
                Write((byte)(flags | 2));
                Write(value.NamespaceIndex);
                Write(value.Number);
                break;
            case string text:
                Write((byte)(flags | 3));
                Write(value.NamespaceIndex);
                Write(text);
                break;
            case Guid guid:
                Write((byte)(flags | 4));
                Write(value.NamespaceIndex);
                Write(guid);
                break;
            default:
                Write((byte)(flags | 5));
                Write(value.NamespaceIndex);
                WriteByteString((byte[])value.Other);
                break;
        }
    }
}
