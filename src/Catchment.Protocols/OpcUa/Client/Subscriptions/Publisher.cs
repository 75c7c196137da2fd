using Catchment.Protocols.OpcUa.Client.Sessions;
using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Client.Subscriptions;

/// <summary>
/// Keeps Publish requests waiting at the server for all subscriptions of a client. A message that its reader has not taken counts as one that
/// waits: who does not read is not sent more. Source: OPC 10000-4, 5.13.5.
/// </summary>
/// <param name="options">The client's.</param>
internal sealed class Publisher(OpcUaClientOptions options)
{
    private const int MaxAcknowledgements = 1_000;

    private readonly Lock _gate = new();
    private readonly List<OpcUaSubscription> _subscriptions = [];
    private readonly List<SubscriptionAcknowledgement> _acknowledgements = [];
    private ClientLink? _link;
    private int _waiting;
    private int _most = int.MaxValue;
    private long _heard;
    private bool _isClosed;

    /// <summary>Messages of one subscription that may wait for their reader.</summary>
    public int Window => Math.Max(1, options.PublishWindow);

    /// <summary>A subscription is there, or has a new id.</summary>
    /// <exception cref="OpcUaException">BadConnectionClosed: the client is disposed.</exception>
    public void Add(OpcUaSubscription subscription)
    {
        lock (_gate)
        {
            if (_isClosed)
                throw new OpcUaException(StatusCodes.BadConnectionClosed, "The client is disposed.");
            if (!_subscriptions.Contains(subscription))
                _subscriptions.Add(subscription);
        }

        Pump();
    }

    /// <summary>A subscription is over.</summary>
    public void Remove(OpcUaSubscription subscription)
    {
        lock (_gate)
            _subscriptions.Remove(subscription);
    }

    /// <summary>There is no connection for now.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            _link = null;
            _waiting = 0;
            _acknowledgements.Clear();
        }
    }

    /// <summary>Goes on with the subscriptions: as they were in the same session, taken over into another, or made anew where the server has them no more.</summary>
    /// <param name="link">The connection.</param>
    /// <param name="isNewSession">Whether the session is another than before.</param>
    /// <param name="cancellation">The client is disposed.</param>
    /// <exception cref="OpcUaException">A subscription could be neither kept nor made.</exception>
    public async Task ResumeAsync(ClientLink link, bool isNewSession, CancellationToken cancellation)
    {
        OpcUaSubscription[] all;
        lock (_gate)
            (_most, all) = (int.MaxValue, [.. _subscriptions]);
        var isKept = new bool[all.Length];
        Array.Fill(isKept, !isNewSession);
        if (isNewSession && all.Length > 0)
            isKept = await TransferAsync(link, all, cancellation);
        for (var i = 0; i < all.Length; i++)
        {
            if (!isKept[i] || !await all[i].CatchUpAsync(link, cancellation))
                await all[i].RecreateAsync(link, "its session is gone", cancellation);
        }

        lock (_gate)
            (_link, _waiting, _heard) = (link, 0, options.Time.GetTimestamp());
        Pump();
    }

    /// <summary>Sends as many Publish requests as may wait.</summary>
    public void Pump()
    {
        while (true)
        {
            ClientLink? link;
            PublishRequest request;
            lock (_gate)
            {
                link = _link;
                if (link is null || _subscriptions.Count == 0 || _waiting + Backlog() >= Math.Min(_most, Window * _subscriptions.Count))
                    return;
                if (_waiting++ == 0)
                    _heard = options.Time.GetTimestamp();
                var count = Math.Min(_acknowledgements.Count, MaxAcknowledgements);
                request = new PublishRequest { SubscriptionAcknowledgements = [.. _acknowledgements.Take(count)] };
                _acknowledgements.RemoveRange(0, count);
            }

            try
            {
                link.Connection.Send(request, link.Session.Token, new PublishCall(this, link), Timeout.InfiniteTimeSpan);
            }
            catch (OpcUaException)
            {
                // The connection is over; with the next one all begins anew.
                return;
            }
        }
    }

    /// <summary>A message came that was repeated.</summary>
    public void Acknowledge(uint subscription, uint number)
    {
        lock (_gate)
            _acknowledgements.Add(new SubscriptionAcknowledgement { SubscriptionId = subscription, SequenceNumber = number });
    }

    /// <summary>Takes an answer. On the thread that receives.</summary>
    public void Take(ClientLink link, PublishResponse response)
    {
        OpcUaSubscription? subscription;
        lock (_gate)
        {
            if (!ReferenceEquals(link, _link))
                return;
            (_waiting, _heard) = (_waiting - 1, options.Time.GetTimestamp());
            subscription = _subscriptions.Find(s => s.Id == response.SubscriptionId);
            var message = response.NotificationMessage;
            if (subscription is not null && message.NotificationData.Length > 0)
                _acknowledgements.Add(new SubscriptionAcknowledgement { SubscriptionId = subscription.Id, SequenceNumber = message.SequenceNumber });
        }

        try
        {
            subscription?.Take(link, response);
        }
        catch (OpcUaException e)
        {
            link.Connection.End(e);
        }

        Pump();
    }

    /// <summary>Takes a failure.</summary>
    public void TakeFailure(ClientLink link, OpcUaException why)
    {
        OpcUaSubscription[] doubtful = [];
        lock (_gate)
        {
            if (!ReferenceEquals(link, _link))
                return;
            _waiting--;
            if (why.Status == StatusCodes.BadTooManyPublishRequests)
                _most = Math.Max(1, _waiting);
            else if (why.Status == StatusCodes.BadNoSubscription)
                doubtful = [.. _subscriptions];
        }

        if (why.Status == StatusCodes.BadNoSubscription)
        {
            foreach (var subscription in doubtful)
                subscription.Doubt(link);
        }
        else if (why.Status != StatusCodes.BadTooManyPublishRequests)
        {
            link.Connection.End(why);
        }
        else
        {
            Pump();
        }
    }

    /// <summary>Ends a connection whose server has answered no Publish request for longer than it may be silent.</summary>
    public void CheckSilence(ClientLink link)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(link, _link) || _waiting == 0 || _subscriptions.Count == 0)
                return;
            var patience = (2 * _subscriptions.Min(s => s.KeepAlive)) + options.RequestTimeout + options.KeepAliveInterval;
            if (options.Time.GetElapsedTime(_heard) <= patience)
                return;
        }

        link.Connection.End(new OpcUaException(StatusCodes.BadTimeout, "The server has told nothing of any subscription for longer than it may."));
    }

    /// <summary>The client is disposed: all subscriptions end.</summary>
    public void Close()
    {
        OpcUaSubscription[] all;
        lock (_gate)
        {
            (_isClosed, _link, all) = (true, null, [.. _subscriptions]);
            _subscriptions.Clear();
        }

        foreach (var subscription in all)
            subscription.Complete();
    }

    private static async Task<bool[]> TransferAsync(ClientLink link, OpcUaSubscription[] all, CancellationToken cancellation)
    {
        try
        {
            var request = new TransferSubscriptionsRequest { SubscriptionIds = Array.ConvertAll(all, s => s.Id) };
            var response = await link.AskAsync<TransferSubscriptionsResponse>(request, cancellation);
            return [.. all.Select((_, i) => i < response.Results.Length && !response.Results[i].StatusCode.IsBad)];
        }
        catch (OpcUaException) when (!link.Connection.Ended.IsCompleted)
        {
            // Not every server can.
            return new bool[all.Length];
        }
    }

    private int Backlog()
    {
        var backlog = 0;
        foreach (var subscription in _subscriptions)
            backlog += subscription.Backlog;
        return backlog;
    }
}
