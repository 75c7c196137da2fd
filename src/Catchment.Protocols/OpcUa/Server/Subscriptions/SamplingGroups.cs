namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>The items of a subscription by how often they are sampled: each interval has its timer, but the publishing interval, whose items the subscription samples itself.</summary>
/// <param name="time">The clock.</param>
/// <param name="publishingInterval">Milliseconds.</param>
/// <param name="sample">Looks at the items of a group.</param>
internal sealed class SamplingGroups(TimeProvider time, double publishingInterval, Action<SamplingGroup> sample)
{
    private readonly Dictionary<double, SamplingGroup> _groups = [];

    /// <summary>Of the subscription, milliseconds.</summary>
    public double PublishingInterval { get; private set; } = publishingInterval;

    /// <summary>The items that are sampled when the subscription publishes, just before, so that a value is on its way at once; null: there are none.</summary>
    public SamplingGroup? Published => _groups.GetValueOrDefault(PublishingInterval);

    public void Add(MonitoredItem item, double interval)
    {
        if (!_groups.TryGetValue(interval, out var group))
        {
            _groups.Add(interval, group = new SamplingGroup(interval));
            if (!interval.Equals(PublishingInterval))
                group.Timer = TimerFor(group);
        }

        group.Add(item);
    }

    public void Remove(MonitoredItem item)
    {
        var group = item.Group!;
        group.Remove(item);
        if (group.Items.Count > 0)
            return;
        group.Timer?.Dispose();
        _groups.Remove(group.Interval);
    }

    /// <summary>Samples each item as before, whatever the publishing interval is.</summary>
    public void SetPublishingInterval(double interval)
    {
        if (interval.Equals(PublishingInterval))
            return;
        var before = Published;
        PublishingInterval = interval;
        before?.Timer = TimerFor(before);
        Published?.Timer?.Dispose();
        Published?.Timer = null;
    }

    private ITimer TimerFor(SamplingGroup group)
    {
        var period = TimeSpan.FromMilliseconds(group.Interval);
        return time.CreateTimer(_ => sample(group), state: null, period, period);
    }
}
