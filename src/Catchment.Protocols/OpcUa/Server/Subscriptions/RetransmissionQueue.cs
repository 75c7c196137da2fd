using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>The sent messages of a subscription that were not acknowledged yet; the oldest make way. Source: OPC 10000-4, 5.14.1.1.</summary>
internal sealed class RetransmissionQueue(OpcUaSubscriptionLimits limits, SubscriptionBudget budget)
{
    private readonly List<(NotificationMessage Message, int Notifications, long Bytes)> _messages = [];

    /// <summary>The numbers of the messages that can be had again, the oldest first.</summary>
    public uint[] Available
    {
        get
        {
            var numbers = new uint[_messages.Count];
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = _messages[i].Message.SequenceNumber;
            return numbers;
        }
    }

    /// <summary>Keeps a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="notifications">What is in it.</param>
    public void Add(NotificationMessage message, MonitoredItemNotification[] notifications)
    {
        var bytes = 0L;
        foreach (var notification in notifications)
            bytes += ValueSize.Of(notification.Value.Value);
        _messages.Add((message, notifications.Length, bytes));
        budget.Retain(notifications.Length);
        budget.Hold(bytes);
        while (_messages.Count > 1 && (_messages.Count > limits.MaxRetainedMessages || budget.RetainsTooMuch))
            RemoveAt(0);
    }

    public NotificationMessage? Find(uint sequenceNumber)
    {
        var index = IndexOf(sequenceNumber);
        return index < 0 ? null : _messages[index].Message;
    }

    /// <summary>Lets a message go.</summary>
    /// <returns>False: there is none with this number.</returns>
    public bool Remove(uint sequenceNumber)
    {
        var index = IndexOf(sequenceNumber);
        if (index >= 0)
            RemoveAt(index);
        return index >= 0;
    }

    public void Clear()
    {
        while (_messages.Count > 0)
            RemoveAt(_messages.Count - 1);
    }

    private int IndexOf(uint sequenceNumber)
    {
        for (var i = 0; i < _messages.Count; i++)
        {
            if (_messages[i].Message.SequenceNumber == sequenceNumber)
                return i;
        }

        return -1;
    }

    private void RemoveAt(int index)
    {
        budget.Retain(-_messages[index].Notifications);
        budget.Hold(-_messages[index].Bytes);
        _messages.RemoveAt(index);
    }
}
