namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>Which values a data type takes. Source: OPC 10000-3, 5.8.2; OPC 10000-6, 5.1.</summary>
internal static class DataTypes
{
    private const uint LastBuiltIn = 25;
    private const uint Decimal = 50;

    /// <summary>The first of a data type and its supertypes that tells what values of it are made of: a built-in type, or an abstract one of the standard.</summary>
    /// <returns>Its number in namespace 0; 0: the data type is not there.</returns>
    public static uint Base(NodeSpace space, NodeId dataType)
    {
        for (var id = dataType; ;)
        {
            if (id is { NamespaceIndex: 0, IsNumeric: true, Number: <= LastBuiltIn or 26 or 27 or 28 or 29 or Decimal })
                return id.Number;
            if (space.Find(id) is not DataTypeNode type || space.SupertypeOf(type) is not { } above)
                return 0;
            id = above.Id;
        }
    }

    /// <summary>Whether values of a built-in type are values of a data type, as far as that alone tells it.</summary>
    /// <param name="dataType">What <see cref="Base"/> tells of it.</param>
    /// <param name="type">Of a value, or of an array's elements; not <see cref="BuiltInType.Null"/>.</param>
    public static bool Takes(uint dataType, BuiltInType type) => dataType switch
    {
        0 => false,
        24 => true,
        26 => type is >= BuiltInType.SByte and <= BuiltInType.Double,
        27 => type is BuiltInType.SByte or BuiltInType.Int16 or BuiltInType.Int32 or BuiltInType.Int64,
        28 => type is BuiltInType.Byte or BuiltInType.UInt16 or BuiltInType.UInt32 or BuiltInType.UInt64,
        29 => type == BuiltInType.Int32,
        Decimal => type == BuiltInType.ExtensionObject,
        _ => (uint)type == dataType,
    };

    /// <summary>Whether a structure is of a data type or of a subtype of it.</summary>
    /// <param name="space">Where the types stand.</param>
    /// <param name="structure">With the id of its encoding.</param>
    /// <param name="dataType">The data type.</param>
    public static bool Takes(NodeSpace space, ExtensionObject structure, NodeId dataType)
    {
        if (dataType == StandardIds.BaseDataType)
            return true;
        if (space.Find(structure.TypeId) is not { } encoding || space.Find(dataType) is not { } wanted)
            return false;
        foreach (var reference in encoding.Inverse.After())
        {
            if (reference.Type.Id == StandardIds.HasEncoding && space.IsSubtype(reference.Target, wanted))
                return true;
        }

        return false;
    }
}
