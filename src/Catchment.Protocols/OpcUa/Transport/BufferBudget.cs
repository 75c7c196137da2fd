namespace Catchment.Protocols.OpcUa.Transport;

/// <summary>How many bytes all connections of a server together may hold for messages that are not complete.</summary>
/// <param name="bytes">The most.</param>
internal sealed class BufferBudget(long bytes)
{
    private readonly long _bytes = bytes;
    private long _left = bytes;

    /// <summary>How many are taken.</summary>
    public long Taken => _bytes - Volatile.Read(ref _left);

    /// <summary>Takes some.</summary>
    /// <exception cref="OpcUaException">BadTcpNotEnoughResources: there are not so many left.</exception>
    public void Take(int count)
    {
        if (Interlocked.Add(ref _left, -count) >= 0)
            return;
        Interlocked.Add(ref _left, count);
        throw new OpcUaException(StatusCodes.BadTcpNotEnoughResources, "Too many large messages are on their way at once.");
    }

    /// <summary>Gives some back.</summary>
    public void Return(int count) => Interlocked.Add(ref _left, count);
}
