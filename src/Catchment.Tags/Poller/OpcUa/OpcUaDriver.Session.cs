using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Tags.Poller.Reading;

namespace Catchment.Tags.Poller.OpcUa;

/// <content>What there is to be in each session: the nodes' ids, and the subscription that looks at them.</content>
internal sealed partial class OpcUaDriver
{
    // A server that makes no subscription is asked for one again after so long.
    private static readonly TimeSpan LongestToSubscription = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly NodeId[] _nodes;
    private readonly OpcUaMonitoredItem?[] _items;
    private readonly BuiltInType?[] _types;
    private readonly bool _needsNamespaces;
    private readonly Backoff _unsubscribed = new();
    private readonly List<(int Tag, DataValue Value)> _read = [];
    private Dictionary<OpcUaMonitoredItem, int> _tagOf = new(ReferenceEqualityComparer.Instance);
    private OpcUaSubscription? _subscription;
    private NodeId _session;
    private volatile bool _isReturned;
    private Task _listening = Task.CompletedTask;

    /// <summary>Whether the subscription tells a tag's value, so that no scan has to read it.</summary>
    private bool IsTold(int tag) => _items[tag] is { Status.IsBad: false };

    /// <summary>Finds the nodes of a new session, and looks at them.</summary>
    /// <param name="client">The client, connected.</param>
    /// <param name="elapsed">The time since the device's poller began; null: only what a write needs is wanted.</param>
    /// <param name="cancellation">The poller stops.</param>
    /// <exception cref="OpcUaException">The server cannot be asked.</exception>
    private async Task PrepareAsync(OpcUaClient client, TimeSpan? elapsed, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_isReturned && elapsed is not null)
            {
                // What was told before the connection was lost may be true no more: all of it is read.
                _isReturned = false;
                _readings.Publish(() => Array.Clear(_isKnown));
            }

            var session = client.SessionId;
            if (session.IsNull)
                throw new OpcUaException(StatusCodes.BadServerNotConnected);
            if (session != _session)
            {
                var nodes = await OpcUaConnection.ResolveAsync(client, [.. _device.Tags.Select(static tag => tag.OpcUa!.NodeId)], cancellation);
                if (!nodes.AsSpan().SequenceEqual(_nodes))
                    await UnsubscribeAsync();
                nodes.CopyTo(_nodes, 0);
                Array.Clear(_types);
                _unsubscribed.Reset();
                _session = session;
            }

            if (_subscription is null && elapsed is { } now && _unsubscribed.IsDue(now))
                await SubscribeAsync(client, now, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task SubscribeAsync(OpcUaClient client, TimeSpan elapsed, CancellationToken cancellation)
    {
        OpcUaSubscription? made = null;
        try
        {
            made = await client.CreateSubscriptionAsync(new OpcUaSubscriptionOptions { PublishingInterval = _opcUa.PublishingInterval }, cancellation);
            int[] wanted = [.. _tags.Where(i => !_nodes[i].IsNull)];
            var items = (await made.AddAsync([.. wanted.Select(i => Wish(i, _opcUa.Deadband))], cancellation)).ToArray();
            await WithoutDeadbandAsync(made, wanted, items, cancellation);
            var subscription = made;
            _readings.Publish(() =>
            {
                _tagOf = new Dictionary<OpcUaMonitoredItem, int>(ReferenceEqualityComparer.Instance);
                for (var i = 0; i < wanted.Length; i++)
                    (_items[wanted[i]], _tagOf[items[i]]) = (items[i], wanted[i]);
                _subscription = subscription;
            });
            _unsubscribed.Reset();
            var before = _listening;
            _listening = Task.Run(() => ListenAsync(client, subscription, before), CancellationToken.None);
            made = null;
        }
        catch (OpcUaException) when (client.State == OpcUaClientState.Connected)
        {
            // A server without subscriptions, or with no more of them: everything is read.
            _unsubscribed.Fail(elapsed, _device.ScanTime, LongestToSubscription);
        }
        finally
        {
            if (made is not null)
                await made.DisposeAsync();
        }
    }

    /// <summary>Texts, truth values and values without a range have no deadband: servers refuse it, and tell every change.</summary>
    private async Task WithoutDeadbandAsync(OpcUaSubscription subscription, int[] wanted, OpcUaMonitoredItem[] items, CancellationToken cancellation)
    {
        if (_opcUa.Deadband == OpcUaDeadband.None)
            return;
        int[] refused = [.. Enumerable.Range(0, items.Length).Where(i => IsAboutFilter(items[i].Status))];
        if (refused.Length == 0)
            return;
        await subscription.RemoveAsync([.. refused.Select(i => items[i])], cancellation);
        var added = await subscription.AddAsync([.. refused.Select(i => Wish(wanted[i], OpcUaDeadband.None))], cancellation);
        for (var i = 0; i < refused.Length; i++)
            items[refused[i]] = added[i];
    }

    private static bool IsAboutFilter(StatusCode status) =>
        status == StatusCodes.BadFilterNotAllowed || status == StatusCodes.BadMonitoredItemFilterInvalid
        || status == StatusCodes.BadMonitoredItemFilterUnsupported || status == StatusCodes.BadDeadbandFilterInvalid;

    private OpcUaItemOptions Wish(int tag, OpcUaDeadband deadband) => new()
    {
        NodeId = _nodes[tag],
        SamplingInterval = _opcUa.SamplingInterval,
        QueueSize = (uint)_opcUa.QueueSize,
        Deadband = deadband,
        DeadbandValue = _opcUa.DeadbandValue,
    };

    private async Task UnsubscribeAsync()
    {
        if (_subscription is not { } subscription)
            return;
        _readings.Publish(() =>
        {
            _subscription = null;
            Array.Clear(_items);
            Array.Clear(_isKnown);
        });
        await subscription.DisposeAsync();
    }

    /// <summary>Reads what the subscription has not told yet, or cannot.</summary>
    private async Task ReadAsync(OpcUaClient client, CancellationToken cancellation)
    {
        int[] wanted = [.. _tags.Where(i => !_isKnown[i] || !IsTold(i))];
        if (wanted.Length == 0)
            return;
        foreach (var i in wanted.Where(i => _nodes[i].IsNull))
            _read.Add((i, new DataValue(StatusCodes.BadNodeIdUnknown)));
        wanted = [.. wanted.Where(i => !_nodes[i].IsNull)];
        _parts.Metrics.Poll();
        var values = await client.ReadAsync([.. wanted.Select(i => _nodes[i])], cancellation);
        for (var i = 0; i < wanted.Length; i++)
            _read.Add((wanted[i], values[i]));
    }

    /// <summary>Hands on what the subscription tells.</summary>
    private async Task ListenAsync(OpcUaClient client, OpcUaSubscription subscription, Task before)
    {
        await before;
        try
        {
            while (true)
            {
                var told = await subscription.ReadAsync(_stop.Token);
                // In another session an index may mean another namespace: the next scan finds out, and reads everything.
                if (!_needsNamespaces || client.SessionId == _session)
                    Take(subscription, told);
            }
        }
        catch (Exception e) when (e is OpcUaException or OperationCanceledException)
        {
            // The subscription or the poller is over.
        }
    }

    /// <summary>Hands on a message: of a tag that has several values in it, one after another.</summary>
    private void Take(OpcUaSubscription subscription, IReadOnlyList<OpcUaNotification> told)
    {
        var seen = new HashSet<int>();
        for (var next = 0; next < told.Count;)
        {
            seen.Clear();
            _readings.Publish(() =>
            {
                var now = Now();
                for (; next < told.Count; next++)
                {
                    if (!ReferenceEquals(subscription, _subscription) || !_tagOf.TryGetValue(told[next].Item, out var tag))
                        continue;
                    if (!seen.Add(tag))
                        return;
                    (_newest[tag], _isKnown[tag], _isNew[tag]) = (told[next].Value, true, false);
                    _readings.Set(tag, ReadingOf(tag, now, isOld: false));
                }
            });
        }
    }
}
