using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Catchment.Protocols.ImageZmq;

/// <summary>The extent of an array in each direction: rows, columns, and channels if there are any (BGR order).</summary>
[StructLayout(LayoutKind.Auto)]
public readonly struct ArrayShape : IEquatable<ArrayShape>
{
    /// <summary>The most directions a shape has here; pictures have two or three.</summary>
    public const int MaxDimensions = 8;

    private readonly Extents _extents;

    /// <summary>Makes a shape of up to <see cref="MaxDimensions"/> numbers, none negative.</summary>
    /// <exception cref="ArgumentException">Too many numbers, or a negative one.</exception>
    public ArrayShape(params ReadOnlySpan<int> extents)
    {
        if (extents.Length > MaxDimensions)
            throw new ArgumentException($"A shape has at most {MaxDimensions} numbers.", nameof(extents));
        foreach (var extent in extents)
            ArgumentOutOfRangeException.ThrowIfNegative(extent, nameof(extents));
        extents.CopyTo(_extents);
        Dimensions = extents.Length;
    }

    /// <summary>How many directions.</summary>
    public int Dimensions { get; }

    /// <summary>The extent in one direction.</summary>
    /// <param name="dimension">From 0 to <see cref="Dimensions"/> − 1.</param>
    public int this[int dimension] =>
        (uint)dimension < (uint)Dimensions ? _extents[dimension] : throw new ArgumentOutOfRangeException(nameof(dimension));

    /// <summary>The number of elements, or −1 when it does not fit 63 bits.</summary>
    public long ElementCount
    {
        get
        {
            var count = 1L;
            for (var i = 0; i < Dimensions; i++)
            {
                if (_extents[i] == 0)
                    return 0;
            }

            for (var i = 0; i < Dimensions; i++)
            {
                if (count > long.MaxValue / _extents[i])
                    return -1;
                count *= _extents[i];
            }

            return count;
        }
    }

    /// <summary>Same directions, same extents.</summary>
    public static bool operator ==(ArrayShape left, ArrayShape right) => left.Equals(right);

    /// <summary>Not the same.</summary>
    public static bool operator !=(ArrayShape left, ArrayShape right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ArrayShape other) =>
        Dimensions == other.Dimensions && ((ReadOnlySpan<int>)_extents)[..Dimensions].SequenceEqual(((ReadOnlySpan<int>)other._extents)[..Dimensions]);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ArrayShape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dimensions, ElementCount);

    /// <summary>As a sender writes it: <c>[480, 640, 3]</c>.</summary>
    public override string ToString() => "[" + string.Join(", ", ((ReadOnlySpan<int>)_extents)[..Dimensions].ToArray()) + "]";

    [InlineArray(MaxDimensions)]
    private struct Extents
    {
        private int _first;
    }
}
