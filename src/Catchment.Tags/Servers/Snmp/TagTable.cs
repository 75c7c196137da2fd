using Catchment.Protocols.Snmp;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>
/// The table of tags: a row for each mapped tag that is registered, or for each tag. Its cells are found by their numbers and hold nothing, so that a hundred thousand rows
/// cost a number and a place each.
/// </summary>
internal sealed class TagTable : ISnmpObjects
{
    private const TagColumn First = TagColumn.Key;
    private const TagColumn Last = TagColumn.Type;

    private readonly Lock _gate = new();
    private readonly TagStore _store;
    private readonly TagObjects _objects;
    private readonly TagRows _numbers;
    private readonly bool _exposesAll;
    private volatile Rows _rows = new([], [], -1, -1);

    /// <summary>A table that is filled when it is read.</summary>
    /// <param name="store">The tags.</param>
    /// <param name="objects">Those that are mapped.</param>
    /// <param name="numbers">The rows' numbers.</param>
    /// <param name="exposesAll">Whether tags that are not mapped have rows too.</param>
    internal TagTable(TagStore store, TagObjects objects, TagRows numbers, bool exposesAll) => (_store, _objects, _numbers, _exposesAll) = (store, objects, numbers, exposesAll);

    public ISnmpObject? Find(Oid oid, out bool typeExists)
    {
        typeExists = false;
        var entry = GatewayOids.TagEntry;
        if (oid.Length <= entry.Length || !oid.StartsWith(entry) || oid.Arcs[entry.Length] is < (uint)First or > (uint)Last)
            return null;
        typeExists = true;
        if (oid.Length != entry.Length + 2 || oid.Arcs[^1] > int.MaxValue)
            return null;
        var rows = Present();
        var at = Array.BinarySearch(rows.Numbers, (int)oid.Arcs[^1]);
        return at < 0 ? null : new TagCell(rows.Points[at], (TagColumn)oid.Arcs[entry.Length]);
    }

    public ISnmpObject? FindNext(Oid oid, bool orEqual, out Oid found)
    {
        found = default;
        var entry = GatewayOids.TagEntry;
        var (column, after) = ((uint)First, -1L); // the first column, behind no row
        if (oid > entry)
        {
            if (!oid.StartsWith(entry))
                return null;
            column = oid.Arcs[entry.Length];
            if (column < (uint)First)
                column = (uint)First;
            else if (oid.Length > entry.Length + 1)
                after = oid.Arcs[entry.Length + 1] - (orEqual && oid.Length == entry.Length + 2 ? 1L : 0L);
        }

        if (column > (uint)Last)
            return null;
        var rows = Present();
        var at = after < 0 ? 0 : after >= int.MaxValue ? rows.Numbers.Length : Array.BinarySearch(rows.Numbers, (int)after + 1);
        if (at < 0)
            at = ~at;
        if (at == rows.Numbers.Length)
            (column, at) = (column + 1, 0);
        if (column > (uint)Last || rows.Numbers.Length == 0)
            return null;
        found = entry.Append(column, (uint)rows.Numbers[at]);
        return new TagCell(rows.Points[at], (TagColumn)column);
    }

    /// <summary>All rows, by their numbers.</summary>
    internal IEnumerable<(int Number, MappedPoint Point)> All()
    {
        var rows = Present();
        return rows.Numbers.Zip(rows.Points);
    }

    /// <summary>Rises with every change of the rows.</summary>
    internal (long Mapped, long Registered) Version
    {
        get
        {
            var rows = Present();
            return (rows.Mapped, rows.Registered);
        }
    }

    private Rows Present()
    {
        var (mapped, registered) = (_objects.Version, _exposesAll ? _store.MembershipVersion : 0); // before the look: what comes meanwhile is looked at the next time
        var rows = _rows;
        if (rows.Mapped == mapped && rows.Registered == registered)
            return rows;
        lock (_gate)
        {
            if (_rows.Mapped == mapped && _rows.Registered == registered)
                return _rows;
            HashSet<string> keys = [.. _objects.Served().Select(static one => one.Mapping.Key)];
            if (_exposesAll)
                keys.UnionWith(_store.Points.Select(static point => point.Key));
            var known = new Dictionary<string, MappedPoint>(StringComparer.Ordinal);
            foreach (var point in _rows.Points)
                known[point.Key] = point;
            var numbered = _numbers.Of(keys);
            return _rows = new Rows([.. numbered.Select(static row => row.Number)], [.. numbered.Select(row => known.GetValueOrDefault(row.Key) ?? new MappedPoint(_store, row.Key))], mapped, registered);
        }
    }

    private sealed record Rows(int[] Numbers, MappedPoint[] Points, long Mapped, long Registered);
}
