namespace Catchment.Protocols.OpcUa.Transport;

/// <summary>What one connection has of a <see cref="BufferBudget"/>.</summary>
/// <param name="budget">What it has it from.</param>
/// <param name="giveUp">Ends the connection; null: it is never ended.</param>
internal sealed class BufferShare(BufferBudget budget, Action? giveUp) : IDisposable
{
    private long _taken;

    /// <summary>How many bytes are taken.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Whether its connection is ending so that others have what it holds.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Takes some.</summary>
    /// <exception cref="OpcUaException">BadTcpNotEnoughResources: there are not so many left, and nobody holds more.</exception>
    public void Take(int count)
    {
        Interlocked.Add(ref _taken, count);
        if (budget.TryTake(this, count))
            return;
        Return(count);
        throw new OpcUaException(StatusCodes.BadTcpNotEnoughResources, "Too many large messages are on their way at once.");
    }

    /// <summary>Gives some back.</summary>
    public void Return(int count)
    {
        Interlocked.Add(ref _taken, -count);
        budget.Return(count);
    }

    /// <summary>The connection is over; what it still gives back counts all the same.</summary>
    public void Dispose() => budget.Leave(this);

    /// <summary>Ends the connection.</summary>
    internal void GiveUp()
    {
        IsGivenUp = true;
        if (giveUp is not null)
            _ = Task.Run(giveUp);
    }
}
