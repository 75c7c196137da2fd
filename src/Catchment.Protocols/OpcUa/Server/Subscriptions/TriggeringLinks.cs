namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>Which items of a subscription are reported when another one changes. Source: OPC 10000-4, 5.13.1.6.</summary>
/// <param name="most">Links at most.</param>
internal sealed class TriggeringLinks(int most)
{
    private int _count;

    /// <summary>Links an item to one that triggers it.</summary>
    /// <returns>Good; BadResourceUnavailable: there are too many.</returns>
    public StatusCode Add(MonitoredItem trigger, MonitoredItem linked)
    {
        if (trigger.Triggers?.Contains(linked) == true)
            return StatusCodes.Good;
        if (_count >= most)
            return StatusCodes.BadResourceUnavailable;
        (trigger.Triggers ??= []).Add(linked);
        (linked.TriggeredBy ??= []).Add(trigger);
        _count++;
        return StatusCodes.Good;
    }

    /// <summary>Takes a link away.</summary>
    /// <returns>Good; BadMonitoredItemIdInvalid: there is none.</returns>
    public StatusCode Remove(MonitoredItem trigger, MonitoredItem linked)
    {
        if (trigger.Triggers?.Remove(linked) != true)
            return StatusCodes.BadMonitoredItemIdInvalid;
        linked.TriggeredBy!.Remove(trigger);
        _count--;
        return StatusCodes.Good;
    }

    /// <summary>Takes all links from and to an item away.</summary>
    public void RemoveAll(MonitoredItem item)
    {
        foreach (var linked in item.Triggers?.ToArray() ?? [])
            Remove(item, linked);
        foreach (var trigger in item.TriggeredBy?.ToArray() ?? [])
            Remove(trigger, item);
    }
}
