using System.Globalization;

namespace Catchment.Protocols.OpcUa;

/// <summary>A node id that may name its namespace by URI, and another server. Source: OPC 10000-4, 7.16.</summary>
/// <param name="NodeId">The id; its namespace index does not count when there is a URI.</param>
/// <param name="NamespaceUri">Null: by index.</param>
/// <param name="ServerIndex">In the server array; 0: this server.</param>
public readonly record struct ExpandedNodeId(NodeId NodeId, string? NamespaceUri = null, uint ServerIndex = 0)
{
    /// <summary>A node of this server.</summary>
    public static implicit operator ExpandedNodeId(NodeId id) => new(id);

    /// <summary>The id of a text form.</summary>
    /// <returns>False: it is none.</returns>
    public static bool TryParse(string? text, out ExpandedNodeId id)
    {
        id = default;
        var rest = text.AsSpan();
        var server = 0u;
        if (rest.StartsWith("svr="))
        {
            var end = rest.IndexOf(';');
            if (end < 0 || !uint.TryParse(rest[4..end], NumberStyles.None, CultureInfo.InvariantCulture, out server))
                return false;
            rest = rest[(end + 1)..];
        }

        string? uri = null;
        if (rest.StartsWith("nsu="))
        {
            var end = rest.IndexOf(';');
            if (end < 0)
                return false;
            uri = rest[4..end].ToString().Replace("%3B", ";", StringComparison.OrdinalIgnoreCase).Replace("%25", "%", StringComparison.Ordinal);
            rest = rest[(end + 1)..];
            if (rest.StartsWith("ns="))
                return false;
        }

        if (!NodeId.TryParse(rest, out var node))
            return false;
        id = new(node, uri, server);
        return true;
    }

    /// <summary>The text form, for example <c>svr=1;nsu=http://lab.example;s=Boiler</c>. Source: OPC 10000-6, 5.3.1.11.</summary>
    public override string ToString()
    {
        var server = ServerIndex == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"svr={ServerIndex};");
        if (NamespaceUri is null)
            return server + NodeId;
        var uri = NamespaceUri.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);
        return $"{server}nsu={uri};{NodeId.InNamespace(0)}";
    }
}
