using System.Collections.Immutable;

namespace Catchment.Tags.Mappings;

/// <summary>The mappings of one protocol, in the order in which they came. Reading takes no lock.</summary>
/// <typeparam name="T">The protocol's mapping.</typeparam>
/// <param name="journal">Makes them durable; null: nothing outlives the process.</param>
public sealed class MappingTable<T>(IMappingJournal<T>? journal)
    where T : Mapping
{
    private readonly Lock _gate = new();
    private ImmutableDictionary<string, T> _byId = ImmutableDictionary.Create<string, T>(StringComparer.Ordinal);
    private ImmutableList<string> _order = [];

    /// <summary>A mapping was set or removed. Called while changes wait, one after another in their order; a handler returns soon.</summary>
    public event EventHandler<MappingChangedEventArgs<T>>? Changed;

    /// <summary>All mappings, in the order in which their ids came.</summary>
    public IReadOnlyList<T> All
    {
        get
        {
            var (byId, order) = Picture();
            return [.. order.Where(byId.ContainsKey).Select(id => byId[id])];
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _byId.Count;

    /// <summary>Finds a mapping.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="mapping">The mapping.</param>
    public bool TryGet(string id, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T mapping) => _byId.TryGetValue(id, out mapping);

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

    /// <summary>Sets a mapping, after it was compared with the others in the same step; returns when it is durable.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="check">Told all others; throws when it cannot be beside them.</param>
    /// <exception cref="IOException">It could not be made durable; nothing has changed.</exception>
    public void Set(T mapping, Action<IEnumerable<T>>? check = null) => Set([mapping], check);

    /// <summary>Sets mappings in one durable step.</summary>
    /// <param name="mappings">The mappings.</param>
    /// <param name="check">Told all others; throws when they cannot be beside them.</param>
    /// <exception cref="IOException">They could not be made durable; nothing has changed.</exception>
    public void Set(IReadOnlyList<T> mappings, Action<IEnumerable<T>>? check = null)
    {
        ArgumentNullException.ThrowIfNull(mappings);
        lock (_gate)
        {
            var ids = mappings.Select(static mapping => mapping.Id).ToHashSet(StringComparer.Ordinal);
            check?.Invoke(_byId.Values.Where(other => !ids.Contains(other.Id)));
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
            if (!_byId.TryGetValue(id, out var mapping))
                return null;
            journal?.Remove(id);
            _byId = _byId.Remove(id);
            _order = _order.Remove(id, StringComparer.Ordinal);
            Changed?.Invoke(this, new MappingChangedEventArgs<T>(mapping, null));
            return mapping;
        }
    }

    private (ImmutableDictionary<string, T> ById, ImmutableList<string> Order) Picture()
    {
        lock (_gate)
            return (_byId, _order);
    }

    private void Put(T mapping)
    {
        if (!_byId.TryGetValue(mapping.Id, out var before))
            _order = _order.Add(mapping.Id);
        _byId = _byId.SetItem(mapping.Id, mapping);
        Changed?.Invoke(this, new MappingChangedEventArgs<T>(before, mapping));
    }
}
