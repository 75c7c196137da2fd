using System.Runtime.InteropServices;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>The monitored items of a subscription: what is watched, sampled and ready to be published.</summary>
/// <param name="service">What all subscriptions share.</param>
/// <param name="session">Whose they are.</param>
/// <param name="publishingInterval">Of the subscription, milliseconds.</param>
internal sealed class MonitoredItemSet(SubscriptionService service, ServerSession session, double publishingInterval)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, MonitoredItem> _items = [];
    private readonly Dictionary<double, SamplingGroup> _groups = [];
    private readonly ReadyItems _ready = new();
    private uint _lastId;
    private int _links;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
                return _items.Count;
        }
    }

    public bool HasNotifications
    {
        get
        {
            lock (_gate)
                return _ready.Any;
        }
    }

    /// <summary>Adds an item and looks at its node for the first time.</summary>
    public MonitoredItemCreateResult Create(MonitoredItemCreateRequest request, TimestampsToReturn timestamps)
    {
        lock (_gate)
        {
            var target = request.ItemToMonitor;
            var node = service.Space.Find(target.NodeId);
            var status = ItemChecks.Check(service.Space, node, request, session.User, out var range);
            var filter = ItemFilter.None;
            if (status.IsGood)
                status = service.Filters.Check(request.RequestedParameters.Filter, target.AttributeId, node, out filter);
            if (status.IsGood && (_items.Count >= service.Limits.MaxMonitoredItemsPerSubscription || _closed || !service.Budget.TryAddItem()))
                status = StatusCodes.BadTooManyMonitoredItems;
            if (!status.IsGood)
                return new MonitoredItemCreateResult { StatusCode = status };

            var wished = request.RequestedParameters;
            var item = new MonitoredItem(++_lastId, target, range)
            {
                ClientHandle = wished.ClientHandle,
                Mode = request.MonitoringMode,
                Timestamps = timestamps,
                Filter = filter,
                Queue = new SampleQueue(service.Budget.TakeQueue(wished.QueueSize), wished.DiscardOldest),
            };
            _items.Add(item.Id, item);
            var interval = SubscriptionTimes.ReviseSampling(wished.SamplingInterval, publishingInterval, LeastInterval(item, node), service.Limits);
            GroupFor(interval).Add(item);
            Sample(item, service.Now);
            return new MonitoredItemCreateResult
            {
                StatusCode = StatusCodes.Good,
                MonitoredItemId = item.Id,
                RevisedSamplingInterval = interval,
                RevisedQueueSize = (uint)item.Queue.Size,
            };
        }
    }

    public MonitoredItemModifyResult Modify(MonitoredItemModifyRequest request, TimestampsToReturn timestamps)
    {
        lock (_gate)
        {
            if (!_items.TryGetValue(request.MonitoredItemId, out var item))
                return new MonitoredItemModifyResult { StatusCode = StatusCodes.BadMonitoredItemIdInvalid };
            var wished = request.RequestedParameters;
            var node = service.Space.Find(item.NodeId);
            var status = service.Filters.Check(wished.Filter, item.AttributeId, node, out var filter);
            if (!status.IsGood)
                return new MonitoredItemModifyResult { StatusCode = status };

            item.ClientHandle = wished.ClientHandle;
            item.Timestamps = timestamps;
            item.Filter = filter;
            service.Budget.ReturnQueue(item.Queue.Size);
            item.Queue.Resize(service.Budget.TakeQueue(wished.QueueSize), wished.DiscardOldest);
            var interval = SubscriptionTimes.ReviseSampling(wished.SamplingInterval, publishingInterval, LeastInterval(item, node), service.Limits);
            if (!interval.Equals(item.Group!.Interval))
            {
                Leave(item);
                GroupFor(interval).Add(item);
            }

            return new MonitoredItemModifyResult
            {
                StatusCode = StatusCodes.Good,
                RevisedSamplingInterval = interval,
                RevisedQueueSize = (uint)item.Queue.Size,
            };
        }
    }

    public StatusCode SetMode(uint id, MonitoringMode mode)
    {
        lock (_gate)
        {
            if (!_items.TryGetValue(id, out var item))
                return StatusCodes.BadMonitoredItemIdInvalid;
            var before = item.Mode;
            if (before == mode)
                return StatusCodes.Good;
            item.Mode = mode;
            item.Triggered = false;
            switch (mode)
            {
                case MonitoringMode.Disabled:
                    item.Forget();
                    _ready.Remove(item);
                    break;
                case MonitoringMode.Sampling:
                    _ready.Remove(item);
                    break;
                default:
                    _ready.Add(item);
                    break;
            }

            if (before == MonitoringMode.Disabled)
                Sample(item, service.Now);
            return StatusCodes.Good;
        }
    }

    /// <summary>Links items to one that triggers them, after it has taken away others.</summary>
    /// <returns>Good, or BadMonitoredItemIdInvalid: there is no such triggering item.</returns>
    public StatusCode Link(uint triggering, uint[] add, uint[] remove, Span<StatusCode> addResults, Span<StatusCode> removeResults)
    {
        lock (_gate)
        {
            if (!_items.TryGetValue(triggering, out var trigger))
                return StatusCodes.BadMonitoredItemIdInvalid;
            for (var i = 0; i < remove.Length; i++)
            {
                var found = _items.TryGetValue(remove[i], out var linked) && trigger.Triggers?.Remove(linked) == true;
                removeResults[i] = found ? StatusCodes.Good : StatusCodes.BadMonitoredItemIdInvalid;
                if (!found)
                    continue;
                linked!.TriggeredBy!.Remove(trigger);
                _links--;
            }

            for (var i = 0; i < add.Length; i++)
                addResults[i] = _items.TryGetValue(add[i], out var linked) && linked != trigger ? Link(trigger, linked) : StatusCodes.BadMonitoredItemIdInvalid;
            return StatusCodes.Good;
        }
    }

    public StatusCode Delete(uint id)
    {
        lock (_gate)
        {
            if (!_items.Remove(id, out var item))
                return StatusCodes.BadMonitoredItemIdInvalid;
            item.Triggered = false;
            item.Queue.Clear();
            _ready.Remove(item);
            Leave(item);
            Unlink(item);
            service.Budget.ReturnQueue(item.Queue.Size);
            service.Budget.RemoveItem();
            return StatusCodes.Good;
        }
    }

    /// <summary>Lets every reporting item that has nothing new report its last value again, for a session that has not seen it.</summary>
    public void Repeat()
    {
        lock (_gate)
        {
            foreach (var item in _items.Values)
            {
                if (item.Mode == MonitoringMode.Reporting && item.Repeat())
                    _ready.Add(item);
            }
        }
    }

    /// <summary>Takes notifications for a message.</summary>
    /// <param name="most">So many at most.</param>
    /// <param name="more">Whether others are left.</param>
    public MonitoredItemNotification[] Take(int most, out bool more)
    {
        lock (_gate)
        {
            var notifications = _ready.Take(most, service.Limits.MaxBytesPerPublish);
            more = _ready.Any;
            return notifications;
        }
    }

    /// <summary>Looks at the items that are sampled when the subscription publishes.</summary>
    public void BeginCycle()
    {
        SamplingGroup? group;
        lock (_gate)
            group = _groups.GetValueOrDefault(publishingInterval);
        if (group is not null)
            Sample(group);
    }

    /// <summary>What was triggered and has nothing to tell is not reported any more.</summary>
    public void EndCycle()
    {
        lock (_gate)
            _ready.EndCycle();
    }

    /// <summary>The items go on for another session.</summary>
    public void MoveTo(ServerSession other)
    {
        lock (_gate)
            session = other;
    }

    public void SetPublishingInterval(double interval)
    {
        lock (_gate)
        {
            if (interval.Equals(publishingInterval))
                return;
            var before = _groups.GetValueOrDefault(publishingInterval);
            publishingInterval = interval;
            if (before is not null)
                before.Timer = TimerFor(before);
            if (!_groups.TryGetValue(interval, out var now))
                return;
            now.Timer?.Dispose();
            now.Timer = null;
        }
    }

    /// <summary>Nothing is watched any more, for good.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var id in _items.Keys.ToArray())
                Delete(id);
        }
    }

    private void Sample(SamplingGroup group)
    {
        if (!group.TryEnter())
            return;
        try
        {
            lock (_gate)
            {
                var now = service.Now;
                foreach (var item in CollectionsMarshal.AsSpan(group.Items))
                    Sample(item, now);
            }
        }
        finally
        {
            group.Leave();
        }
    }

    private void Sample(MonitoredItem item, DateTime now)
    {
        if (item.Mode == MonitoringMode.Disabled || !item.Sample(service, session.User, now))
            return;
        _ready.Add(item);
        if (item.Triggers is null)
            return;
        foreach (var linked in item.Triggers)
            _ready.Trigger(linked);
    }

    private static double LeastInterval(MonitoredItem item, Node? node) =>
        item.AttributeId == AttributeIds.Value && node is VariableNode variable ? variable.MinimumSamplingInterval : 0;

    private StatusCode Link(MonitoredItem trigger, MonitoredItem linked)
    {
        if (trigger.Triggers?.Contains(linked) == true)
            return StatusCodes.Good;
        if (_links >= service.Limits.MaxTriggeringLinks)
            return StatusCodes.BadResourceUnavailable;
        (trigger.Triggers ??= []).Add(linked);
        (linked.TriggeredBy ??= []).Add(trigger);
        _links++;
        return StatusCodes.Good;
    }

    private void Unlink(MonitoredItem item)
    {
        foreach (var linked in item.Triggers ?? [])
        {
            linked.TriggeredBy!.Remove(item);
            _links--;
        }

        foreach (var trigger in item.TriggeredBy ?? [])
        {
            trigger.Triggers!.Remove(item);
            _links--;
        }
    }

    private SamplingGroup GroupFor(double interval)
    {
        if (_groups.TryGetValue(interval, out var group))
            return group;
        _groups.Add(interval, group = new SamplingGroup(interval));
        if (!interval.Equals(publishingInterval))
            group.Timer = TimerFor(group);
        return group;
    }

    private ITimer TimerFor(SamplingGroup group)
    {
        var period = TimeSpan.FromMilliseconds(group.Interval);
        return service.Time.CreateTimer(_ => Sample(group), state: null, period, period);
    }

    private void Leave(MonitoredItem item)
    {
        var group = item.Group!;
        group.Remove(item);
        if (group.Items.Count > 0)
            return;
        group.Timer?.Dispose();
        _groups.Remove(group.Interval);
    }
}
