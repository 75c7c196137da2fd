using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>
/// The services of monitored items. What fails as a whole is thrown, as <see cref="OpcUaException"/> with its status: BadNothingToDo,
/// BadTooManyOperations, BadSubscriptionIdInvalid, and what the members name. Source: OPC 10000-4, 5.13.
/// </summary>
/// <param name="subscriptions">Where they belong.</param>
internal sealed class MonitoredItemService(SubscriptionService subscriptions)
{
    /// <summary>Begins to watch.</summary>
    /// <exception cref="OpcUaException">BadTimestampsToReturnInvalid.</exception>
    public CreateMonitoredItemsResponse Create(ServerSession session, CreateMonitoredItemsRequest request)
    {
        CheckTimestamps(request.TimestampsToReturn);
        var items = ItemsOf(session, request.SubscriptionId, request.ItemsToCreate.Length);
        return new CreateMonitoredItemsResponse { Results = Array.ConvertAll(request.ItemsToCreate, item => items.Create(item, request.TimestampsToReturn)) };
    }

    /// <summary>Watches otherwise.</summary>
    /// <exception cref="OpcUaException">BadTimestampsToReturnInvalid.</exception>
    public ModifyMonitoredItemsResponse Modify(ServerSession session, ModifyMonitoredItemsRequest request)
    {
        CheckTimestamps(request.TimestampsToReturn);
        var items = ItemsOf(session, request.SubscriptionId, request.ItemsToModify.Length);
        return new ModifyMonitoredItemsResponse { Results = Array.ConvertAll(request.ItemsToModify, item => items.Modify(item, request.TimestampsToReturn)) };
    }

    /// <summary>Disables items, samples them, or reports them too.</summary>
    /// <exception cref="OpcUaException">BadMonitoringModeInvalid.</exception>
    public SetMonitoringModeResponse SetMonitoringMode(ServerSession session, SetMonitoringModeRequest request)
    {
        if (request.MonitoringMode is not (MonitoringMode.Disabled or MonitoringMode.Sampling or MonitoringMode.Reporting))
            throw new OpcUaException(StatusCodes.BadMonitoringModeInvalid);
        var items = ItemsOf(session, request.SubscriptionId, request.MonitoredItemIds.Length);
        return new SetMonitoringModeResponse { Results = Array.ConvertAll(request.MonitoredItemIds, id => items.SetMode(id, request.MonitoringMode)) };
    }

    /// <summary>Lets one item trigger others.</summary>
    /// <exception cref="OpcUaException">BadMonitoredItemIdInvalid: of the triggering item.</exception>
    public SetTriggeringResponse SetTriggering(ServerSession session, SetTriggeringRequest request)
    {
        var items = ItemsOf(session, request.SubscriptionId, request.LinksToAdd.Length + request.LinksToRemove.Length);
        var added = new StatusCode[request.LinksToAdd.Length];
        var removed = new StatusCode[request.LinksToRemove.Length];
        var status = items.Link(request.TriggeringItemId, request.LinksToAdd, request.LinksToRemove, added, removed);
        return status.IsGood ? new SetTriggeringResponse { AddResults = added, RemoveResults = removed } : throw new OpcUaException(status);
    }

    /// <summary>Watches no more.</summary>
    public DeleteMonitoredItemsResponse Delete(ServerSession session, DeleteMonitoredItemsRequest request)
    {
        var items = ItemsOf(session, request.SubscriptionId, request.MonitoredItemIds.Length);
        return new DeleteMonitoredItemsResponse { Results = Array.ConvertAll(request.MonitoredItemIds, items.Delete) };
    }

    private static void CheckTimestamps(TimestampsToReturn timestamps)
    {
        if (timestamps is not (TimestampsToReturn.Source or TimestampsToReturn.Server or TimestampsToReturn.Both or TimestampsToReturn.Neither))
            throw new OpcUaException(StatusCodes.BadTimestampsToReturnInvalid);
    }

    private MonitoredItemSet ItemsOf(ServerSession session, uint subscriptionId, int operations)
    {
        OperationCount.Check(operations, subscriptions.Limits.MaxOperationsPerCall);
        lock (session.Subscriptions.Gate)
        {
            var subscription = subscriptions.FindOf(session, subscriptionId) ?? throw new OpcUaException(StatusCodes.BadSubscriptionIdInvalid);
            subscription.ResetLifetime();
            return subscription.Items;
        }
    }
}
