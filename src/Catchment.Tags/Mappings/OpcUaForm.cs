using System.Text.Json;

namespace Catchment.Tags.Mappings;

/// <summary>OPC UA mappings as the API has them. Source: <c>tags</c> 5.2.</summary>
internal static class OpcUaForm
{
    /// <summary>The words of <c>access_level</c>.</summary>
    internal static readonly string[] AccessLevels = ["CurrentRead", "CurrentWrite", "CurrentReadOrWrite", "HistoryRead", "HistoryWrite"];

    /// <summary>The words of <c>timestamps</c>.</summary>
    internal static readonly string[] TimestampWords = ["None", "Server", "Source", "Both"];

    private static readonly string[] Types =
    [
        "Boolean", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Float", "Double", "String", "DateTime", "ByteString",
    ];

    /// <summary>Reads what a client sent.</summary>
    /// <param name="body">The client's object.</param>
    /// <returns>The mapping; its node's id is empty where one has to be made.</returns>
    /// <exception cref="MappingRefusedException">It is no mapping.</exception>
    internal static OpcUaMapping Read(MappingBody body)
    {
        var (id, key) = (body.Id(), body.Key());
        var node = body.Text("node_id", "");
        if (node.Length > 0 && !OpcUaNode.TryParse(node, out _))
            throw new MappingRefusedException("node_id must be ns=N;i=NUMBER or ns=N;s=TEXT");
        return new OpcUaMapping
        {
            Id = id,
            Key = key,
            NodeId = node,
            BrowseName = body.Text("browse_name", key),
            DisplayName = body.Text("display_name", key),
            DataType = body.Word("data_type", "Float", Types),
            ValueRank = Rank(body),
            AccessLevel = body.Word("access_level", "CurrentRead", [.. AccessLevels, OpcUaGenerator.Automatic]),
            Timestamps = body.Word("timestamps", "Both", [.. TimestampWords, OpcUaGenerator.Automatic]),
            Namespace = Space(body, "namespace"),
            Description = body.Text("description", ""),
        };
    }

    /// <summary>Compares mappings with each other and with the others.</summary>
    /// <exception cref="MappingRefusedException">The node of one is another's.</exception>
    internal static void Check(OpcUaMapping mapping, IEnumerable<OpcUaMapping> others)
    {
        if (OpcUaNode.TryParse(mapping.NodeId, out var node)
            && others.FirstOrDefault(other => OpcUaNode.TryParse(other.NodeId, out var taken) && taken == node) is { } other)
            throw new MappingRefusedException(Taken(node, other.Key));
    }

    /// <summary>The text of an error.</summary>
    internal static string Taken(OpcUaNode node, string key) => $"Node ID {node} already used by key '{key}'";

    /// <summary>The rank of a value.</summary>
    internal static int Rank(MappingBody body) => (int)body.Whole("value_rank", -1, -3, int.MaxValue); // OPC 10000-3, 5.6.2

    /// <summary>A namespace.</summary>
    internal static int Space(MappingBody body, string name) => (int)body.Whole(name, OpcUaNode.OwnNamespace, 0, ushort.MaxValue);

    /// <summary>Writes a mapping without its id.</summary>
    internal static void Write(Utf8JsonWriter writer, OpcUaMapping mapping)
    {
        writer.WriteString("key", mapping.Key);
        writer.WriteString("node_id", mapping.NodeId);
        writer.WriteString("browse_name", mapping.BrowseName);
        writer.WriteString("display_name", mapping.DisplayName);
        writer.WriteString("data_type", mapping.DataType);
        writer.WriteNumber("value_rank", mapping.ValueRank);
        writer.WriteString("access_level", mapping.AccessLevel);
        writer.WriteString("timestamps", mapping.Timestamps);
        writer.WriteNumber("namespace", mapping.Namespace);
        writer.WriteString("description", mapping.Description);
    }
}
