namespace Catchment.Tags.Mqtt.Queues;

/// <summary>
/// Which messages of an outbox are not done with, which of them were not taken, and how much of both there may be. For one thread at a
/// time.
/// </summary>
/// <param name="limits">How much it holds.</param>
internal sealed class OutboxPlaces(OutboxLimits limits)
{
    private readonly Queue<OutboxPlace> _places = new(); // of all messages that are not done with
    private readonly Queue<OutboxPlace> _toTake = new(); // of those that were not taken, too
    private readonly HashSet<long> _early = []; // acknowledged before one of those in front of them

    /// <summary>Messages that are not done with.</summary>
    public int Count => _places.Count;

    /// <summary>Their bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>All up to this number are done with.</summary>
    public long Done { get; private set; }

    /// <summary>Appends a message.</summary>
    public void Add(OutboxPlace place)
    {
        _places.Enqueue(place);
        _toTake.Enqueue(place);
        Bytes += place.Length;
    }

    /// <summary>Takes the next message that was not taken, and not dropped meanwhile.</summary>
    public bool TryTake(out OutboxPlace place)
    {
        while (_toTake.TryDequeue(out place))
        {
            if (place.Sequence > Done)
                return true;
        }

        return false;
    }

    /// <summary>A message is done with.</summary>
    /// <returns>Whether all up to a higher number are done with now.</returns>
    public bool Finish(long sequence)
    {
        if (sequence <= Done)
            return false;
        _early.Add(sequence);
        var before = Done;
        while (_places.TryPeek(out var first) && _early.Remove(first.Sequence))
            RemoveFirst();
        return Done > before;
    }

    /// <summary>All up to a number are done with.</summary>
    public void FinishThrough(long sequence)
    {
        while (_places.TryPeek(out var first) && first.Sequence <= sequence)
            RemoveFirst();
        Done = Math.Max(Done, sequence);
    }

    /// <summary>Gives up the oldest for which there is no room; the newest stays whatever its size.</summary>
    /// <returns>How many went.</returns>
    public int DropOldest()
    {
        var dropped = 0;
        for (; _places.Count > 1 && (_places.Count > limits.Items || Bytes > limits.Bytes); dropped++)
        {
            _early.Remove(_places.Peek().Sequence);
            RemoveFirst();
        }

        return dropped;
    }

    private void RemoveFirst()
    {
        var place = _places.Dequeue();
        Bytes -= place.Length;
        Done = Math.Max(Done, place.Sequence);
    }
}
