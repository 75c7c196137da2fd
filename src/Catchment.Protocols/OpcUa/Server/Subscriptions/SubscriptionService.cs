using System.Collections.Concurrent;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server.Attributes;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>
/// The services of subscriptions, one for a server. Every call but Publish answers at once; what fails as a whole is thrown, as
/// <see cref="OpcUaException"/> with its status. Source: OPC 10000-4, 5.14.
/// </summary>
/// <param name="space">What is watched.</param>
/// <param name="reading">How attributes are read.</param>
/// <param name="limits">What clients may have.</param>
/// <param name="time">The clock of all timers and timestamps.</param>
/// <param name="decoding">What filters may be made of.</param>
internal sealed class SubscriptionService(NodeSpace space, ReadService reading, OpcUaSubscriptionLimits limits, TimeProvider time, OpcUaLimits decoding) : IDisposable
{
    private readonly ConcurrentDictionary<uint, Subscription> _subscriptions = [];
    private uint _lastId = (uint)Random.Shared.Next(1 << 30);
    private volatile bool _disposed;

    public NodeSpace Space => space;

    public ReadService Reading => reading;

    public OpcUaSubscriptionLimits Limits => limits;

    public TimeProvider Time => time;

    public FilterChecks Filters { get; } = new(space, decoding);

    public SubscriptionBudget Budget { get; } = new(limits);

    /// <summary>UTC.</summary>
    public DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Is told when the owner of a node begins to throw where an item looks at it.</summary>
    public Action<NodeId, Exception>? ReadFailed { get; init; }

    /// <summary>Is told of a mistake of this library's in a timer: it would end the process otherwise.</summary>
    public Action<Exception>? TimerFailed { get; init; }

    /// <summary>Makes a subscription.</summary>
    /// <exception cref="OpcUaException">BadTooManySubscriptions, BadSessionClosed, BadShutdown.</exception>
    public CreateSubscriptionResponse Create(ServerSession session, CreateSubscriptionRequest request)
    {
        var owner = session.Subscriptions;
        lock (owner.Gate)
        {
            if (owner.IsClosed)
                throw new OpcUaException(StatusCodes.BadSessionClosed);
            if (owner.Subscriptions.Count >= limits.MaxSubscriptionsPerSession || !Budget.TryAddSubscription())
                throw new OpcUaException(StatusCodes.BadTooManySubscriptions);
            var subscription = new Subscription(this, NextId(), session, request);
            _subscriptions[subscription.Id] = subscription;
            owner.Add(subscription);
            if (_disposed)
            {
                Remove(subscription);
                throw new OpcUaException(StatusCodes.BadShutdown);
            }

            return new CreateSubscriptionResponse
            {
                SubscriptionId = subscription.Id,
                RevisedPublishingInterval = subscription.PublishingInterval,
                RevisedLifetimeCount = subscription.LifetimeCount,
                RevisedMaxKeepAliveCount = subscription.MaxKeepAliveCount,
            };
        }
    }

    /// <summary>Gives a subscription other times.</summary>
    /// <exception cref="OpcUaException">BadSubscriptionIdInvalid.</exception>
    public ModifySubscriptionResponse Modify(ServerSession session, ModifySubscriptionRequest request)
    {
        lock (session.Subscriptions.Gate)
        {
            var subscription = FindOf(session, request.SubscriptionId) ?? throw new OpcUaException(StatusCodes.BadSubscriptionIdInvalid);
            subscription.Modify(request);
            return new ModifySubscriptionResponse
            {
                RevisedPublishingInterval = subscription.PublishingInterval,
                RevisedLifetimeCount = subscription.LifetimeCount,
                RevisedMaxKeepAliveCount = subscription.MaxKeepAliveCount,
            };
        }
    }

    /// <summary>Lets subscriptions tell what they see, or only that they are alive.</summary>
    /// <exception cref="OpcUaException">BadNothingToDo, BadTooManyOperations.</exception>
    public SetPublishingModeResponse SetPublishingMode(ServerSession session, SetPublishingModeRequest request)
    {
        OperationCount.Check(request.SubscriptionIds.Length, limits.MaxOperationsPerCall);
        lock (session.Subscriptions.Gate)
        {
            return new SetPublishingModeResponse
            {
                Results = Array.ConvertAll(request.SubscriptionIds, id =>
                {
                    if (FindOf(session, id) is not { } subscription)
                        return StatusCodes.BadSubscriptionIdInvalid;
                    subscription.SetPublishing(request.PublishingEnabled);
                    return StatusCodes.Good;
                }),
            };
        }
    }

    /// <summary>Ends subscriptions.</summary>
    /// <exception cref="OpcUaException">BadNothingToDo, BadTooManyOperations.</exception>
    public DeleteSubscriptionsResponse Delete(ServerSession session, DeleteSubscriptionsRequest request)
    {
        OperationCount.Check(request.SubscriptionIds.Length, limits.MaxOperationsPerCall);
        lock (session.Subscriptions.Gate)
        {
            var results = Array.ConvertAll(request.SubscriptionIds, id =>
            {
                if (FindOf(session, id) is not { } subscription)
                    return StatusCodes.BadSubscriptionIdInvalid;
                Remove(subscription);
                return StatusCodes.Good;
            });
            session.Subscriptions.Serve(this);
            return new DeleteSubscriptionsResponse { Results = results };
        }
    }

    /// <summary>Gives subscriptions of other sessions, past ones too, to this one, if both act for the same user. Source: OPC 10000-4, 5.14.7.</summary>
    /// <exception cref="OpcUaException">BadNothingToDo, BadTooManyOperations.</exception>
    public TransferSubscriptionsResponse Transfer(ServerSession session, TransferSubscriptionsRequest request)
    {
        OperationCount.Check(request.SubscriptionIds.Length, limits.MaxOperationsPerCall);
        return new TransferSubscriptionsResponse { Results = Array.ConvertAll(request.SubscriptionIds, id => Transfer(session, id, request.SendInitialValues)) };
    }

    /// <summary>Waits until there is something to tell.</summary>
    /// <param name="session">Whose client asks.</param>
    /// <param name="request">With what it has got.</param>
    /// <param name="cancellation">Is cancelled when no answer can reach the client any more: then none is wasted on it.</param>
    /// <returns>
    /// A <see cref="PublishResponse"/>; a <see cref="ServiceFault"/> whose header tells why there is none: BadNoSubscription,
    /// BadTooManyPublishRequests, BadTooManyOperations, BadTimeout, BadRequestCancelledByClient, BadSecureChannelClosed, BadSessionClosed, BadShutdown.
    /// </returns>
    public ValueTask<IServiceResponse> PublishAsync(ServerSession session, PublishRequest request, CancellationToken cancellation)
    {
        if (request.SubscriptionAcknowledgements.Length <= limits.MaxOperationsPerCall)
            return session.Subscriptions.Publish(this, request, cancellation);
        return ValueTask.FromResult<IServiceResponse>(new ServiceFault { ResponseHeader = new ResponseHeader { ServiceResult = StatusCodes.BadTooManyOperations } });
    }

    /// <summary>Tells again what was told and not acknowledged.</summary>
    /// <exception cref="OpcUaException">BadSubscriptionIdInvalid, BadMessageNotAvailable.</exception>
    public RepublishResponse Republish(ServerSession session, RepublishRequest request)
    {
        lock (session.Subscriptions.Gate)
        {
            var subscription = FindOf(session, request.SubscriptionId) ?? throw new OpcUaException(StatusCodes.BadSubscriptionIdInvalid);
            subscription.ResetLifetime();
            return new RepublishResponse
            {
                NotificationMessage = subscription.FindMessage(request.RetransmitSequenceNumber) ?? throw new OpcUaException(StatusCodes.BadMessageNotAvailable),
            };
        }
    }

    /// <summary>Gives up waiting Publish requests, for the Cancel service.</summary>
    /// <returns>How many.</returns>
    public static int Cancel(ServerSession session, uint requestHandle) => session.Subscriptions.Cancel(requestHandle);

    /// <summary>A session is over.</summary>
    /// <param name="session">Which.</param>
    /// <param name="deleteSubscriptions">False: they live on for their lifetimes, to be transferred.</param>
    public void SessionClosed(ServerSession session, bool deleteSubscriptions)
    {
        lock (session.Subscriptions.Gate)
        {
            session.Subscriptions.Close(StatusCodes.BadSessionClosed);
            if (!deleteSubscriptions)
                return;
            foreach (var subscription in session.Subscriptions.Subscriptions.ToArray())
                Remove(subscription);
        }
    }

    /// <summary>Ends all subscriptions; their clients' waiting requests are answered with BadShutdown.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var (_, subscription) in _subscriptions)
        {
            var owner = subscription.Session.Subscriptions;
            lock (owner.Gate)
            {
                owner.Close(StatusCodes.BadShutdown);
                foreach (var each in owner.Subscriptions.ToArray())
                    Remove(each);
            }
        }
    }

    /// <summary>A subscription of any session; null: there is none.</summary>
    internal Subscription? Find(uint id) => _subscriptions.GetValueOrDefault(id);

    /// <summary>A subscription of a session; null: it has none such.</summary>
    internal Subscription? FindOf(ServerSession session, uint id) =>
        Find(id) is { IsClosed: false } subscription && ReferenceEquals(subscription.Session, session) ? subscription : null;

    /// <summary>Ends a subscription whose client has asked for nothing for too long. Within the gate.</summary>
    internal void Expire(Subscription subscription)
    {
        var owner = subscription.Session.Subscriptions;
        owner.Tell(subscription.Id, subscription.StatusChange(StatusCodes.BadTimeout), limits.MaxSubscriptionsPerSession);
        Remove(subscription);
        owner.Serve(this);
    }

    private TransferResult Transfer(ServerSession session, uint id, bool sendInitialValues)
    {
        while (Find(id) is { } subscription)
        {
            var from = subscription.Session;
            if (ReferenceEquals(from, session))
                return new TransferResult { StatusCode = StatusCodes.BadNothingToDo };
            var (first, second) = from.Subscriptions.Number < session.Subscriptions.Number ? (from, session) : (session, from);
            lock (first.Subscriptions.Gate)
            {
                lock (second.Subscriptions.Gate)
                {
                    if (ReferenceEquals(from, subscription.Session))
                        return Move(subscription, from, session, sendInitialValues);
                }
            }
        }

        return new TransferResult { StatusCode = StatusCodes.BadSubscriptionIdInvalid };
    }

    private TransferResult Move(Subscription subscription, ServerSession from, ServerSession to, bool sendInitialValues)
    {
        if (subscription.IsClosed)
            return new TransferResult { StatusCode = StatusCodes.BadSubscriptionIdInvalid };
        if (to.Subscriptions.IsClosed)
            return new TransferResult { StatusCode = StatusCodes.BadSessionClosed };
        if (from.User != to.User || !MayTransfer(from, to))
            return new TransferResult { StatusCode = StatusCodes.BadUserAccessDenied };
        if (to.Subscriptions.Subscriptions.Count >= limits.MaxSubscriptionsPerSession)
            return new TransferResult { StatusCode = StatusCodes.BadTooManySubscriptions };
        from.Subscriptions.Remove(subscription);
        from.Subscriptions.Tell(subscription.Id, subscription.StatusChange(StatusCodes.GoodSubscriptionTransferred), limits.MaxSubscriptionsPerSession);
        from.Subscriptions.Serve(this);
        to.Subscriptions.Add(subscription);
        subscription.MoveTo(to, sendInitialValues);
        var available = subscription.AvailableSequenceNumbers;
        to.Subscriptions.Serve(this);
        return new TransferResult { AvailableSequenceNumbers = available };
    }

    /// <summary>Clients that say nothing about their user are told apart by their application, which only a channel with security proves.</summary>
    private bool MayTransfer(ServerSession from, ServerSession to)
    {
        if (to.User.Name is not null || from.Binding is not { } before || to.Binding is not { } now)
            return true;
        return before.ApplicationUri == now.ApplicationUri && (limits.AnonymousTransferWithoutSecurity || (before.Policy.IsSecure && now.Policy.IsSecure));
    }

    private void Remove(Subscription subscription)
    {
        subscription.Session.Subscriptions.Remove(subscription);
        if (!_subscriptions.TryRemove(subscription.Id, out _))
            return;
        subscription.Close();
        Budget.RemoveSubscription();
    }

    private uint NextId()
    {
        uint id;
        do
            id = Interlocked.Increment(ref _lastId);
        while (id == 0 || _subscriptions.ContainsKey(id));
        return id;
    }
}
