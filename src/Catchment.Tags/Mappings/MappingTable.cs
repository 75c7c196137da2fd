using System.Collections.Concurrent;

namespace Catchment.Tags.Mappings;

/// <summary>
/// The mappings of one protocol, in the order in which they came. Setting, removing and finding one cost the same whatever their number is; finding takes no lock.
/// </summary>
/// <typeparam name="T">The protocol's mapping.</typeparam>
/// <param name="journal">Makes them durable; null: nothing outlives the process.</param>
public sealed class MappingTable<T>(IMappingJournal<T>? journal)
    where T : Mapping
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, LinkedListNode<T>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<T> _order = [];
    private readonly Dictionary<MappingPlace, T> _places = [];
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);
    private T[]? _picture;

    /// <summary>A mapping was set or removed. Called while changes wait, one after another in their order; a handler returns soon.</summary>
    public event EventHandler<MappingChangedEventArgs<T>>? Changed;

    /// <summary>All mappings, in the order in which their ids came.</summary>
    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate)
                return _picture ??= [.. _order];
        }
    }

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _order.Count;
        }
    }

    /// <summary>Finds a mapping.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="mapping">The mapping.</param>
    public bool TryGet(string id, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T mapping)
    {
        mapping = _byId.TryGetValue(id, out var node) ? node.Value : null;
        return mapping is not null;
    }

    /// <summary>Whether a mapping names a key.</summary>
    /// <param name="key">The key.</param>
    public bool Names(string key)
    {
        lock (_gate)
            return _keys.ContainsKey(key);
    }

    /// <summary>The mappings of other ids that have a place in common with one.</summary>
    /// <param name="mapping">The one; it need not be in the table.</param>
    public IReadOnlyList<T> Beside(T mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        lock (_gate)
            return Beside([mapping], [mapping.Id]);
    }

    /// <summary>Puts mappings back that were kept through a restart.</summary>
    /// <param name="mappings">The mappings.</param>
    public void Restore(IEnumerable<T> mappings)
    {
        ArgumentNullException.ThrowIfNull(mappings);
        lock (_gate)
        {
            foreach (var mapping in mappings)
                Put(mapping);
        }
    }

    /// <summary>Sets a mapping, after it was compared with those in its place in the same step; returns when it is durable.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="check">Told the others that have a place in common with it; throws when it cannot be beside them.</param>
    /// <exception cref="IOException">It could not be made durable; nothing has changed.</exception>
    public void Set(T mapping, Action<IEnumerable<T>>? check = null) => Set([mapping], check);

    /// <summary>Sets mappings in one durable step.</summary>
    /// <param name="mappings">The mappings.</param>
    /// <param name="check">Told the others that have a place in common with one of them; throws when they cannot be beside them.</param>
    /// <exception cref="IOException">They could not be made durable; nothing has changed.</exception>
    public void Set(IReadOnlyList<T> mappings, Action<IEnumerable<T>>? check = null)
    {
        ArgumentNullException.ThrowIfNull(mappings);
        lock (_gate)
        {
            check?.Invoke(Beside(mappings, mappings.Select(static mapping => mapping.Id).ToHashSet(StringComparer.Ordinal)));
            journal?.Save(mappings);
            foreach (var mapping in mappings)
                Put(mapping);
        }
    }

    /// <summary>Removes a mapping; returns when that is durable.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>What it was; null: there was none.</returns>
    /// <exception cref="IOException">It could not be made durable; nothing has changed.</exception>
    public T? Remove(string id)
    {
        lock (_gate)
        {
            if (!_byId.TryGetValue(id, out var node))
                return null;
            journal?.Remove(id);
            _byId.TryRemove(id, out _);
            _order.Remove(node);
            Leave(node.Value);
            _picture = null;
            Changed?.Invoke(this, new MappingChangedEventArgs<T>(node.Value, null));
            return node.Value;
        }
    }

    private T[] Beside(IReadOnlyList<T> mappings, HashSet<string> ids)
    {
        HashSet<T> beside = new(ReferenceEqualityComparer.Instance);
        foreach (var place in mappings.SelectMany(static mapping => mapping.Places))
        {
            if (_places.TryGetValue(place, out var other) && !ids.Contains(other.Id))
                beside.Add(other);
        }

        return [.. beside];
    }

    private void Put(T mapping)
    {
        T? before = null;
        if (_byId.TryGetValue(mapping.Id, out var node))
        {
            before = node.Value;
            Leave(before);
            node.Value = mapping;
        }
        else
        {
            _byId[mapping.Id] = _order.AddLast(mapping);
        }

        foreach (var place in mapping.Places)
            _places[place] = mapping;
        _keys[mapping.Key] = _keys.GetValueOrDefault(mapping.Key) + 1;
        _picture = null;
        Changed?.Invoke(this, new MappingChangedEventArgs<T>(before, mapping));
    }

    private void Leave(T mapping)
    {
        foreach (var place in mapping.Places)
        {
            // What an older program kept may lie upon another: each takes only its own away.
            if (_places.TryGetValue(place, out var there) && ReferenceEquals(there, mapping))
                _places.Remove(place);
        }

        if (--_keys[mapping.Key] == 0)
            _keys.Remove(mapping.Key);
    }
}
