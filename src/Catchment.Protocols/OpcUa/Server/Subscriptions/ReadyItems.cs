using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>The items of a subscription that have something to publish, in the order in which they got it.</summary>
internal sealed class ReadyItems
{
    private readonly List<MonitoredItem> _triggered = [];
    private readonly List<MonitoredItemNotification> _taken = [];
    private MonitoredItem? _first;
    private MonitoredItem? _last;

    public bool Any => _first is not null;

    /// <summary>Adds an item if it has something that may be published.</summary>
    public void Add(MonitoredItem item)
    {
        if (item.IsReady || item.Queue.Count == 0 || !item.Reports)
            return;
        item.IsReady = true;
        item.PreviousReady = _last;
        if (_last is null)
            _first = item;
        else
            _last.NextReady = item;
        _last = item;
    }

    public void Remove(MonitoredItem item)
    {
        if (!item.IsReady)
            return;
        if (item.PreviousReady is null)
            _first = item.NextReady;
        else
            item.PreviousReady.NextReady = item.NextReady;
        if (item.NextReady is null)
            _last = item.PreviousReady;
        else
            item.NextReady.PreviousReady = item.PreviousReady;
        item.IsReady = false;
        item.PreviousReady = item.NextReady = null;
    }

    /// <summary>Lets an item that is only sampled be published this once. Source: OPC 10000-4, 5.13.1.6.</summary>
    public void Trigger(MonitoredItem item)
    {
        if (item.Mode != MonitoringMode.Sampling)
            return;
        if (!item.Triggered)
            _triggered.Add(item);
        item.Triggered = true;
        Add(item);
    }

    /// <summary>The publishing cycle is over: triggers on items that have nothing lapse.</summary>
    public void EndCycle()
    {
        if (_triggered.Count > 0)
            _triggered.RemoveAll(static item => !(item.Triggered &= item.Queue.Count > 0));
    }

    /// <summary>Takes notifications, those of one item in their order.</summary>
    /// <param name="most">So many at most.</param>
    /// <param name="mostBytes">So many bytes of values at most, but one value in any case.</param>
    public MonitoredItemNotification[] Take(int most, int mostBytes)
    {
        var bytes = 0;
        while (_first is { } item && _taken.Count < most && bytes < mostBytes)
        {
            while (item.Queue.Count > 0 && _taken.Count < most && bytes < mostBytes)
            {
                var value = item.Take();
                bytes += ValueSize.Place + ValueSize.Of(value.Value);
                _taken.Add(new MonitoredItemNotification { ClientHandle = item.ClientHandle, Value = value });
            }

            if (item.Queue.Count == 0)
            {
                Remove(item);
                item.Triggered = false;
            }
        }

        var notifications = _taken.ToArray();
        _taken.Clear();
        return notifications;
    }
}
