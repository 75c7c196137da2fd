using System.Globalization;
using System.Text;

namespace Catchment.Protocols.Snmp;

/// <summary>An object identifier: at most 128 arcs of 0 to 2³²−1, in lexicographic order. Source: RFC 2578, 3.5.; RFC 3416, 4.1.</summary>
public readonly struct Oid : IEquatable<Oid>, IComparable<Oid>
{
    /// <summary>The most arcs that a name may have. Source: RFC 2578, 3.5.</summary>
    public const int MaxLength = 128;

    private readonly uint[]? _arcs;

    /// <summary>Takes the arcs.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: more than <see cref="MaxLength"/>.</exception>
    public Oid(params ReadOnlySpan<uint> arcs)
    {
        if (arcs.Length > MaxLength)
            throw new SnmpException(SnmpFault.Invalid, $"an object identifier has at most {MaxLength} arcs, not {arcs.Length}");
        _arcs = arcs.ToArray();
    }

    private Oid(uint[] arcs) => _arcs = arcs;

    /// <summary>The arcs.</summary>
    public ReadOnlySpan<uint> Arcs => _arcs;

    /// <summary>How many arcs.</summary>
    public int Length => _arcs?.Length ?? 0;

    /// <summary>Whether they are the same.</summary>
    public static bool operator ==(Oid left, Oid right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Oid left, Oid right) => !left.Equals(right);

    /// <summary>Whether the left one comes first.</summary>
    public static bool operator <(Oid left, Oid right) => left.CompareTo(right) < 0;

    /// <summary>Whether the right one comes first.</summary>
    public static bool operator >(Oid left, Oid right) => left.CompareTo(right) > 0;

    /// <summary>Whether the right one does not come first.</summary>
    public static bool operator <=(Oid left, Oid right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one does not come first.</summary>
    public static bool operator >=(Oid left, Oid right) => left.CompareTo(right) >= 0;

    /// <summary>Reads dotted numbers, with or without a leading dot.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: it is none that can be sent.</exception>
    public static Oid Parse(string text) =>
        TryParse(text, out var oid) ? oid : throw new SnmpException(SnmpFault.Invalid, $"'{text}' is not an object identifier (dotted numbers, at least two)");

    /// <summary>Reads dotted numbers, with or without a leading dot; at least two, of which the first is 0, 1 or 2, and the second below 40 after 0 and 1.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Oid oid)
    {
        oid = default;
        if (text.StartsWith("."))
            text = text[1..];
        Span<uint> arcs = stackalloc uint[MaxLength];
        var count = 0;
        foreach (var part in text.Split('.'))
        {
            if (count == MaxLength || !uint.TryParse(text[part], NumberStyles.None, CultureInfo.InvariantCulture, out arcs[count]))
                return false;
            count++;
        }

        var parsed = new Oid(arcs[..count].ToArray());
        if (!parsed.CanBeSent)
            return false;
        oid = parsed;
        return true;
    }

    /// <summary>Whether BER can hold it: two arcs or more, of which the first is 0, 1 or 2, and the second below 40 after 0 and 1. Source: X.690, 8.19.4.</summary>
    public bool CanBeSent => _arcs is [<= 1, < 40, ..] or [2, <= uint.MaxValue - 80, ..];

    /// <summary>This one with more arcs at its end.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: too many in all.</exception>
    public Oid Append(params ReadOnlySpan<uint> more)
    {
        if (Length + more.Length > MaxLength)
            throw new SnmpException(SnmpFault.Invalid, $"an object identifier has at most {MaxLength} arcs");
        var arcs = new uint[Length + more.Length];
        Arcs.CopyTo(arcs);
        more.CopyTo(arcs.AsSpan(Length));
        return new Oid(arcs);
    }

    /// <summary>The first arcs of it.</summary>
    public Oid Prefix(int length) => new(Arcs[..length].ToArray());

    /// <summary>Whether it is the other, or below it.</summary>
    public bool StartsWith(Oid prefix) => Arcs.StartsWith(prefix.Arcs);

    /// <inheritdoc/>
    public int CompareTo(Oid other) => Arcs.SequenceCompareTo(other.Arcs);

    /// <inheritdoc/>
    public bool Equals(Oid other) => Arcs.SequenceEqual(other.Arcs);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Oid other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var arc in Arcs)
            hash.Add(arc);
        return hash.ToHashCode();
    }

    /// <summary>Dotted numbers without a leading dot.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var arc in Arcs)
            text.Append(text.Length > 0 ? "." : string.Empty).Append(arc);
        return text.ToString();
    }

    /// <summary>Takes an array that nobody else changes.</summary>
    internal static Oid Of(uint[] arcs) => new(arcs);
}
