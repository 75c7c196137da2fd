using Catchment.Tags.Store;

namespace Catchment.Tags.State;

/// <summary>Keeps the last values of points: those that have changed since it kept them before, so that the cost follows the changes and not the points. For one thread.</summary>
internal sealed class LastValues : IDisposable
{
    private readonly TagStore _store;
    private readonly GatewayState _state;
    private readonly TagSubscription _changes;
    private readonly HashSet<DataPoint> _pending = [];

    internal LastValues(TagStore store, GatewayState state)
    {
        (_store, _state) = (store, state);
        _changes = store.Subscribe(static _ => true);
    }

    /// <summary>Keeps what has changed; what cannot be kept is tried again at the next call.</summary>
    /// <exception cref="IOException">It could not be kept.</exception>
    internal void Save()
    {
        while (_changes.TryTake(out var point))
            _pending.Add(point);
        Save(_pending);
        _pending.Clear();
    }

    /// <summary>Keeps all values, with the times of writes that changed nothing.</summary>
    /// <exception cref="IOException">They could not be kept.</exception>
    internal void SaveAll() => Save(_store.Points);

    /// <inheritdoc/>
    public void Dispose() => _changes.Dispose();

    private void Save(IReadOnlyCollection<DataPoint> points)
    {
        if (points.Count > 0)
            _state.SaveValues([.. points.Where(static point => point is { IsRegistered: true, IsWritten: true }).Select(static point => (point.Key, point.Read()))]);
    }
}
