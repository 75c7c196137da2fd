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
        ArgumentNullException.ThrowIfNull(text);
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
        ArgumentNullException.ThrowIfNull(opaque);
        _other = opaque;
        NamespaceIndex = namespaceIndex;
    }

    /// <summary>In the server's namespace array.</summary>
    public ushort NamespaceIndex { get; }

    /// <summary>Whether it names no node: number 0 of namespace 0, or nothing of another kind there. Source: OPC 10000-3, 8.2.4.</summary>
    public bool IsNull => NamespaceIndex == 0 && _other switch
    {
        null => _number == 0,
        string text => text.Length == 0,
        Guid guid => guid == Guid.Empty,
        var opaque => ((byte[])opaque).Length == 0,
    };

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

    /// <summary>The id of a text form.</summary>
    /// <exception cref="OpcUaException">BadNodeIdInvalid: it is none.</exception>
    public static NodeId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new OpcUaException(StatusCodes.BadNodeIdInvalid, $"'{text}' is no node id: ns=2;s=Boiler or i=85, for example, are.");

    /// <summary>The id of a text form: <c>i=</c> number, <c>s=</c> text, <c>g=</c> GUID or <c>b=</c> bytes in base 64, after <c>ns=</c> index and a semicolon where it is not 0. Source: OPC 10000-6, 5.3.1.10.</summary>
    /// <returns>False: it is none.</returns>
    public static bool TryParse(string? text, out NodeId id) => TryParse(text.AsSpan(), out id);

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

    /// <summary>The same identifier in another namespace.</summary>
    public NodeId InNamespace(ushort index) => _other switch
    {
        null => new(_number, index),
        string text => new(text, index),
        Guid guid => new(guid, index),
        var opaque => new((byte[])opaque, index),
    };

    internal static bool TryParse(ReadOnlySpan<char> text, out NodeId id)
    {
        id = default;
        ushort index = 0;
        if (text.StartsWith("ns="))
        {
            var end = text.IndexOf(';');
            if (end < 0 || !ushort.TryParse(text[3..end], NumberStyles.None, CultureInfo.InvariantCulture, out index))
                return false;
            text = text[(end + 1)..];
        }

        if (text.Length < 2 || text[1] != '=')
            return false;
        var value = text[2..];
        switch (text[0])
        {
            case 'i' when uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                id = new(number, index);
                return true;
            case 's':
                id = new(value.ToString(), index);
                return true;
            case 'g' when value.Length == 36 && Guid.TryParseExact(value, "D", out var guid):
                id = new(guid, index);
                return true;
            case 'b':
                var opaque = new byte[value.Length];
                if (!Convert.TryFromBase64Chars(value, opaque, out var length))
                    return false;
                id = new(opaque[..length], index);
                return true;
            default:
                return false;
        }
    }
}
