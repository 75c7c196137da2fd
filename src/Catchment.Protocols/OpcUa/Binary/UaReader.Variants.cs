namespace Catchment.Protocols.OpcUa.Binary;

internal ref partial struct UaReader
{
    private const byte ArrayFlag = 0x80;
    private const byte DimensionsFlag = 0x40;

    /// <summary>A value of any type. Source: OPC 10000-6, 5.2.2.16.</summary>
    public Variant ReadVariant()
    {
        var mask = ReadByte();
        if (mask == 0)
            return default;

        // The numbers 26 to 31 are kept for types to come, which travel as byte strings.
        var type = (BuiltInType)(mask & 0x3F);
        if (type is > BuiltInType.DiagnosticInfo and <= (BuiltInType)31)
            type = BuiltInType.ByteString;
        Enter();
        var value = (mask & ArrayFlag) != 0 ? ReadArrayVariant(type, (mask & DimensionsFlag) != 0)
            : (mask & DimensionsFlag) != 0 ? throw Broken("A single value has dimensions.")
            : ReadScalar(type);
        Leave();
        return value;
    }

    private Variant ReadScalar(BuiltInType type) => type switch
    {
        BuiltInType.Boolean => new(ReadBoolean()),
        BuiltInType.SByte => new(ReadSByte()),
        BuiltInType.Byte => new(ReadByte()),
        BuiltInType.Int16 => new(ReadInt16()),
        BuiltInType.UInt16 => new(ReadUInt16()),
        BuiltInType.Int32 => new(ReadInt32()),
        BuiltInType.UInt32 => new(ReadUInt32()),
        BuiltInType.Int64 => new(ReadInt64()),
        BuiltInType.UInt64 => new(ReadUInt64()),
        BuiltInType.Float => new(ReadFloat()),
        BuiltInType.Double => new(ReadDouble()),
        BuiltInType.String => new(ReadString()),
        BuiltInType.DateTime => new(ReadDateTime()),
        BuiltInType.Guid => new(ReadGuid()),
        BuiltInType.ByteString => new(ReadByteString()),
        BuiltInType.XmlElement => Variant.OfReference(type, ReadString()),
        BuiltInType.NodeId => new(ReadNodeId()),
        BuiltInType.ExpandedNodeId => new(ReadExpandedNodeId()),
        BuiltInType.StatusCode => new(ReadStatusCode()),
        BuiltInType.QualifiedName => new(ReadQualifiedName()),
        BuiltInType.LocalizedText => new(ReadLocalizedText()),
        BuiltInType.ExtensionObject => Variant.OfReference(type, ReadExtensionObject()),
        BuiltInType.DataValue => Variant.OfReference(type, ReadDataValue()),
        _ => throw Broken("A value has a type that a single value cannot have."),
    };

    private Variant ReadArrayVariant(BuiltInType type, bool hasDimensions)
    {
        var elements = ReadElements(type);
        if (!hasDimensions)
            return Variant.OfArray(type, elements);
        var dimensions = ReadNumbers<int>();
        var product = 1L;
        foreach (var length in dimensions)
        {
            // Never beyond what an array can have, so that no product overflows.
            product = length < 0 ? long.MaxValue : product * length;
            if (product > int.MaxValue)
                break;
        }

        if (product != elements.Length && (dimensions.Length > 0 || elements.Length > 0))
            throw Broken("A matrix has not as many elements as its dimensions tell.");
        return Variant.OfArray(type, elements, dimensions.Length > 1 ? dimensions : null);
    }

    private Array ReadElements(BuiltInType type) => type switch
    {
        BuiltInType.Boolean => ReadBooleans(),
        BuiltInType.SByte => ReadNumbers<sbyte>(),
        BuiltInType.Byte => ReadNumbers<byte>(),
        BuiltInType.Int16 => ReadNumbers<short>(),
        BuiltInType.UInt16 => ReadNumbers<ushort>(),
        BuiltInType.Int32 => ReadNumbers<int>(),
        BuiltInType.UInt32 => ReadNumbers<uint>(),
        BuiltInType.Int64 => ReadNumbers<long>(),
        BuiltInType.UInt64 => ReadNumbers<ulong>(),
        BuiltInType.Float => ReadNumbers<float>(),
        BuiltInType.Double => ReadNumbers<double>(),
        BuiltInType.String or BuiltInType.XmlElement => ReadStrings(),
        BuiltInType.DateTime => ReadDateTimes(),
        BuiltInType.Guid => ReadGuids(),
        BuiltInType.ByteString => ReadByteStrings(),
        BuiltInType.NodeId => ReadNodeIds(),
        BuiltInType.ExpandedNodeId => ReadExpandedNodeIds(),
        BuiltInType.StatusCode => ReadStatusCodes(),
        BuiltInType.QualifiedName => ReadQualifiedNames(),
        BuiltInType.LocalizedText => ReadLocalizedTexts(),
        BuiltInType.ExtensionObject => ReadExtensionObjects(),
        BuiltInType.DataValue => ReadDataValues(),
        BuiltInType.Variant => ReadVariants(),
        _ => throw Broken("A value has a type that an array cannot have."),
    };
}
