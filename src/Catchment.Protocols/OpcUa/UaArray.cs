using System.Collections;
using System.Runtime.InteropServices;

namespace Catchment.Protocols.OpcUa;

/// <summary>The elements of an array or matrix within a <see cref="Variant"/>.</summary>
internal sealed class UaArray : IEquatable<UaArray>
{
    /// <summary>Elements; they are not copied.</summary>
    /// <param name="type">Of the elements.</param>
    /// <param name="elements">In their order, the last dimension quickest.</param>
    /// <param name="dimensions">Of a matrix; null: one dimension.</param>
    /// <exception cref="ArgumentException">The elements are not of the type, or not as many as the dimensions tell.</exception>
    internal UaArray(BuiltInType type, Array elements, int[]? dimensions)
    {
        if (!Fits(type, elements))
            throw new ArgumentException($"Elements of type {type} are no {elements.GetType().Name}.", nameof(elements));
        if (dimensions is { Length: > 0 } && dimensions.Aggregate(1L, (product, length) => product * length) != elements.Length)
            throw new ArgumentException("A matrix has as many elements as the product of its dimensions.", nameof(dimensions));
        Elements = elements;
        Dimensions = dimensions is { Length: > 1 } ? dimensions : null;
    }

    internal Array Elements { get; }

    internal int[]? Dimensions { get; }

    /// <summary>Of every dimension, of the only one too.</summary>
    internal int[] Lengths => Dimensions ?? [Elements.Length];

    public bool Equals(UaArray? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Dimensions.AsSpan().SequenceEqual(other.Dimensions) && SameElements(Elements, other.Elements));

    public override bool Equals(object? obj) => Equals(obj as UaArray);

    public override int GetHashCode() => Elements.Length;

    private static bool Fits(BuiltInType type, Array elements) => type switch
    {
        BuiltInType.Boolean => elements is bool[],
        BuiltInType.SByte => elements is sbyte[],
        BuiltInType.Byte => elements is byte[],
        BuiltInType.Int16 => elements is short[],
        BuiltInType.UInt16 => elements is ushort[],
        BuiltInType.Int32 => elements is int[],
        BuiltInType.UInt32 => elements is uint[],
        BuiltInType.Int64 => elements is long[],
        BuiltInType.UInt64 => elements is ulong[],
        BuiltInType.Float => elements is float[],
        BuiltInType.Double => elements is double[],
        BuiltInType.String or BuiltInType.XmlElement => elements is string?[],
        BuiltInType.DateTime => elements is DateTime[],
        BuiltInType.Guid => elements is Guid[],
        BuiltInType.ByteString => elements is byte[]?[],
        BuiltInType.NodeId => elements is NodeId[],
        BuiltInType.ExpandedNodeId => elements is ExpandedNodeId[],
        BuiltInType.StatusCode => elements is StatusCode[],
        BuiltInType.QualifiedName => elements is QualifiedName[],
        BuiltInType.LocalizedText => elements is LocalizedText[],
        BuiltInType.ExtensionObject => elements is ExtensionObject?[],
        BuiltInType.DataValue => elements is DataValue[],
        BuiltInType.Variant => elements is Variant[],
        _ => false,
    };

    // Numbers by their bits, as single values are; this is looked at with each sample of a monitored item.
    private static bool SameElements(Array left, Array right) => (left, right) switch
    {
        (double[] mine, double[] others) => SameBits<double>(mine, others),
        (float[] mine, float[] others) => SameBits<float>(mine, others),
        (int[] mine, int[] others) => SameBits<int>(mine, others),
        (short[] mine, short[] others) => SameBits<short>(mine, others),
        (long[] mine, long[] others) => SameBits<long>(mine, others),
        (byte[] mine, byte[] others) => SameBits<byte>(mine, others),
        (bool[] mine, bool[] others) => SameBits<bool>(mine, others),
        _ => StructuralComparisons.StructuralEqualityComparer.Equals(left, right),
    };

    private static bool SameBits<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : unmanaged => MemoryMarshal.AsBytes(left).SequenceEqual(MemoryMarshal.AsBytes(right));
}
