using System.Globalization;
using System.Reflection;

namespace Catchment.Protocols.OpcUa.Nodes;

/// <summary>
/// The nodes of namespace 0, out of a table with one node in a line: id, class (O object, V variable, M method, OT VT RT DT the types),
/// browse name, reference type and id of the node that it is found from, type definition, modelling rule, attributes (<c>d</c> data type,
/// <c>r</c> value rank, <c>n</c> array dimensions, <c>a</c> access level, <c>abstract</c>, <c>symmetric</c>), value or members or inverse name, further
/// references. Source: OPC 10000-5; OPC 10000-8, 5.
/// </summary>
internal static class StandardNodes
{
    private const string Resource = "OpcUa.StandardNodes.txt";
    private const char Separator = '|';
    private const int Fields = 9;

    /// <summary>Puts them into a space that is empty yet.</summary>
    /// <param name="space">Where to.</param>
    /// <param name="now">The source time of the values, UTC.</param>
    public static void Load(NodeSpace space, DateTime now)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using StreamReader reader = new(stream);
        var text = reader.ReadToEnd();
        List<Links> links = new(1_000);
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        var pool = names.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<System.Range> ranges = stackalloc System.Range[Fields];
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty)
                continue;
            ranges.Clear();
            line.Split(ranges, Separator);
            if (!pool.TryGetValue(line[ranges[2]], out var name))
                names.Add(name = line[ranges[2]].ToString(), name);
            var node = Make(line, ranges, name, now);
            space.Put(node);
            var (parentType, parent) = Pair(line[ranges[3]]);
            links.Add(new(node, parentType, parent, Number(line[ranges[4]]), Number(line[ranges[5]]), line[ranges[8]].ToString()));
        }

        Node At(uint number) => space.Find(new NodeId(number))!;
        // Subtypes first: whoever looks for a type's supertype then finds it at once.
        foreach (var link in links.Where(l => l.Parent != 0))
            NodeSpace.Link(At(link.Parent), At(link.ParentType), link.Node);
        foreach (var link in links)
        {
            if (link.Definition != 0)
                NodeSpace.Link(link.Node, At(StandardIds.HasTypeDefinition.Number), At(link.Definition));
            if (link.Rule != 0)
                NodeSpace.Link(link.Node, At(StandardIds.HasModellingRule.Number), At(link.Rule));
            foreach (var further in link.Further.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var (type, target) = Pair(further);
                NodeSpace.Link(link.Node, At(type), At(target));
            }
        }
    }

    private static Node Make(ReadOnlySpan<char> line, ReadOnlySpan<System.Range> ranges, string text, DateTime now)
    {
        NodeId id = new(Number(line[ranges[0]]));
        QualifiedName name = new(text);
        Facts facts = new(line[ranges[6]]);
        var value = line[ranges[7]];
        return line[ranges[1]] switch
        {
            "O" => new ObjectNode(id, name),
            "M" => new MethodNode(id, name),
            "OT" => new ObjectTypeNode(id, name) { IsAbstract = facts.IsAbstract },
            "VT" => new VariableTypeNode(id, name, facts.DataType) { IsAbstract = facts.IsAbstract, ValueRank = facts.ValueRank, ArrayDimensions = facts.ArrayDimensions },
            "RT" => new ReferenceTypeNode(id, name) { IsAbstract = facts.IsAbstract, IsSymmetric = facts.IsSymmetric, InverseName = value.IsEmpty ? default : new(value.ToString()) },
            "DT" => new StandardDataType(id, name, value.ToString()) { IsAbstract = facts.IsAbstract },
            _ => Variable(id, name, facts, value, now),
        };
    }

    private static ValueNode Variable(NodeId id, QualifiedName name, Facts facts, ReadOnlySpan<char> value, DateTime now)
    {
        ValueNode node = new(id, name, facts.DataType)
        {
            ValueRank = facts.ValueRank,
            ArrayDimensions = facts.ArrayDimensions,
            AccessLevel = facts.AccessLevel,
        };
        if (!value.IsEmpty)
            node.Set(new DataValue(StandardValues.Parse(facts.DataType.Number, facts.ValueRank > 0, value.ToString()), sourceTimestamp: now));
        return node;
    }

    private static uint Number(ReadOnlySpan<char> text) => text.IsEmpty ? 0 : uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static (uint Type, uint Node) Pair(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        return colon < 0 ? default : (Number(text[..colon]), Number(text[(colon + 1)..]));
    }

    private readonly record struct Links(Node Node, uint ParentType, uint Parent, uint Definition, uint Rule, string Further);

    /// <summary>The attributes of a line.</summary>
    private readonly ref struct Facts
    {
        public Facts(ReadOnlySpan<char> text)
        {
            foreach (var range in text.Split(' '))
            {
                var word = text[range];
                switch (word)
                {
                    case "abstract":
                        IsAbstract = true;
                        break;
                    case "symmetric":
                        IsSymmetric = true;
                        break;
                    case ['d', '=', .. var number]:
                        DataType = new NodeId(Number(number));
                        break;
                    case ['r', '=', .. var rank]:
                        ValueRank = int.Parse(rank, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                        break;
                    case ['n', '=', .. var dimensions]:
                        ArrayDimensions = Array.ConvertAll(dimensions.ToString().Split(','), d => Number(d));
                        break;
                    case ['a', '=', .. var access]:
                        AccessLevel = (AccessLevels)Number(access);
                        break;
                }
            }
        }

        public NodeId DataType { get; }

        public int ValueRank { get; } = -1;

        public uint[]? ArrayDimensions { get; }

        public AccessLevels AccessLevel { get; } = AccessLevels.CurrentRead;

        public bool IsAbstract { get; }

        public bool IsSymmetric { get; }
    }
}
