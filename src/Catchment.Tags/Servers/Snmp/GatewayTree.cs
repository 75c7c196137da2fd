using Catchment.Protocols.Snmp;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>All that the gateway gives its agent: the objects of mappings, its counts, and the table of tags. Where two have a name, the mapping's object counts.</summary>
internal sealed class GatewayTree : ISnmpObjects
{
    private readonly TagObjects _mapped;
    private readonly SnmpObjectTable _counts = new();
    private readonly TagTable? _table;

    /// <summary>Puts them together.</summary>
    /// <param name="store">The tags.</param>
    /// <param name="mapped">The objects of mappings.</param>
    /// <param name="table">The table of tags; null: there is none.</param>
    internal GatewayTree(TagStore store, TagObjects mapped, TagTable? table)
    {
        (_mapped, _table) = (mapped, table);
        _counts.Change([],
        [
            new SnmpObjectRow(GatewayOids.TagCount, new GatewayObject(() => SnmpValue.Gauge32((uint)store.Count))),
            new SnmpObjectRow(GatewayOids.TagWrites, new GatewayObject(() => SnmpValue.Counter64((ulong)store.Writes))),
            new SnmpObjectRow(GatewayOids.MappedObjects, new GatewayObject(() => SnmpValue.Gauge32((uint)mapped.Count))),
        ]);
    }

    public ISnmpObject? Find(Oid oid, out bool typeExists)
    {
        if (_mapped.Find(oid, out typeExists) is { } mapped)
            return mapped;
        if (!oid.StartsWith(GatewayOids.Module))
            return null;
        var count = _counts.Find(oid, out var isCount);
        var isCell = false;
        var found = count ?? _table?.Find(oid, out isCell);
        typeExists |= isCount || isCell;
        return found;
    }

    public ISnmpObject? FindNext(Oid oid, bool orEqual, out Oid found)
    {
        var next = _mapped.FindNext(oid, orEqual, out found);
        TakeNearer(_counts, oid, orEqual, ref next, ref found);
        if (_table is not null)
            TakeNearer(_table, oid, orEqual, ref next, ref found);
        return next;
    }

    private static void TakeNearer(ISnmpObjects objects, Oid oid, bool orEqual, ref ISnmpObject? next, ref Oid found)
    {
        if (next is not null && found < GatewayOids.Module)
            return; // What is behind cannot be nearer.
        if (objects.FindNext(oid, orEqual, out var other) is { } candidate && (next is null || other < found))
            (next, found) = (candidate, other);
    }
}
