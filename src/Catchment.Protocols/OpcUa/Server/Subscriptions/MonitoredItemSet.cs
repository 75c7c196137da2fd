using System.Runtime.InteropServices;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>The monitored items of a subscription: what is watched, sampled and ready to be published.</summary>
internal sealed class MonitoredItemSet
{
    private readonly SubscriptionService _service;
    private readonly Lock _gate = new();
    private readonly Dictionary<uint, MonitoredItem> _items = [];
    private readonly SamplingGroups _groups;
    private readonly TriggeringLinks _links;
    private readonly ReadyItems _ready = new();
    private ServerSession _session;
    private uint _lastId;
    private bool _closed;

    /// <summary>Those of a new subscription: none yet.</summary>
    /// <param name="service">What all subscriptions share.</param>
    /// <param name="session">Whose they are.</param>
    /// <param name="publishingInterval">Of the subscription, milliseconds.</param>
    public MonitoredItemSet(SubscriptionService service, ServerSession session, double publishingInterval)
    {
        _service = service;
        _session = session;
        _links = new TriggeringLinks(service.Limits.MaxTriggeringLinks);
        _groups = new SamplingGroups(service.Time, publishingInterval, Sample);
    }

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

    /// <summary>The items' own numbers and their clients', in the same order.</summary>
    public (uint[] Server, uint[] Client) Handles()
    {
        lock (_gate)
            return ([.. _items.Values.Select(static item => item.Id)], [.. _items.Values.Select(static item => item.ClientHandle)]);
    }

    /// <summary>Adds an item and looks at its node for the first time.</summary>
    public MonitoredItemCreateResult Create(MonitoredItemCreateRequest request, TimestampsToReturn timestamps)
    {
        lock (_gate)
        {
            var target = request.ItemToMonitor;
            var node = _service.Space.Find(target.NodeId);
            var status = ItemChecks.Check(_service.Space, node, request, _session.User, out var range);
            var filter = ItemFilter.None;
            if (status.IsGood)
                status = _service.Filters.Check(request.RequestedParameters.Filter, target.AttributeId, node, out filter);
            if (status.IsGood && (_items.Count >= _service.Limits.MaxMonitoredItemsPerSubscription || _closed || !_service.Budget.TryAddItem()))
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
                Queue = new SampleQueue(_service.Budget.TakeQueue(wished.QueueSize), wished.DiscardOldest),
                Budget = _service.Budget,
            };
            _items.Add(item.Id, item);
            var interval = SubscriptionTimes.ReviseSampling(wished.SamplingInterval, _groups.PublishingInterval, LeastInterval(item, node), _service.Limits);
            _groups.Add(item, interval);
            Sample(item, _service.Now);
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
            var node = _service.Space.Find(item.NodeId);
            var status = _service.Filters.Check(wished.Filter, item.AttributeId, node, out var filter);
            if (!status.IsGood)
                return new MonitoredItemModifyResult { StatusCode = status };

            item.ClientHandle = wished.ClientHandle;
            item.Timestamps = timestamps;
            item.Filter = filter;
            _service.Budget.ReturnQueue(item.Queue.Size);
            item.Resize(_service.Budget.TakeQueue(wished.QueueSize), wished.DiscardOldest);
            var interval = SubscriptionTimes.ReviseSampling(wished.SamplingInterval, _groups.PublishingInterval, LeastInterval(item, node), _service.Limits);
            if (!interval.Equals(item.Group!.Interval))
            {
                _groups.Remove(item);
                _groups.Add(item, interval);
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
                Sample(item, _service.Now);
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
                removeResults[i] = _items.TryGetValue(remove[i], out var linked) ? _links.Remove(trigger, linked) : StatusCodes.BadMonitoredItemIdInvalid;
            for (var i = 0; i < add.Length; i++)
                addResults[i] = _items.TryGetValue(add[i], out var linked) && linked != trigger ? _links.Add(trigger, linked) : StatusCodes.BadMonitoredItemIdInvalid;
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
            item.Forget();
            _ready.Remove(item);
            _groups.Remove(item);
            _links.RemoveAll(item);
            _service.Budget.ReturnQueue(item.Queue.Size);
            _service.Budget.RemoveItem();
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
            var notifications = _ready.Take(most, _service.Limits.MaxBytesPerPublish);
            more = _ready.Any;
            return notifications;
        }
    }

    /// <summary>Looks at the items that are sampled when the subscription publishes.</summary>
    public void BeginCycle()
    {
        SamplingGroup? group;
        lock (_gate)
            group = _groups.Published;
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
            _session = other;
    }

    public void SetPublishingInterval(double interval)
    {
        lock (_gate)
            _groups.SetPublishingInterval(interval);
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
                var now = _service.Now;
                foreach (var item in CollectionsMarshal.AsSpan(group.Items))
                    Sample(item, now);
            }
        }
#pragma warning disable CA1031 // A timer's exception would end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _service.TimerFailed?.Invoke(e);
        }
        finally
        {
            group.Leave();
        }
    }

    private void Sample(MonitoredItem item, DateTime now)
    {
        if (item.Mode == MonitoringMode.Disabled || !item.Sample(_service, _session.User, now))
            return;
        _ready.Add(item);
        if (item.Triggers is null)
            return;
        foreach (var linked in item.Triggers)
            _ready.Trigger(linked);
    }

    private static double LeastInterval(MonitoredItem item, Node? node) =>
        item.AttributeId == AttributeIds.Value && node is VariableNode variable ? variable.MinimumSamplingInterval : 0;
}
