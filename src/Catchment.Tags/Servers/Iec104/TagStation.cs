using System.Collections.Concurrent;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;
using Catchment.Tags.Gateway;
using Catchment.Tags.Mappings;

namespace Catchment.Tags.Servers.Iec104;

/// <summary>
/// The mapped points as a station, or several by their common addresses: follows the mappings until it is disposed. A point is encoded when it is asked for. Source:
/// <c>tags</c> 5.3, 6.3.
/// </summary>
/// <remarks>Lock order: the mapping table's, the station's, then the feed's and the store's.</remarks>
internal sealed class TagStation : IIec104Station, IDisposable
{
    private const int UsualAddress = 1;
    private const int LastObject = 16_777_215;
    private const int LastStation = 65_534;

    private readonly Lock _gate = new();
    private readonly GatewayModel _model;
    private readonly MappingTable<Iec104Mapping> _mappings;
    private readonly Iec104Feed _feed;
    private readonly Iec104Cycles _cycles;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Iec104Binding> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(int Station, int Object), Iec104Binding> _byPlace = new();
    private volatile IReadOnlyDictionary<int, Iec104Binding[]>? _picture;

    /// <summary>A station of all mappings.</summary>
    /// <param name="model">The points and their mappings.</param>
    /// <param name="feed">Tells their changes.</param>
    /// <param name="cycles">Tells them again and again.</param>
    /// <param name="time">The clock.</param>
    public TagStation(GatewayModel model, Iec104Feed feed, Iec104Cycles cycles, TimeProvider time)
    {
        (_model, _mappings, _feed, _cycles, _time) = (model, model.Iec104, feed, cycles, time);
        _mappings.Changed += Follow;
        foreach (var mapping in _mappings.All)
            Refresh(mapping.Id);
    }

    /// <summary>Information objects that are served.</summary>
    public int Count => _byPlace.Count;

    /// <summary>Of each station what it serves, in the order of types and addresses.</summary>
    public IReadOnlyDictionary<int, Iec104Binding[]> Stations => _picture ?? Draw();

    /// <inheritdoc/>
    public IReadOnlyCollection<int> CommonAddresses => (IReadOnlyCollection<int>)Stations.Keys;

    /// <inheritdoc/>
    public IEnumerable<Iec104Point> Interrogate(int commonAddress, int group)
    {
        foreach (var binding in Stations.GetValueOrDefault(commonAddress) ?? [])
        {
            if (!binding.IsCounter && (group == 0 || binding.Mapping.Group == group))
                yield return binding.ReadForOne();
        }
    }

    /// <inheritdoc/>
    public IEnumerable<Iec104Point> Counters(int commonAddress, int group) => CountersOf(commonAddress, group).Select(static binding => binding.ReadCounter());

    /// <inheritdoc/>
    public bool TryRead(int commonAddress, int objectAddress, out Iec104Point point)
    {
        var isThere = _byPlace.TryGetValue((commonAddress, objectAddress), out var binding);
        point = isThere ? binding!.ReadForOne() : default;
        return isThere;
    }

    /// <inheritdoc/>
    public Iec104CommandOutcome Take(in Iec104Command command) => _byPlace.TryGetValue((command.CommonAddress, command.Information.Address), out var binding)
        ? binding.Take(command)
        : new Iec104CommandOutcome(Iec104CommandAnswer.UnknownObject);

    /// <inheritdoc/>
    public bool FreezeCounters(int commonAddress, int group, CounterFreeze freeze)
    {
        Iec104Binding[] counters = [.. CountersOf(commonAddress, group)];
        if (freeze is CounterFreeze.Reset or CounterFreeze.FreezeAndReset && !Array.TrueForAll(counters, static binding => binding.CanReset))
            return false;
        var isDone = true;
        foreach (var binding in counters)
        {
            if (freeze is CounterFreeze.Freeze or CounterFreeze.FreezeAndReset)
                binding.Freeze();
            if (freeze is CounterFreeze.Reset or CounterFreeze.FreezeAndReset)
                isDone &= binding.Reset();
        }

        return isDone;
    }

    /// <summary>Follows the mappings no more.</summary>
    public void Dispose() => _mappings.Changed -= Follow;

    private IEnumerable<Iec104Binding> CountersOf(int commonAddress, int group) =>
        (Stations.GetValueOrDefault(commonAddress) ?? []).Where(binding => binding.IsCounter && (group == 0 || binding.Mapping.Group == group));

    private void Follow(object? sender, MappingChangedEventArgs<Iec104Mapping> change) => Refresh((change.Now ?? change.Before)!.Id);

    /// <summary>Makes the station what the table says of an id, now: whoever comes last sees the newest, so that the order of calls does not matter.</summary>
    private void Refresh(string id)
    {
        lock (_gate)
        {
            var present = _mappings.TryGet(id, out var mapping) ? mapping : null;
            if (_byId.Remove(id, out var before))
            {
                // What an older program kept may lie upon another: each takes only its own away.
                _byPlace.TryRemove(KeyValuePair.Create(Place(before.Mapping), before));
                _cycles.Remove(before);
            }

            // A place that cannot be is refused where mappings come in; one that was kept by an older program harms nobody.
            var binding = present is { Ioa: > 0 and <= LastObject, CommonAddress: > 0 and <= LastStation } ? new Iec104Binding(present, _model.Store, _time) : null;
            if (binding is not null)
            {
                _byId.Add(id, binding);
                _byPlace[Place(present!)] = binding;
            }

            _picture = null;
            // Now that it is found by those who are told of it.
            _feed.Replace(before, binding);
            if (binding is not null)
                _cycles.Add(binding);
        }
    }

    private static (int Station, int Object) Place(Iec104Mapping mapping) => (mapping.CommonAddress, mapping.Ioa);

    private IReadOnlyDictionary<int, Iec104Binding[]> Draw()
    {
        lock (_gate)
        {
            var picture = _byPlace.Values
                .OrderBy(static binding => binding.PlainType)
                .ThenBy(static binding => binding.Mapping.Ioa)
                .GroupBy(static binding => binding.Mapping.CommonAddress)
                .ToDictionary(static one => one.Key, static one => one.ToArray());
            // A station without points answers all the same.
            if (picture.Count == 0)
                picture.Add(UsualAddress, []);
            return _picture = picture;
        }
    }
}
