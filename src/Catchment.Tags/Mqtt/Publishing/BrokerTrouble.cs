using Catchment.Tags.Mqtt.Queues;

namespace Catchment.Tags.Mqtt.Publishing;

/// <summary>Tells the operator what is wrong with a broker or its queues, and when it is over.</summary>
/// <param name="tell">Told; null: nobody is.</param>
/// <param name="key">What trouble with this broker is told under.</param>
/// <param name="broker">Host and port.</param>
/// <param name="isExpected">Somebody has asked for this broker; otherwise it is missed only once it was there.</param>
internal sealed class BrokerTrouble(Action<string, string?>? tell, string key, string broker, bool isExpected)
{
    private readonly Lock _gate = new();
    private bool _isExpected = isExpected;
    private bool _isOver;
    private int _fullAt;

    /// <summary>There is a connection.</summary>
    public void Connected()
    {
        lock (_gate)
        {
            _isExpected = true;
            Tell(key, null);
        }
    }

    /// <summary>There is none.</summary>
    public void Disconnected(string why, int waiting)
    {
        lock (_gate)
        {
            if (_isExpected)
                Tell(key, $"There is no connection to the MQTT broker {broker}: {why}. It is tried again; {waiting} messages wait.");
        }
    }

    /// <summary>A message was put into a queue.</summary>
    public void Queued(IMqttBacklog queue, int dropped)
    {
        if ((dropped == 0 && Volatile.Read(ref _fullAt) == 0) || queue.Capacity == 1)
            return; // A queue of one is there for the newest alone.
        lock (_gate)
        {
            if (dropped > 0)
            {
                _fullAt = queue.Count;
                Tell(FullKey, $"The queue for the MQTT broker {broker} is full: the oldest of {_fullAt} messages go.");
            }
            else if (queue.Count <= _fullAt / 2)
            {
                _fullAt = 0;
                Tell(FullKey, null);
            }
        }
    }

    /// <summary>The broker is no longer wanted: nothing is wrong with it any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            Tell(key, null);
            Tell(FullKey, null);
            Tell(key + ".outbox", null);
            _isOver = true;
        }
    }

    private string FullKey => key + ".queue";

    private void Tell(string what, string? reason)
    {
        if (!_isOver)
            tell?.Invoke(what, reason);
    }
}
