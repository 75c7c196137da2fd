using System.Diagnostics.CodeAnalysis;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>
/// The objects of the mappings, which it follows until it is disposed. A change is noted when it happens, and taken over when the next request looks: ten thousand
/// mappings that come one after another cost one change of the table. Source: <c>tags</c> 5.4, 6.4.
/// </summary>
/// <remarks>Lock order: the mapping table's, then this one's. Requests take the lock only where there is something to take over.</remarks>
public sealed partial class TagObjects : ISnmpObjects, IDisposable
{
    private const int MostTold = 20;

    private readonly Lock _gate = new();
    private readonly SnmpObjectTable _table = new();
    private readonly TagStore _store;
    private readonly MappingTable<SnmpMapping> _mappings;
    private readonly ILogger _logger;
    private readonly Dictionary<string, (Oid Oid, TagObject Object)> _served = new(StringComparer.Ordinal);
    private readonly Dictionary<Oid, string> _owners = [];
    private readonly Dictionary<string, SnmpMapping> _refused = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pending = new(StringComparer.Ordinal);
    private volatile bool _isPending;
    private long _version;
    private int _told;

    /// <summary>The objects of all mappings.</summary>
    /// <param name="store">Where the points are.</param>
    /// <param name="mappings">The mappings.</param>
    /// <param name="logger">Told of mappings that cannot be served.</param>
    public TagObjects(TagStore store, MappingTable<SnmpMapping> mappings, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(mappings);
        (_store, _mappings, _logger) = (store, mappings, logger);
        _mappings.Changed += Note;
        var all = _mappings.All;
        lock (_gate)
        {
            foreach (var mapping in all)
                _pending.Add(mapping.Id);
            _isPending = true;
        }
    }

    /// <summary>Objects that are served.</summary>
    public int Count
    {
        get
        {
            TakeOver();
            return _table.Count;
        }
    }

    /// <summary>Mappings that cannot be served: their names are others', for example.</summary>
    public int Refused
    {
        get
        {
            TakeOver();
            lock (_gate)
                return _refused.Count;
        }
    }

    /// <summary>Rises with every change of the objects.</summary>
    internal long Version
    {
        get
        {
            TakeOver();
            return Volatile.Read(ref _version);
        }
    }

    /// <inheritdoc/>
    public ISnmpObject? Find(Oid oid, out bool typeExists)
    {
        TakeOver();
        return _table.Find(oid, out typeExists);
    }

    /// <inheritdoc/>
    public ISnmpObject? FindNext(Oid oid, bool orEqual, out Oid found)
    {
        TakeOver();
        return _table.FindNext(oid, orEqual, out found);
    }

    /// <inheritdoc/>
    public void Dispose() => _mappings.Changed -= Note;

    /// <summary>All that are served, with their names.</summary>
    internal IReadOnlyList<(Oid Oid, SnmpMapping Mapping)> Served()
    {
        TakeOver();
        lock (_gate)
            return [.. _served.Values.Select(static one => (one.Oid, one.Object.Mapping))];
    }

    /// <summary>Whether a mapping can be served at all.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="oid">The instance's name.</param>
    /// <param name="reason">Why not.</param>
    internal static bool CanServe(SnmpMapping mapping, out Oid oid, [MaybeNullWhen(true)] out string reason)
    {
        reason = !Oid.TryParse(SnmpForm.Name(mapping), out oid) ? "that name cannot be sent" : IsAgentsOwn(oid) ? "that object is the agent's own" : null;
        return reason is null;
    }

    /// <summary>The system group, the snmp group, and those of the engine, of message processing and of security.</summary>
    private static bool IsAgentsOwn(Oid oid) => oid.Arcs is
        [1, 3, 6, 1, 2, 1, 1, >= 1 and <= 7, 0] or [1, 3, 6, 1, 2, 1, 11, _, 0]
        or [1, 3, 6, 1, 6, 3, 10, 2, 1, _, 0] or [1, 3, 6, 1, 6, 3, 11, 2, 1, _, 0] or [1, 3, 6, 1, 6, 3, 12, 1, 4 or 5, 0] or [1, 3, 6, 1, 6, 3, 15, 1, 1, _, 0];

    private void Note(object? sender, MappingChangedEventArgs<SnmpMapping> change)
    {
        lock (_gate)
        {
            _pending.Add((change.Now ?? change.Before)!.Id);
            _isPending = true;
        }
    }

    private void TakeOver()
    {
        if (!_isPending)
            return;
        lock (_gate)
        {
            if (_pending.Count == 0)
                return;
            HashSet<Oid> removed = [];
            Dictionary<Oid, SnmpObjectRow> added = [];
            foreach (var id in _pending)
                TakeOut(id, removed);
            // What the table says now, whichever change came last.
            foreach (var id in _pending)
            {
                if (_mappings.TryGet(id, out var mapping))
                    Put(mapping, added);
            }

            // Somebody else may have waited for a name that is free now.
            foreach (var waiting in _refused.Values.Where(one => CanServe(one, out var oid, out _) && !_owners.ContainsKey(oid)).ToArray())
            {
                _refused.Remove(waiting.Id);
                Put(waiting, added);
            }

            _pending.Clear();
            _table.Change(removed, added.Values);
            Volatile.Write(ref _version, _version + 1);
            _isPending = false;
        }
    }

    private void TakeOut(string id, HashSet<Oid> removed)
    {
        _refused.Remove(id);
        if (!_served.Remove(id, out var before))
            return;
        _owners.Remove(before.Oid);
        removed.Add(before.Oid);
    }

    private void Put(SnmpMapping mapping, Dictionary<Oid, SnmpObjectRow> added)
    {
        if (CanServe(mapping, out var oid, out var reason) && !_owners.TryAdd(oid, mapping.Id))
            reason = $"that object is the mapping {_owners[oid]}'s";
        if (reason is not null)
        {
            _refused[mapping.Id] = mapping;
            if (_told++ < MostTold)
                LogRefused(_logger, mapping.Id, mapping.Key, SnmpForm.Name(mapping), reason);
            return;
        }

        var instance = new TagObject(mapping, _store);
        _served.Add(mapping.Id, (oid, instance));
        added[oid] = new SnmpObjectRow(oid, instance);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "SNMP: the mapping {Id} of {Key} is not served: {Oid}: {Reason}")]
    private static partial void LogRefused(ILogger logger, string id, string key, string oid, string reason);
}
