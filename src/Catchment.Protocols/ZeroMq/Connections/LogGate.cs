using System.Net;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>
/// Keeps floods out of the log: each address may cause one line a period. The table is bounded, so that many addresses cannot
/// fill the memory; while it is full, further addresses cause no line (they are still counted by the observer).
/// </summary>
internal sealed class LogGate(TimeProvider time, TimeSpan period)
{
    private const int MaxAddresses = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, long> _last = [];
    private long _sweptAt = time.GetTimestamp();

    /// <summary>Whether this address may cause a line now.</summary>
    public bool MayLog(IPAddress address)
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (_last.TryGetValue(address, out var last))
            {
                if (time.GetElapsedTime(last, now) < period) return false;
            }
            else if (_last.Count >= MaxAddresses && !Sweep(now))
            {
                return false;
            }

            _last[address] = now;
            return true;
        }
    }

    private bool Sweep(long now)
    {
        // Walking the table for each line of a flood would be the flood's doing; once a second is enough.
        if (time.GetElapsedTime(_sweptAt, now) < TimeSpan.FromSeconds(1)) return false;
        _sweptAt = now;
        foreach (var (address, last) in _last)
            if (time.GetElapsedTime(last, now) >= period) _last.Remove(address);
        return _last.Count < MaxAddresses;
    }
}
