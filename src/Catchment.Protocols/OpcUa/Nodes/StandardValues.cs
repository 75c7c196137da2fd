using System.Globalization;
using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>The values in the table of the standard's nodes: elements of an array between semicolons, members between colons.</summary>
internal static class StandardValues
{
    /// <summary>The value of a variable.</summary>
    /// <param name="dataType">The number of its data type.</param>
    /// <param name="isArray">Whether it is an array.</param>
    /// <param name="text">As in the table.</param>
    public static Variant Parse(uint dataType, bool isArray, string text)
    {
        if (!isArray)
        {
            return dataType switch
            {
                1 => new Variant(bool.Parse(text)),
                13 => new Variant(DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal)),
                _ => new Variant(text),
            };
        }

        var elements = text.Split(';');
        return dataType switch
        {
            21 => Variant.OfArray(BuiltInType.LocalizedText, Array.ConvertAll(elements, e => new LocalizedText(e))),
            256 => Variant.OfArray(BuiltInType.Int32, Array.ConvertAll(elements, Whole)),
            296 => Variant.OfArray(BuiltInType.ExtensionObject, Array.ConvertAll(elements, ToArgument)),
            7594 => Variant.OfArray(BuiltInType.ExtensionObject, Array.ConvertAll(elements, ToEnumValue)),
            _ => Variant.OfArray(BuiltInType.String, elements),
        };
    }

    /// <summary>The members of a structure, those of its supertypes first, or the values of an enumeration; null: it has none.</summary>
    /// <param name="type">The data type.</param>
    /// <param name="space">Where it stands.</param>
    public static IUaStructure? ToDefinition(StandardDataType type, NodeSpace space)
    {
        if (!space.IsSubtype(type.Id, StandardIds.Structure))
            return type.Members.Length == 0 ? null : new EnumDefinition { Fields = [.. Split(type.Members).Select(ToEnumField)] };
        List<StructureField> fields = [];
        for (Node? each = type; each is StandardDataType structure; each = space.SupertypeOf(each))
            fields.InsertRange(0, Split(structure.Members).Select(ToField));
        if (type.IsAbstract && fields.Count == 0)
            return null;
        return new StructureDefinition { DefaultEncodingId = EncodingOf(type), BaseDataType = space.SupertypeOf(type)?.Id ?? default, Fields = [.. fields] };
    }

    private static string[] Split(string members) => members.Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static int Whole(string text) => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static NodeId Type(string text) => new(uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture));

    private static ExtensionObject ToArgument(string text)
    {
        var parts = text.Split(':');
        return new ExtensionObject(new Argument { Name = parts[0], DataType = Type(parts[1]), ValueRank = Whole(parts[2]) });
    }

    private static ExtensionObject ToEnumValue(string text)
    {
        var parts = text.Split(':');
        return new ExtensionObject(new EnumValueType { Value = Whole(parts[0]), DisplayName = new LocalizedText(parts[1]) });
    }

    private static EnumField ToEnumField(string text)
    {
        var parts = text.Split(':');
        return new EnumField { Value = Whole(parts[0]), DisplayName = new LocalizedText(parts[1]), Name = parts[1] };
    }

    private static StructureField ToField(string text)
    {
        var parts = text.Split(':');
        var rank = parts.Length > 2 ? Whole(parts[2]) : -1;
        return new StructureField { Name = parts[0], DataType = Type(parts[1]), ValueRank = rank, ArrayDimensions = rank > 0 ? new uint[rank] : [] };
    }

    private static NodeId EncodingOf(Node type)
    {
        foreach (var reference in type.Forward.After())
        {
            if (reference.Type.Id == StandardIds.HasEncoding)
                return reference.Target.Id;
        }

        return default;
    }
}
