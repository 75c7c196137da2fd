namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>The items of a subscription that are sampled together.</summary>
/// <param name="interval">Milliseconds between two samples.</param>
internal sealed class SamplingGroup(double interval)
{
    private readonly List<MonitoredItem> _items = [];
    private int _running;

    public double Interval { get; } = interval;

    public List<MonitoredItem> Items => _items;

    /// <summary>What samples it; null: the publishing timer, just before it publishes, so that a value is on its way at once.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>Whether this is the only look now; a tick that comes too early is left out. <see cref="Leave"/> follows.</summary>
    public bool TryEnter() => Interlocked.Exchange(ref _running, 1) == 0;

    public void Leave() => Volatile.Write(ref _running, 0);

    public void Add(MonitoredItem item)
    {
        item.Group = this;
        item.GroupIndex = _items.Count;
        _items.Add(item);
    }

    public void Remove(MonitoredItem item)
    {
        var last = _items[^1];
        _items[item.GroupIndex] = last;
        last.GroupIndex = item.GroupIndex;
        _items.RemoveAt(_items.Count - 1);
        item.Group = null;
    }
}
