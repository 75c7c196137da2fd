using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>
/// A session's subscriptions and its waiting Publish requests. Whenever one is there for the other, the request is answered at once, so
/// that either requests wait or subscriptions do. When the session is over it keeps those subscriptions that were not deleted with it,
/// until their lives end or another session takes them over. Source: OPC 10000-4, 5.14.1.
/// </summary>
internal sealed class SessionSubscriptions
{
    /// <summary>A timer knows no longer times than some weeks; what is further away is looked at again then.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromDays(1);

    private static long _lastNumber;
    private readonly List<Subscription> _subscriptions = [];
    private readonly List<PendingPublish> _requests = [];
    private readonly Queue<(uint Subscription, NotificationMessage Message)> _statusChanges = [];
    private ITimer? _expiry;
    private long _nextExpiry = long.MaxValue;
    private long _lastWait;

    /// <summary>Guards all of it, and how far its subscriptions are with publishing. Of two sessions the one with the lower number is locked first.</summary>
    public Lock Gate { get; } = new();

    public long Number { get; } = Interlocked.Increment(ref _lastNumber);

    public bool IsClosed { get; private set; }

    public IReadOnlyList<Subscription> Subscriptions => _subscriptions;

    /// <summary>Publish requests that wait.</summary>
    public int Requests
    {
        get
        {
            lock (Gate)
                return _requests.Count;
        }
    }

    /// <summary>A number for who begins to wait, the larger the later. Within the gate.</summary>
    public long NextWait() => ++_lastWait;

    public void Add(Subscription subscription) => _subscriptions.Add(subscription);

    public void Remove(Subscription subscription) => _subscriptions.Remove(subscription);

    /// <summary>Lets the client know what became of a subscription that it has no more. Within the gate; <see cref="Serve"/> follows.</summary>
    public void Tell(uint subscription, NotificationMessage message, int most)
    {
        if (IsClosed)
            return;
        if (_statusChanges.Count >= most)
            _statusChanges.Dequeue();
        _statusChanges.Enqueue((subscription, message));
    }

    /// <summary>Takes a request to publish.</summary>
    /// <returns>Ends when there is something to tell, or when the request is given up: then with a <see cref="ServiceFault"/>.</returns>
    public ValueTask<IServiceResponse> Publish(SubscriptionService service, PublishRequest request, CancellationToken cancellation)
    {
        PendingPublish pending;
        lock (Gate)
        {
            pending = new PendingPublish(request.RequestHeader.RequestHandle, Acknowledge(service, request), Expiry(service.Time, request), cancellation);
            if (IsClosed)
            {
                pending.Fail(StatusCodes.BadSessionClosed);
                return new ValueTask<IServiceResponse>(pending.Task);
            }

            foreach (var subscription in _subscriptions)
                subscription.ResetLifetime();
            DropDead(service.Time);
            if (_requests.Count >= service.Limits.MaxPublishRequestsPerSession)
                TakeFirst().Fail(StatusCodes.BadTooManyPublishRequests);
            _requests.Add(pending);
            Serve(service);
            if (!pending.Task.IsCompleted && pending.Expires < _nextExpiry)
                SetExpiry(service, pending.Expires);
        }

        return pending.Task.IsCompleted || !cancellation.CanBeCanceled ? new ValueTask<IServiceResponse>(pending.Task) : WhileReachableAsync(pending, cancellation);
    }

    /// <summary>Answers requests as long as there is something to tell, the most urgent first. Within the gate.</summary>
    public void Serve(SubscriptionService service)
    {
        if (_requests.Count > 0)
            DropDead(service.Time);
        while (_requests.Count > 0)
        {
            if (_statusChanges.TryDequeue(out var change))
            {
                var request = TakeFirst();
                request.TrySetResult(new PublishResponse { SubscriptionId = change.Subscription, NotificationMessage = change.Message, Results = request.Results });
            }
            else if (MostUrgent() is { } subscription)
            {
                var request = TakeFirst();
                request.TrySetResult(subscription.Answer(request.Results));
            }
            else
            {
                break;
            }
        }

        if (_subscriptions.Count == 0 && _statusChanges.Count == 0)
            FailAll(StatusCodes.BadNoSubscription);
    }

    /// <summary>Gives up the requests with a number of the client's.</summary>
    /// <returns>How many there were.</returns>
    public int Cancel(uint requestHandle)
    {
        lock (Gate)
        {
            return _requests.RemoveAll(request =>
            {
                if (request.RequestHandle != requestHandle)
                    return false;
                request.Fail(StatusCodes.BadRequestCancelledByClient);
                return true;
            });
        }
    }

    /// <summary>The session is over: nobody is told anything any more. Within the gate.</summary>
    public void Close(StatusCode reason)
    {
        IsClosed = true;
        _statusChanges.Clear();
        FailAll(reason);
        _expiry?.Dispose();
    }

    private async ValueTask<IServiceResponse> WhileReachableAsync(PendingPublish pending, CancellationToken cancellation)
    {
        await using var registration = cancellation.UnsafeRegister(_ => GiveUp(pending), state: null);
        return await pending.Task;
    }

    private void GiveUp(PendingPublish pending)
    {
        lock (Gate)
            _requests.Remove(pending);
        pending.Fail(StatusCodes.BadSecureChannelClosed);
    }

    private static long Expiry(TimeProvider time, PublishRequest request) =>
        request.RequestHeader.TimeoutHint is var hint and > 0 ? time.GetTimestamp() + (long)(hint * (time.TimestampFrequency / 1000.0)) : long.MaxValue;

    private StatusCode[] Acknowledge(SubscriptionService service, PublishRequest request)
    {
        var acknowledgements = request.SubscriptionAcknowledgements;
        if (acknowledgements.Length == 0)
            return [];
        var results = new StatusCode[acknowledgements.Length];
        for (var i = 0; i < results.Length; i++)
        {
            var subscription = service.Find(acknowledgements[i].SubscriptionId);
            results[i] = ReferenceEquals(subscription?.Session.Subscriptions, this)
                ? subscription.Acknowledge(acknowledgements[i].SequenceNumber)
                : StatusCodes.BadSubscriptionIdInvalid;
        }

        return results;
    }

    private Subscription? MostUrgent()
    {
        Subscription? urgent = null;
        foreach (var each in _subscriptions)
        {
            if (each.IsWaiting && (urgent is null || each.Priority > urgent.Priority || (each.Priority == urgent.Priority && each.WaitsSince < urgent.WaitsSince)))
                urgent = each;
        }

        return urgent;
    }

    private PendingPublish TakeFirst()
    {
        var first = _requests[0];
        _requests.RemoveAt(0);
        return first;
    }

    private void FailAll(StatusCode status)
    {
        foreach (var request in _requests)
            request.Fail(status);
        _requests.Clear();
    }

    private void DropDead(TimeProvider time)
    {
        var now = time.GetTimestamp();
        for (var i = 0; i < _requests.Count; i++)
        {
            var request = _requests[i];
            if (request.Expires > now && !request.IsUnreachable)
                continue;
            request.Fail(request.IsUnreachable ? StatusCodes.BadSecureChannelClosed : StatusCodes.BadTimeout);
            _requests.RemoveAt(i--);
        }
    }

    private void SetExpiry(SubscriptionService service, long expiry)
    {
        _nextExpiry = expiry;
        _expiry ??= service.Time.CreateTimer(_ => Expire(service), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var ticks = expiry == long.MaxValue ? -1 : Math.Max(0, expiry - service.Time.GetTimestamp());
        var due = TimeSpan.FromMilliseconds(Math.Ceiling(ticks * 1000.0 / service.Time.TimestampFrequency));
        _expiry.Change(ticks < 0 ? Timeout.InfiniteTimeSpan : due < LongestLook ? due : LongestLook, Timeout.InfiniteTimeSpan);
    }

    private void Expire(SubscriptionService service)
    {
        lock (Gate)
        {
            if (IsClosed)
                return;
            DropDead(service.Time);
            SetExpiry(service, _requests.Count == 0 ? long.MaxValue : _requests.Min(r => r.Expires));
        }
    }
}
