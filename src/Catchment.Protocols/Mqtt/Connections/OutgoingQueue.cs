namespace Catchment.Protocols.Mqtt.Connections;

/// <summary>
/// The messages on their way to the broker, in the order in which they were given: this side's half of the session (4.1). What was
/// sent stays until it is acknowledged, and a new connection begins again with the first. For one thread at a time.
/// </summary>
internal sealed class OutgoingQueue
{
    /// <summary>The largest number of a message; the one above it belongs to subscriptions.</summary>
    public const ushort LastPacketId = ushort.MaxValue - 1;

    private readonly LinkedList<Outgoing> _messages = new();
    private readonly Dictionary<ushort, Outgoing> _byId = [];
    private LinkedListNode<Outgoing>? _next;
    private int _inFlight;

    // Begins anywhere: a broker that has kept a session knows numbers of an earlier life of this client.
    private ushort _lastId = (ushort)Random.Shared.Next(LastPacketId);

    /// <summary>Messages that are not done with.</summary>
    public int Count => _messages.Count;

    /// <summary>The oldest message that was sent over the present connection, and is not done with; null: there is none.</summary>
    public Outgoing? OldestInFlight => _messages.First is { Value: { IsInFlight: true } oldest } ? oldest : null;

    /// <summary>Appends a message.</summary>
    public Outgoing Add(MqttMessage message)
    {
        var outgoing = new Outgoing(message);
        _messages.AddLast(outgoing.Node);
        _next ??= outgoing.Node;
        return outgoing;
    }

    /// <summary>A new connection begins: everything is to be sent, from the first on.</summary>
    /// <param name="sessionPresent">Whether the broker has kept its half of the session.</param>
    public void Restart(bool sessionPresent)
    {
        _next = _messages.First;
        _inFlight = 0;
        foreach (var outgoing in _messages)
        {
            outgoing.IsInFlight = false;

            // A broker that has forgotten the number may have forgotten the message with it: twice is better than never.
            if (!sessionPresent && outgoing.State == OutgoingState.Released)
                outgoing.State = OutgoingState.Sent;
        }
    }

    /// <summary>The message that is to be sent next; null: none, or as many are unacknowledged as may be.</summary>
    public Outgoing? Peek(int window) =>
        _next is { Value: var outgoing } && (outgoing.Message.Qos == MqttQos.AtMostOnce || _inFlight < window) ? outgoing : null;

    /// <summary>The message that <see cref="Peek"/> gave goes out and waits for its acknowledgement.</summary>
    public void Send(Outgoing outgoing)
    {
        if (outgoing.PacketId == 0)
        {
            do
                _lastId = _lastId >= LastPacketId ? (ushort)1 : (ushort)(_lastId + 1);
            while (_byId.ContainsKey(_lastId));
            outgoing.PacketId = _lastId;
            _byId.Add(_lastId, outgoing);
        }

        outgoing.IsInFlight = true;
        _inFlight++;
        _next = outgoing.Node.Next;
        if (outgoing.State == OutgoingState.Waiting)
            outgoing.State = OutgoingState.Sent;
    }

    /// <summary>Looks a message up by its number.</summary>
    public Outgoing? Find(ushort packetId) => _byId.GetValueOrDefault(packetId);

    /// <summary>Takes a message out: it is done with.</summary>
    /// <returns>False when it was out already.</returns>
    public bool Remove(Outgoing outgoing)
    {
        if (outgoing.Node.List is null)
            return false;
        if (_next == outgoing.Node)
            _next = outgoing.Node.Next;
        _messages.Remove(outgoing.Node);
        if (outgoing.PacketId != 0)
            _byId.Remove(outgoing.PacketId);
        if (outgoing.IsInFlight)
            _inFlight--;
        return true;
    }

    /// <summary>Takes everything out.</summary>
    public IReadOnlyList<Outgoing> Clear()
    {
        Outgoing[] all = [.. _messages];
        foreach (var outgoing in all)
            Remove(outgoing);
        return all;
    }
}
