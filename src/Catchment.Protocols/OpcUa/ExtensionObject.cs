namespace Catchment.Protocols.OpcUa;

/// <summary>A structure in a place where any may stand. Source: OPC 10000-6, 5.2.2.15.</summary>
public sealed class ExtensionObject : IEquatable<ExtensionObject>
{
    /// <summary>A structure of this library.</summary>
    public ExtensionObject(IUaStructure structure)
    {
        TypeId = new NodeId(structure.BinaryEncodingId);
        Structure = structure;
    }

    /// <summary>An encoded body.</summary>
    /// <param name="typeId">Of its encoding; the null id: nothing.</param>
    /// <param name="body">Its bytes; they are not copied. Null: none.</param>
    /// <param name="isXml">The body is XML, not binary.</param>
    public ExtensionObject(NodeId typeId, byte[]? body, bool isXml = false)
    {
        TypeId = typeId;
        Body = body;
        IsXml = isXml;
    }

    /// <summary>The id of the encoding; the null id when there is nothing.</summary>
    public NodeId TypeId { get; }

    /// <summary>The encoded body; null when there is a <see cref="Structure"/>, or none.</summary>
    public byte[]? Body { get; }

    /// <summary>What is encoded when it is written; null when there is a <see cref="Body"/>, or none.</summary>
    public IUaStructure? Structure { get; }

    /// <summary>Whether the body is XML.</summary>
    public bool IsXml { get; }

    /// <summary>Whether both hold the same structure, or the same bytes.</summary>
    public bool Equals(ExtensionObject? other) =>
        other is not null && TypeId == other.TypeId && IsXml == other.IsXml && Equals(Structure, other.Structure)
        && (Body is null) == (other.Body is null) && Body.AsSpan().SequenceEqual(other.Body);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ExtensionObject);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(TypeId, Body?.Length, Structure);
}
