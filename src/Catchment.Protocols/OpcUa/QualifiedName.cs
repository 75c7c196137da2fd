namespace Catchment.Protocols.OpcUa;

/// <summary>A name with the index of its namespace. Source: OPC 10000-3, 8.3.</summary>
/// <param name="Name">At most 512 characters; null in the null name.</param>
/// <param name="NamespaceIndex">In the server's namespace array.</param>
public readonly record struct QualifiedName(string? Name, ushort NamespaceIndex = 0)
{
    /// <summary><c>2:Name</c>; without a number in namespace 0.</summary>
    public override string ToString() => NamespaceIndex == 0 ? Name ?? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{NamespaceIndex}:{Name}");
}
