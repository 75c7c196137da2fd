namespace Catchment.Protocols.Snmp;

/// <summary>
/// Objects that may come and go while they are served. Reading takes no lock: it sees the table as it was before or after a change. A
/// change copies the table, so many are best made at once.
/// </summary>
public sealed class SnmpObjectTable : ISnmpObjects
{
    private readonly Lock _gate = new();
    private volatile Rows _rows = new([], [], []);

    /// <summary>How many there are.</summary>
    public int Count => _rows.Oids.Length;

    /// <summary>Adds an object, or replaces the one with this name.</summary>
    /// <param name="oid">The instance's name.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="instanceArcs">How many of the name's last arcs tell the instance from others of its type; 1 for the 0 of a scalar.</param>
    public void Set(Oid oid, ISnmpObject instance, int instanceArcs = 1) => Change([], [new SnmpObjectRow(oid, instance, instanceArcs)]);

    /// <summary>Removes an object.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(Oid oid)
    {
        lock (_gate)
        {
            if (Array.BinarySearch(_rows.Oids, oid) < 0)
                return false;
            Change([oid], []);
            return true;
        }
    }

    /// <summary>Removes some, and adds or replaces others, at once.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: a name cannot be sent; nothing is changed.</exception>
    public void Change(IReadOnlyCollection<Oid> removed, IReadOnlyCollection<SnmpObjectRow> added)
    {
        var without = removed.ToHashSet();
        var fresh = new Dictionary<Oid, SnmpObjectRow>();
        foreach (var one in added)
        {
            if (!one.Oid.CanBeSent)
                throw new SnmpException(SnmpFault.Invalid, $"'{one.Oid}' cannot be the name of an object");
            fresh[one.Oid] = one;
        }

        var sorted = fresh.Values.OrderBy(static row => row.Oid).ToArray();
        lock (_gate)
        {
            var old = _rows;
            var (oids, objects, arcs) = (new List<Oid>(old.Oids.Length + sorted.Length), new List<ISnmpObject>(old.Oids.Length + sorted.Length), new List<int>(old.Oids.Length + sorted.Length));
            var next = 0;
            for (var i = 0; i <= old.Oids.Length; i++)
            {
                for (; next < sorted.Length && (i == old.Oids.Length || sorted[next].Oid < old.Oids[i]); next++)
                    Add(sorted[next].Oid, sorted[next].Instance, sorted[next].InstanceArcs);
                if (i < old.Oids.Length && !fresh.ContainsKey(old.Oids[i]) && !without.Contains(old.Oids[i]))
                    Add(old.Oids[i], old.Objects[i], old.InstanceArcs[i]);
            }

            _rows = new Rows([.. oids], [.. objects], [.. arcs]);

            void Add(Oid oid, ISnmpObject instance, int instanceArcs)
            {
                oids.Add(oid);
                objects.Add(instance);
                arcs.Add(instanceArcs);
            }
        }
    }

    /// <inheritdoc/>
    public ISnmpObject? Find(Oid oid, out bool typeExists)
    {
        var rows = _rows;
        var at = Array.BinarySearch(rows.Oids, oid);
        if (at >= 0)
        {
            typeExists = true;
            return rows.Objects[at];
        }

        // All instances of a type lie together, and so does a name that would be one of them.
        typeExists = rows.IsOfType(~at, oid) || rows.IsOfType(~at - 1, oid);
        return null;
    }

    /// <inheritdoc/>
    public ISnmpObject? FindNext(Oid oid, bool orEqual, out Oid found)
    {
        var rows = _rows;
        var at = Array.BinarySearch(rows.Oids, oid);
        at = at < 0 ? ~at : orEqual ? at : at + 1;
        found = at < rows.Oids.Length ? rows.Oids[at] : default;
        return at < rows.Oids.Length ? rows.Objects[at] : null;
    }

    private sealed record Rows(Oid[] Oids, ISnmpObject[] Objects, int[] InstanceArcs)
    {
        internal bool IsOfType(int at, Oid oid) =>
            at >= 0 && at < Oids.Length && oid.Arcs.StartsWith(Oids[at].Arcs[..Math.Max(0, Oids[at].Length - InstanceArcs[at])]);
    }
}
