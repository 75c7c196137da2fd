using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Client.Subscriptions;

/// <summary>Puts the messages of one subscription into their order, and knows which are missing. Source: OPC 10000-4, 5.13.1.1 and 7.26.</summary>
internal sealed class MessageSequence
{
    private readonly Dictionary<uint, NotificationMessage> _held = [];
    private uint[] _available = [];
    private uint _end = 1;

    /// <summary>The number of the next message to hand over.</summary>
    public uint Expected { get; private set; } = 1;

    /// <summary>Messages that came too early.</summary>
    public int Held => _held.Count;

    /// <summary>Takes a message.</summary>
    /// <param name="message">The message; one without news tells the number of the next.</param>
    /// <param name="available">The messages that the server can repeat.</param>
    public void Take(NotificationMessage message, uint[] available)
    {
        _available = available;
        var number = message.SequenceNumber;
        if (message.NotificationData.Length == 0)
        {
            if (number != 0 && IsAhead(number, _end))
                _end = number;
        }
        else
        {
            Put(message);
        }
    }

    /// <summary>Takes a message that was repeated.</summary>
    public void Put(NotificationMessage message)
    {
        var number = message.SequenceNumber;
        if (number == 0 || IsAhead(Expected, number))
            return;
        _held[number] = message;
        if (!IsAhead(_end, number))
            _end = After(number);
    }

    /// <summary>The next message, if it is there.</summary>
    public bool TryNext(out NotificationMessage message)
    {
        if (!_held.Remove(Expected, out message!))
            return false;
        Expected = After(Expected);
        return true;
    }

    /// <summary>The number of a message that is missing and that the server can repeat.</summary>
    /// <param name="number">The number.</param>
    /// <param name="lost">Messages that nobody has any more; those behind them are next.</param>
    /// <returns>False: nothing is missing up to the next message that is there.</returns>
    public bool TryMissing(out uint number, out long lost)
    {
        (number, lost) = (Expected, 0);
        if (Expected == _end || _held.ContainsKey(Expected))
            return false;
        if (Array.IndexOf(_available, Expected) >= 0)
            return true;
        var next = _end;
        foreach (var known in _available)
            next = Nearer(known, next);
        foreach (var (known, _) in _held)
            next = Nearer(known, next);
        lost = unchecked(next - Expected);
        number = Expected = next;
        return Expected != _end && !_held.ContainsKey(Expected);
    }

    /// <summary>The server cannot repeat a message after all.</summary>
    public void Forget(uint number) => _available = Array.FindAll(_available, a => a != number);

    /// <summary>Whether one number comes behind another.</summary>
    private static bool IsAhead(uint number, uint than) => unchecked((int)(number - than)) > 0;

    private static uint After(uint number) => number == uint.MaxValue ? 1 : number + 1;

    private uint Nearer(uint known, uint next) => IsAhead(known, Expected) && IsAhead(next, known) ? known : next;
}
