namespace Catchment.Protocols.OpcUa.Transport;

/// <summary>
/// How many bytes all connections of a server together may hold for messages that are not complete. When they are used up, the connection
/// that holds most of them makes way: a peer that hoards costs nobody else anything.
/// </summary>
/// <param name="bytes">The most.</param>
internal sealed class BufferBudget(long bytes)
{
    private readonly Lock _gate = new();
    private readonly HashSet<BufferShare> _shares = [];
    private long _taken;

    /// <summary>How many are taken.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>The share of a connection.</summary>
    /// <param name="giveUp">Ends the connection soon; called once, on another thread.</param>
    public BufferShare Share(Action? giveUp = null)
    {
        var share = new BufferShare(this, giveUp);
        lock (_gate)
            _shares.Add(share);
        return share;
    }

    /// <summary>Takes some for a share, which counts them already.</summary>
    internal bool TryTake(BufferShare share, int count) => Interlocked.Add(ref _taken, count) <= bytes || TryMakeRoom(share);

    internal void Return(int count) => Interlocked.Add(ref _taken, -count);

    internal void Leave(BufferShare share)
    {
        lock (_gate)
            _shares.Remove(share);
    }

    private bool TryMakeRoom(BufferShare share)
    {
        lock (_gate)
        {
            // What those hold who are leaving is as good as back.
            while (Taken - _shares.Where(static s => s.IsGivenUp).Sum(static s => s.Taken) > bytes)
            {
                if (_shares.Where(static s => !s.IsGivenUp).MaxBy(static s => s.Taken) is not { } largest || largest.Taken <= share.Taken)
                    return false;
                largest.GiveUp();
            }

            return true;
        }
    }
}
