namespace Catchment.Protocols.Snmp;

/// <summary>The part of the tree that somebody sees: subtrees, of which others are taken out. The longest that holds a name decides. Source: RFC 3415, 5.</summary>
public sealed record SnmpView
{
    /// <summary>The whole tree.</summary>
    public static SnmpView All { get; } = new() { Included = [default] };

    /// <summary>The subtrees that are in it.</summary>
    public required IReadOnlyList<Oid> Included { get; init; }

    /// <summary>The subtrees that are not.</summary>
    public IReadOnlyList<Oid> Excluded { get; init; } = [];

    /// <summary>Whether a name is in it; a subtree that is both included and excluded is not.</summary>
    public bool Contains(Oid oid) => Longest(Included, oid) > Longest(Excluded, oid);

    /// <summary>Where to look on from a name that is not in it.</summary>
    /// <returns>The first name after it that can be in it; null: there is none.</returns>
    internal Oid? After(Oid oid)
    {
        Oid? next = null;
        var excluded = Longest(Excluded, oid);
        if (excluded >= 0 && Longest(Included, oid) >= 0)
            next = End(oid.Prefix(excluded));
        foreach (var one in Included)
        {
            if (one > oid && (next is null || one < next))
                next = one;
        }

        return next;
    }

    /// <summary>The first name behind a subtree.</summary>
    private static Oid? End(Oid subtree)
    {
        for (var length = subtree.Length; length > 0; length--)
        {
            var last = subtree.Arcs[length - 1];
            if (last < uint.MaxValue)
                return subtree.Prefix(length - 1).Append(last + 1);
        }

        return null;
    }

    private static int Longest(IReadOnlyList<Oid> subtrees, Oid oid)
    {
        var longest = -1;
        for (var i = 0; i < subtrees.Count; i++)
        {
            if (subtrees[i].Length > longest && oid.StartsWith(subtrees[i]))
                longest = subtrees[i].Length;
        }

        return longest;
    }
}
