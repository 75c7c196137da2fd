namespace Catchment.Protocols.OpcUa.Binary;

internal ref partial struct UaReader
{
    private const byte NamespaceUriFlag = 0x80;
    private const byte ServerIndexFlag = 0x40;
    private static readonly DiagnosticInfo NoDiagnostics = new();

    /// <summary>A node id in any of its forms. Source: OPC 10000-6, 5.2.2.9.</summary>
    public NodeId ReadNodeId() => ReadNodeId(ReadByte());

    /// <summary>A node id, perhaps with a namespace's URI and a server's index. Source: OPC 10000-6, 5.2.2.10.</summary>
    public ExpandedNodeId ReadExpandedNodeId()
    {
        var form = ReadByte();
        var id = ReadNodeId((byte)(form & ~(NamespaceUriFlag | ServerIndexFlag)));
        var uri = (form & NamespaceUriFlag) != 0 ? ReadString() : null;
        return new(id, uri, (form & ServerIndexFlag) != 0 ? ReadUInt32() : 0);
    }

    public QualifiedName ReadQualifiedName()
    {
        var index = ReadUInt16();
        return new(ReadString(), index);
    }

    /// <summary>A text with its language. Source: OPC 10000-6, 5.2.2.14.</summary>
    public LocalizedText ReadLocalizedText()
    {
        var mask = ReadByte();
        var locale = (mask & 1) != 0 ? ReadString() : null;
        return new((mask & 2) != 0 ? ReadString() : null, locale);
    }

    /// <summary>A structure as its bytes; null when there is none. Source: OPC 10000-6, 5.2.2.15.</summary>
    public ExtensionObject? ReadExtensionObject()
    {
        var type = ReadNodeId();
        var form = ReadByte();
        return form switch
        {
            0 => type.IsNull ? null : new ExtensionObject(type, null),
            1 or 2 => new ExtensionObject(type, ReadByteString(), form == 2),
            _ => throw Broken("A structure is neither binary nor XML."),
        };
    }

    /// <summary>A value with its status and times. Source: OPC 10000-6, 5.2.2.17.</summary>
    public DataValue ReadDataValue()
    {
        var mask = ReadByte();
        var value = (mask & 0x01) != 0 ? ReadVariant() : default;
        var status = (mask & 0x02) != 0 ? ReadStatusCode() : default;
        DateTime? sourceTime = (mask & 0x04) != 0 ? ReadDateTime() : null;
        var sourcePicoseconds = (mask & 0x10) != 0 ? ReadUInt16() : (ushort)0;
        DateTime? serverTime = (mask & 0x08) != 0 ? ReadDateTime() : null;
        var serverPicoseconds = (mask & 0x20) != 0 ? ReadUInt16() : (ushort)0;
        return new(value, status, sourceTime, serverTime) { SourcePicoseconds = sourcePicoseconds, ServerPicoseconds = serverPicoseconds };
    }

    /// <summary>What a service tells about a failure; null when it tells nothing. Source: OPC 10000-6, 5.2.2.12.</summary>
    public DiagnosticInfo? ReadDiagnosticInfo()
    {
        var mask = ReadByte();
        if (mask == 0)
            return null;
        Enter();
        var symbolicId = (mask & 0x01) != 0 ? ReadInt32() : -1;
        var namespaceUri = (mask & 0x02) != 0 ? ReadInt32() : -1;
        var locale = (mask & 0x08) != 0 ? ReadInt32() : -1;
        var text = (mask & 0x04) != 0 ? ReadInt32() : -1;
        var diagnostics = new DiagnosticInfo
        {
            SymbolicId = symbolicId,
            NamespaceUri = namespaceUri,
            Locale = locale,
            LocalizedText = text,
            AdditionalInfo = (mask & 0x10) != 0 ? ReadString() : null,
            InnerStatusCode = (mask & 0x20) != 0 ? ReadStatusCode() : default,
            InnerDiagnosticInfo = (mask & 0x40) != 0 ? ReadDiagnosticInfo() : null,
        };
        Leave();

        // What tells nothing is nothing, however it was written.
        return diagnostics == NoDiagnostics ? null : diagnostics;
    }

    private NodeId ReadNodeId(byte form)
    {
        switch (form)
        {
            case 0:
                return new(ReadByte());
            case 1:
                var shortIndex = ReadByte();
                return new(ReadUInt16(), shortIndex);
            case 2:
                var index = ReadUInt16();
                return new(ReadUInt32(), index);
            case 3:
                index = ReadUInt16();
                return new(ReadString() ?? "", index);
            case 4:
                index = ReadUInt16();
                return new(ReadGuid(), index);
            case 5:
                index = ReadUInt16();
                return new(ReadByteString() ?? [], index);
            default:
                throw Broken("A node id has a form that there is not.");
        }
    }
}
