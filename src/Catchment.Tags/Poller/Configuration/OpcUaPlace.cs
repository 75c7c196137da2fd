using System.Globalization;
using Catchment.Protocols.OpcUa;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>The node of a tag at an OPC UA server. Source: <c>tags</c> 10.2.</summary>
public sealed record OpcUaPlace
{
    /// <summary>The node. A namespace's URI becomes an index anew in each session, an index is taken as it is.</summary>
    public ExpandedNodeId NodeId { get; init; }

    /// <summary>The file names no node.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The type that is written; null: the node's own.</summary>
    public BuiltInType? DataType { get; init; }

    /// <summary>Reads a node id: its text form; or, with a kind, the identifier alone, also behind <c>ns=</c> and the index.</summary>
    /// <param name="text">The text.</param>
    /// <param name="kind"><c>i</c>, <c>s</c>, <c>g</c> or <c>b</c>, for a text that does not say it; null: it has to.</param>
    /// <param name="index">The namespace of an identifier that stands alone.</param>
    /// <returns>Null: it is none.</returns>
    public static ExpandedNodeId? Parse(string text, char? kind = null, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!ExpandedNodeId.TryParse(text, out var id) && (kind is null || !ExpandedNodeId.TryParse(WithKind(text, kind.Value, index), out id)))
            return null;
        return id.ServerIndex != 0 || (id.NodeId.IsNull && id.NamespaceUri is null) ? null : id;
    }

    private static string WithKind(string text, char kind, int index)
    {
        var end = text.StartsWith("ns", StringComparison.Ordinal) ? text.IndexOf(';', StringComparison.Ordinal) + 1 : 0;
        return end > 0 ? $"{text[..end]}{kind}={text[end..]}" : string.Create(CultureInfo.InvariantCulture, $"ns={index};{kind}={text}");
    }
}
