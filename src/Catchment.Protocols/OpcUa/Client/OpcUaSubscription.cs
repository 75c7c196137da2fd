using System.Threading.Channels;
using Catchment.Protocols.OpcUa.Client.Sessions;
using Catchment.Protocols.OpcUa.Client.Subscriptions;
using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Client;

/// <summary>
/// A subscription: what it looks at, and what it tells, in order and without loss as long as the server has it. When its connection is lost
/// it goes on with the next one; what the server could not keep meanwhile is told to <see cref="IOpcUaClientObserver"/>. Its reader slows it
/// down: it keeps few messages, and the server the others, for as long as its queues go. The subscriptions of one client share what waits.
/// </summary>
public sealed partial class OpcUaSubscription : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _changes = new(1);
    private readonly Dictionary<uint, OpcUaMonitoredItem> _items = [];
    private readonly Channel<OpcUaNotification[]> _messages = Channel.CreateUnbounded<OpcUaNotification[]>();
    private readonly OpcUaClientOptions _client;
    private readonly OpcUaSubscriptionOptions _options;
    private readonly Publisher _publisher;
    private readonly Func<ClientLink> _current;
    private MessageSequence _sequence = new();
    private uint _lastHandle;
    private int _unread;
    private bool _isOver;

    internal OpcUaSubscription(OpcUaClientOptions client, OpcUaSubscriptionOptions options, Publisher publisher, Func<ClientLink> current) =>
        (_client, _options, _publisher, _current) = (client, options, publisher, current);

    /// <summary>The server's number; another one when it was made anew.</summary>
    public uint Id { get; private set; }

    /// <summary>How often the server tells.</summary>
    public TimeSpan PublishingInterval { get; private set; }

    /// <summary>How long the server says nothing at most.</summary>
    public TimeSpan KeepAlive { get; private set; }

    /// <summary>What it looks at.</summary>
    public IReadOnlyList<OpcUaMonitoredItem> Items
    {
        get
        {
            lock (_gate)
                return [.. _items.Values];
        }
    }

    /// <summary>Messages that wait here for their reader, or for those before them.</summary>
    internal int Backlog
    {
        get
        {
            lock (_gate)
                return _unread + _sequence.Held;
        }
    }

    /// <summary>The next message's values; waits for one. One reader at a time.</summary>
    /// <param name="cancellation">Waits no longer.</param>
    /// <exception cref="OpcUaException">BadSubscriptionIdInvalid: the subscription or its client was disposed.</exception>
    public async ValueTask<IReadOnlyList<OpcUaNotification>> ReadAsync(CancellationToken cancellation = default)
    {
        OpcUaNotification[] message;
        try
        {
            message = await _messages.Reader.ReadAsync(cancellation);
        }
        catch (ChannelClosedException e)
        {
            throw new OpcUaException(StatusCodes.BadSubscriptionIdInvalid, "The subscription is over.", e);
        }

        TaskCompletionSource? room;
        lock (_gate)
        {
            _unread--;
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
        _publisher.Pump();
        return message;
    }

    /// <summary>Looks at more.</summary>
    /// <param name="items">Any number: they are split into requests that the server takes.</param>
    /// <param name="cancellation">The caller waits no longer.</param>
    /// <returns>One for each; what the server does not look at has its status, and is tried again when the subscription is made anew.</returns>
    /// <exception cref="OpcUaException">A request as a whole failed: none is looked at.</exception>
    public async Task<IReadOnlyList<OpcUaMonitoredItem>> AddAsync(IReadOnlyList<OpcUaItemOptions> items, CancellationToken cancellation = default)
    {
        await _changes.WaitAsync(cancellation);
        OpcUaMonitoredItem[] added;
        lock (_gate)
        {
            added = [.. items.Select(options => new OpcUaMonitoredItem(options, ++_lastHandle))];
            foreach (var item in added)
                _items.Add(item.Handle, item);
        }

        try
        {
            await CreateItemsAsync(_current(), added, cancellation);
            return added;
        }
        catch
        {
            Drop(added);
            throw;
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <summary>Looks at some no longer.</summary>
    /// <exception cref="OpcUaException">The request as a whole failed; nothing is told of them all the same.</exception>
    public async Task RemoveAsync(IReadOnlyList<OpcUaMonitoredItem> items, CancellationToken cancellation = default)
    {
        await _changes.WaitAsync(cancellation);
        try
        {
            Drop(items);
            var link = _current();
            uint[] ids = [.. items.Where(i => i.Id != 0).Select(i => i.Id)];
            await Batches.AskAsync(ids, link.Session.Limits.MonitoredItems, _client.MaxOperationsPerRequest, async batch =>
                (await link.AskAsync<DeleteMonitoredItemsResponse>(new DeleteMonitoredItemsRequest { SubscriptionId = Id, MonitoredItemIds = batch }, cancellation)).Results);
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <summary>Ends the subscription, at the server too if there is a connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Complete())
            return;
        _publisher.Remove(this);
        try
        {
            await _current().AskAsync<DeleteSubscriptionsResponse>(new DeleteSubscriptionsRequest { SubscriptionIds = [Id] }, CancellationToken.None);
        }
        catch (OpcUaException)
        {
            // The server forgets it by itself.
        }
    }

    /// <summary>Nothing is told any more.</summary>
    /// <returns>False: it was over before.</returns>
    internal bool Complete()
    {
        lock (_gate)
        {
            if (_isOver)
                return false;
            _isOver = true;
            (_room, var room) = (null, _room);
            room?.TrySetResult();
        }

        return _messages.Writer.TryComplete();
    }

    /// <summary>Makes it at the server for the first time.</summary>
    internal async Task CreateAsync(ClientLink link, CancellationToken cancellation)
    {
        var interval = Math.Max(1, _options.PublishingInterval.TotalMilliseconds);
        var keepAlive = Math.Clamp(_client.KeepAliveInterval.TotalMilliseconds / interval, 1, 1_000_000);
        var lifetime = Math.Max(10 * keepAlive, 2 * _client.SessionTimeout.TotalMilliseconds / interval);
        var request = new CreateSubscriptionRequest
        {
            RequestedPublishingInterval = _options.PublishingInterval.TotalMilliseconds,
            RequestedMaxKeepAliveCount = (uint)keepAlive,
            RequestedLifetimeCount = (uint)Math.Min(lifetime, uint.MaxValue),
            MaxNotificationsPerPublish = _options.MaxNotificationsPerMessage,
            Priority = _options.Priority,
            PublishingEnabled = true,
        };
        var response = await link.AskAsync<CreateSubscriptionResponse>(request, cancellation);
        lock (_gate)
        {
            Id = response.SubscriptionId;
            PublishingInterval = Span(response.RevisedPublishingInterval);
            KeepAlive = Span(response.RevisedPublishingInterval * Math.Max(1, response.RevisedMaxKeepAliveCount));
            _sequence = new MessageSequence();
        }

        _publisher.Add(this);
    }

    private static TimeSpan Span(double milliseconds) =>
        double.IsFinite(milliseconds) ? TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, 1e11)) : TimeSpan.Zero;

    private static ExtensionObject? Filter(OpcUaItemOptions options) => options.Deadband == OpcUaDeadband.None ? null : new ExtensionObject(new DataChangeFilter
    {
        Trigger = DataChangeTrigger.StatusValue,
        DeadbandType = (DeadbandType)options.Deadband,
        DeadbandValue = options.DeadbandValue,
    });

    private void Drop(IEnumerable<OpcUaMonitoredItem> items)
    {
        lock (_gate)
        {
            foreach (var item in items)
                _items.Remove(item.Handle);
        }
    }

    private async Task CreateItemsAsync(ClientLink link, OpcUaMonitoredItem[] items, CancellationToken cancellation)
    {
        var results = await Batches.AskAsync(items, link.Session.Limits.MonitoredItems, _client.MaxOperationsPerRequest, async batch =>
        {
            var request = new CreateMonitoredItemsRequest
            {
                SubscriptionId = Id,
                TimestampsToReturn = TimestampsToReturn.Both,
                ItemsToCreate = Array.ConvertAll(batch, Wish),
            };
            return (await link.AskAsync<CreateMonitoredItemsResponse>(request, cancellation)).Results;
        });
        for (var i = 0; i < items.Length; i++)
        {
            items[i].Status = results[i].StatusCode;
            items[i].Id = results[i].MonitoredItemId;
            items[i].SamplingInterval = Span(results[i].RevisedSamplingInterval);
            items[i].QueueSize = results[i].RevisedQueueSize;
        }
    }

    private static MonitoredItemCreateRequest Wish(OpcUaMonitoredItem item) => new()
    {
        ItemToMonitor = new ReadValueId { NodeId = item.Options.NodeId, AttributeId = item.Options.AttributeId, IndexRange = item.Options.IndexRange },
        MonitoringMode = MonitoringMode.Reporting,
        RequestedParameters = new MonitoringParameters
        {
            ClientHandle = item.Handle,
            SamplingInterval = item.Options.SamplingInterval.TotalMilliseconds,
            QueueSize = item.Options.QueueSize,
            DiscardOldest = true,
            Filter = Filter(item.Options),
        },
    };
}
