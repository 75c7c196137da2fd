using System.Globalization;

namespace Catchment.Protocols.OpcUa;

/// <summary>What names a node within a server: a namespace index and a number, text, GUID or some bytes. Source: OPC 10000-3, 8.2.</summary>
public readonly struct NodeId : IEquatable<NodeId>
{
    private readonly object? _other;
    private readonly uint _number;

    /// <summary>A number.</summary>
    public NodeId(uint number, ushort namespaceIndex = 0)
    {
        _number = number;
        NamespaceIndex = namespaceIndex;
    }

    /// <summary>A text.</summary>
    public NodeId(string text, ushort namespaceIndex)
    {
        _other = text;
        NamespaceIndex = namespaceIndex;
    }

    /// <summary>A GUID.</summary>
    public NodeId(Guid identifier, ushort namespaceIndex)
    {
        _other = identifier;
        NamespaceIndex = namespaceIndex;
    }

    /// <summary>Bytes that mean something to the server only; they are not copied.</summary>
    public NodeId(byte[] opaque, ushort namespaceIndex)
    {
        _other = opaque;
        NamespaceIndex = namespaceIndex;
    }

    /// <summary>In the server's namespace array.</summary>
    public ushort NamespaceIndex { get; }

    /// <summary>Whether it names no node: number 0 of namespace 0.</summary>
    public bool IsNull => _other is null && _number == 0 && NamespaceIndex == 0;

    /// <summary>Whether it is a number.</summary>
    public bool IsNumeric => _other is null;

    /// <summary>The number; 0 unless it <see cref="IsNumeric"/>.</summary>
    public uint Number => _number;

    /// <summary>The text, <see cref="Guid"/> or bytes; null when it is a number.</summary>
    public object? Other => _other;

    /// <summary>Whether both are the same node.</summary>
    public static bool operator ==(NodeId left, NodeId right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(NodeId left, NodeId right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(NodeId other) =>
        NamespaceIndex == other.NamespaceIndex && _number == other._number
        && (_other, other._other) switch
        {
            (null, null) => true,
            (byte[] mine, byte[] others) => mine.AsSpan().SequenceEqual(others),
            (null, _) or (_, null) => false,
            var (mine, others) => mine.Equals(others),
        };

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NodeId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_other is not byte[] bytes)
            return HashCode.Combine(NamespaceIndex, _number, _other);
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        return HashCode.Combine(NamespaceIndex, hash.ToHashCode());
    }

    /// <summary>The text form, for example <c>ns=2;s=Boiler</c> or <c>i=85</c>. Source: OPC 10000-6, 5.3.1.10.</summary>
    public override string ToString()
    {
        var prefix = NamespaceIndex == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"ns={NamespaceIndex};");
        return _other switch
        {
            null => string.Create(CultureInfo.InvariantCulture, $"{prefix}i={_number}"),
            byte[] bytes => $"{prefix}b={Convert.ToBase64String(bytes)}",
            Guid guid => $"{prefix}g={guid}",
            var text => $"{prefix}s={text}",
        };
    }
}
