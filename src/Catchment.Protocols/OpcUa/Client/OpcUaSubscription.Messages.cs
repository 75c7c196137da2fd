using Catchment.Protocols.OpcUa.Client.Sessions;
using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Client;

/// <content>How its messages come: in order, with those repeated that are missing.</content>
public sealed partial class OpcUaSubscription
{
    /// <summary>After a connection was lost so many messages are fetched at once; more as the reader takes them.</summary>
    private const int MaxCatchUp = 200;

    /// <summary>And so many of the longest that are taken.</summary>
    private const int MaxLargeCatchUp = 4;

    private TaskCompletionSource? _room;
    private bool _isRecovering;
    private bool _isDoubtful;

    /// <summary>Takes an answer to Publish. On the thread that receives.</summary>
    /// <exception cref="OpcUaException">It cannot be read.</exception>
    internal void Take(ClientLink link, PublishResponse response)
    {
        var isGone = false;
        foreach (var data in response.NotificationMessage.NotificationData)
        {
            if (StructureTypes.Decode(data, _client.Limits) is StatusChangeNotification)
                isGone = true;
        }

        lock (_gate)
        {
            _sequence.Take(response.NotificationMessage, response.AvailableSequenceNumbers);
            HandOver();
            if (!_isRecovering && !isGone && TryMissing(out _))
            {
                _isRecovering = true;
                _ = Task.Run(() => RecoverAsync(link), CancellationToken.None);
            }
        }

        if (isGone)
            Doubt(link);
    }

    /// <summary>The server seems to have it no more: looks, and makes it anew if so.</summary>
    internal void Doubt(ClientLink link)
    {
        lock (_gate)
        {
            if (_isDoubtful || _isOver)
                return;
            _isDoubtful = true;
        }

        _ = Task.Run(() => MendAsync(link), CancellationToken.None);
    }

    /// <summary>Fetches what came while there was no connection.</summary>
    /// <returns>False: the server has the subscription no more.</returns>
    /// <exception cref="OpcUaException">Another failure.</exception>
    internal async Task<bool> CatchUpAsync(ClientLink link, CancellationToken cancellation)
    {
        var left = (long)MaxLargeCatchUp * _client.Limits.MaxMessageSize;
        for (var i = 0; i < MaxCatchUp && left > 0; i++)
        {
            uint number;
            lock (_gate)
                number = _sequence.Expected;
            try
            {
                left -= await RepublishAsync(link, number, cancellation);
            }
            catch (OpcUaException e) when (e.Status == StatusCodes.BadMessageNotAvailable || e.Status == StatusCodes.BadServiceUnsupported)
            {
                return true;
            }
            catch (OpcUaException e) when (e.Status == StatusCodes.BadSubscriptionIdInvalid || e.Status == StatusCodes.BadNoSubscription)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes it anew at the server, with all that it looks at.</summary>
    /// <exception cref="OpcUaException">The server refuses.</exception>
    internal async Task RecreateAsync(ClientLink link, string why, CancellationToken cancellation)
    {
        await _changes.WaitAsync(cancellation);
        try
        {
            OpcUaClientLog.Recreated(_client.Logger, _client.EndpointUrl, why);
            await CreateAsync(link, cancellation);
            OpcUaMonitoredItem[] items;
            lock (_gate)
                items = [.. _items.Values];
            if (items.Length > 0)
                await CreateItemsAsync(link, items, cancellation);
        }
        finally
        {
            _changes.Release();
        }

        _client.Observer?.SubscriptionRecreated(this);
    }

    private async Task MendAsync(ClientLink link)
    {
        try
        {
            if (!await CatchUpAsync(link, CancellationToken.None))
                await RecreateAsync(link, "the server ended it", CancellationToken.None);
            _publisher.Pump();
        }
        catch (OpcUaException e)
        {
            link.Connection.End(e);
        }
        finally
        {
            lock (_gate)
                _isDoubtful = false;
        }
    }

    private async Task RecoverAsync(ClientLink link)
    {
        try
        {
            while (await NextMissingAsync() is { } number)
            {
                try
                {
                    await RepublishAsync(link, number, CancellationToken.None);
                }
                catch (OpcUaException e) when (e.Status == StatusCodes.BadMessageNotAvailable)
                {
                    lock (_gate)
                        _sequence.Forget(number);
                }
            }
        }
        catch (OpcUaException e)
        {
            lock (_gate)
                _isRecovering = false;
            if (e.Status == StatusCodes.BadSubscriptionIdInvalid)
                Doubt(link);
            else
                link.Connection.End(e);
        }
    }

    /// <summary>Waits until there is room for a message that is missing.</summary>
    /// <returns>Null: none is missing.</returns>
    private async Task<uint?> NextMissingAsync()
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_isOver || !TryMissing(out var number))
                {
                    _isRecovering = false;
                    return null;
                }

                if (_unread < _publisher.Window)
                    return number;
                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
            }

            await room;
        }
    }

    /// <summary>Fetches a message that is missing.</summary>
    /// <returns>Bytes of what it tells.</returns>
    private async Task<long> RepublishAsync(ClientLink link, uint number, CancellationToken cancellation)
    {
        var (id, sequence) = (Id, _sequence);
        var request = new RepublishRequest { SubscriptionId = id, RetransmitSequenceNumber = number };
        var message = (await link.AskAsync<RepublishResponse>(request, cancellation)).NotificationMessage;
        if (message.SequenceNumber != number || message.NotificationData.Length == 0)
            throw new OpcUaException(StatusCodes.BadUnknownResponse, "The server repeats another message than it was asked for.");
        lock (_gate)
        {
            if (!ReferenceEquals(sequence, _sequence))
                return 0;
            sequence.Put(message);
            HandOver();
        }

        _publisher.Acknowledge(id, number);
        _client.Observer?.MessageRepeated(this);
        return message.NotificationData.Sum(static data => data?.Body?.Length ?? 0L);
    }

    /// <summary>Whether a message is missing that the server can repeat; others are given up. Within the gate.</summary>
    private bool TryMissing(out uint number)
    {
        while (true)
        {
            var isMissing = _sequence.TryMissing(out number, out var lost);
            if (lost == 0)
                return isMissing;
            OpcUaClientLog.Lost(_client.Logger, _client.EndpointUrl, lost, Id);
            _client.Observer?.MessagesLost(this, lost);
            HandOver();
        }
    }

    /// <summary>Gives the reader what is next. Within the gate.</summary>
    private void HandOver()
    {
        while (_sequence.TryNext(out var message))
        {
            List<OpcUaNotification> told = [];
            foreach (var data in message.NotificationData)
            {
                if (StructureTypes.Decode(data, _client.Limits) is not DataChangeNotification change)
                    continue;
                foreach (var value in change.MonitoredItems)
                {
                    if (_items.TryGetValue(value.ClientHandle, out var item))
                        told.Add(new OpcUaNotification(item, value.Value));
                }
            }

            if (told.Count > 0 && _messages.Writer.TryWrite([.. told]))
                _unread++;
        }
    }
}
