namespace Catchment.Protocols.OpcUa;

/// <summary>The elements of an array or matrix within a <see cref="Variant"/>.</summary>
/// <param name="elements">In their order, the last dimension quickest.</param>
/// <param name="dimensions">Of a matrix; null: one dimension.</param>
internal sealed class UaArray(Array elements, int[]? dimensions) : IEquatable<UaArray>
{
    internal Array Elements { get; } = elements;

    internal int[]? Dimensions { get; } = dimensions;

    public bool Equals(UaArray? other) =>
        other is not null && Dimensions.AsSpan().SequenceEqual(other.Dimensions)
        && System.Collections.StructuralComparisons.StructuralEqualityComparer.Equals(Elements, other.Elements);

    public override bool Equals(object? obj) => Equals(obj as UaArray);

    public override int GetHashCode() => Elements.Length;
}
