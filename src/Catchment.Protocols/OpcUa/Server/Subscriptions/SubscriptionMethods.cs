using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>The methods of the Server object that are about a client's subscriptions. Source: OPC 10000-5, 9.1 and 9.2.</summary>
/// <param name="subscriptions">The subscriptions.</param>
internal sealed class SubscriptionMethods(SubscriptionService subscriptions)
{
    private const uint GetMonitoredItemsId = 11492;
    private const uint ResendDataId = 12873;

    /// <summary>Lets the methods be called.</summary>
    /// <param name="space">Where they stand.</param>
    public void Add(NodeSpace space)
    {
        ((MethodNode)space.Find(new NodeId(GetMonitoredItemsId))!).Handler = GetMonitoredItems;
        ((MethodNode)space.Find(new NodeId(ResendDataId))!).Handler = ResendData;
    }

    /// <summary>What a subscription watches, for a client that has lost the answer to its request.</summary>
    private Variant[] GetMonitoredItems(ServerSession session, Variant[] inputs)
    {
        lock (session.Subscriptions.Gate)
        {
            var (server, client) = Find(session, inputs[0]).Items.Handles();
            return [Variant.OfArray(BuiltInType.UInt32, server), Variant.OfArray(BuiltInType.UInt32, client)];
        }
    }

    /// <summary>Tells the last value of each item again with the next message.</summary>
    private Variant[] ResendData(ServerSession session, Variant[] inputs)
    {
        lock (session.Subscriptions.Gate)
            Find(session, inputs[0]).Items.Repeat();
        return [];
    }

    private Subscription Find(ServerSession session, in Variant id)
    {
        var subscription = subscriptions.Find((uint)id.ToObject()!);
        return subscription is not { IsClosed: false } ? throw new OpcUaException(StatusCodes.BadSubscriptionIdInvalid)
            : ReferenceEquals(subscription.Session, session) ? subscription
            : throw new OpcUaException(StatusCodes.BadUserAccessDenied);
    }
}
