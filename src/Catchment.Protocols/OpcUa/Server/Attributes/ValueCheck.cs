using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Attributes;

/// <summary>Whether a value may be written to a variable. Source: OPC 10000-4, 5.10.4; OPC 10000-3, 5.6.2.</summary>
internal static class ValueCheck
{
    /// <summary>Judges a value by the variable's data type, value rank and array dimensions.</summary>
    /// <param name="space">Where the data types stand.</param>
    /// <param name="node">The variable.</param>
    /// <param name="value">The whole value; a byte string becomes the array of bytes that the variable may have.</param>
    /// <returns>Good; BadTypeMismatch; BadOutOfRange: an array is longer than the variable's may be.</returns>
    public static StatusCode Check(NodeSpace space, VariableNode node, ref Variant value)
    {
        if (value.IsNull)
            return node.DataType == StandardIds.BaseDataType ? StatusCodes.Good : StatusCodes.BadTypeMismatch;
        var type = DataTypes.Base(space, node.DataType);
        if (IsRank(node.ValueRank, 1))
            value = AsBytes(value, (BuiltInType)type);
        var dimensions = value.IsArray ? value.Dimensions?.Length ?? 1 : 0;
        if (!DataTypes.Takes(type, value.Type) || !IsRank(node.ValueRank, dimensions) || !AreStructures(space, node.DataType, value))
            return StatusCodes.BadTypeMismatch;
        return dimensions == 0 || IsWithin(value, node.ArrayDimensions) ? StatusCodes.Good : StatusCodes.BadOutOfRange;
    }

    /// <summary>A byte string as an array of bytes where that is wanted; any other value as it is.</summary>
    /// <param name="value">The value.</param>
    /// <param name="wanted">The type of the elements that are wanted.</param>
    public static Variant AsBytes(in Variant value, BuiltInType wanted) =>
        wanted == BuiltInType.Byte && value.Type == BuiltInType.ByteString && !value.IsArray ? Variant.OfArray(BuiltInType.Byte, (value.Reference as byte[]) ?? []) : value;

    private static bool IsRank(int rank, int dimensions) => rank switch
    {
        -3 => dimensions <= 1,
        -2 => true,
        -1 => dimensions == 0,
        0 => dimensions > 0,
        _ => dimensions == rank,
    };

    private static bool AreStructures(NodeSpace space, NodeId dataType, in Variant value)
    {
        if (value.Type != BuiltInType.ExtensionObject)
            return true;
        return value.Elements is ExtensionObject?[] elements
            ? Array.TrueForAll(elements, e => e is not null && DataTypes.Takes(space, e, dataType))
            : value.Reference is ExtensionObject one && DataTypes.Takes(space, one, dataType);
    }

    private static bool IsWithin(in Variant value, IReadOnlyList<uint>? most)
    {
        if (most is null)
            return true;
        for (var i = 0; i < most.Count; i++)
        {
            var length = value.Dimensions is { } dimensions ? i < dimensions.Length ? dimensions[i] : 0 : i == 0 ? value.Elements!.Length : 0;
            if (most[i] != 0 && length > most[i])
                return false;
        }

        return true;
    }
}
