using System.Net;

namespace Catchment.Protocols.ZeroMq;

/// <summary>
/// Spaces out the last replies to peers of one address while draining. libzmq notices the end of a connection in the next turn of
/// its I/O thread; when one thread serves several sockets and is busy with another one in between, it may first send the next
/// request into the ended connection, where it is lost. So the last replies to an address wait until its other requests have come
/// in, and then go out one by one to a thread that has nothing else to do.
/// </summary>
internal sealed class DrainPacer(TimeProvider time)
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(10);

    private readonly object _gate = new();
    private readonly HashSet<IPAddress> _settled = [];
    private readonly Dictionary<IPAddress, TimeSpan> _lastTurn = [];
    private long _start;

    /// <summary>No reply is held back longer; with more connections than fit into it the spacing is lost, not the reply.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Draining begins now.</summary>
    public void Begin() => _start = time.GetTimestamp();

    /// <summary>All connections of the address have their request here, or have been quiet for a while.</summary>
    public void Settle(IPAddress address)
    {
        lock (_gate)
        {
            if (_settled.Add(address)) Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for the turn of a reply to this address.</summary>
    /// <param name="address">The peer's address.</param>
    /// <param name="atMost">Longest wait.</param>
    public void WaitForTurn(IPAddress address, TimeSpan atMost)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var asked = time.GetElapsedTime(_start);
            var now = asked;
            while (!_settled.Contains(address) && now - asked < atMost)
            {
                Monitor.Wait(_gate, atMost - (now - asked));
                now = time.GetElapsedTime(_start);
            }

            var turn = _lastTurn.TryGetValue(address, out var last) && last + Spacing > now ? last + Spacing : now;
            if (turn - asked > atMost) turn = now;
            _lastTurn[address] = turn;
            wait = turn - now;
        }

        if (wait > TimeSpan.Zero) Thread.Sleep(wait);
    }
}
