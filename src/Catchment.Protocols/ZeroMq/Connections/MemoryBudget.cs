namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>
/// The receive memory that all connections of a socket share (<see cref="ZmqLimits.MaxBufferedBytes"/>). One of them at a time may
/// go beyond it: otherwise connections that each hold half a message would wait for each other, and a few peers that never finish
/// theirs would shut out all others.
/// </summary>
internal sealed class MemoryBudget(long limit)
{
    private readonly object _gate = new();
    private long _used;
    private int _waiting;
    private object? _beyond;

    /// <summary>Bytes taken at the moment.</summary>
    public long Used
    {
        get
        {
            lock (_gate) return _used;
        }
    }

    /// <summary>Whether memory that is not needed right now should be given back.</summary>
    public bool IsShort
    {
        get
        {
            lock (_gate) return _waiting > 0 || _used > limit;
        }
    }

    /// <summary>Takes memory if there is enough, or if this taker may go beyond the limit.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="taker">Who takes it; if that goes beyond the limit, nobody else may until <see cref="EndExcess"/>.</param>
    public bool TryTake(long bytes, object taker)
    {
        lock (_gate)
        {
            // Who asks for nothing gets it even while another one is beyond the limit: small messages are free.
            if (bytes > 0 && bytes > limit - _used)
            {
                if (_beyond is not null && _beyond != taker) return false;
                _beyond = taker;
            }

            _used += bytes;
            return true;
        }
    }

    /// <summary>Whether this taker went beyond the limit.</summary>
    public bool IsBeyond(object taker)
    {
        lock (_gate) return _beyond == taker;
    }

    /// <summary>This taker has given back what it took beyond the limit: the next one may.</summary>
    public void EndExcess(object taker)
    {
        lock (_gate)
        {
            if (_beyond != taker) return;
            _beyond = null;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes memory even beyond the limit: for bytes that have already arrived and lie in memory anyway.</summary>
    public void Take(long bytes)
    {
        lock (_gate) _used += bytes;
    }

    /// <summary>Gives memory back and wakes those who wait for some.</summary>
    public void Release(long bytes)
    {
        if (bytes == 0) return;
        lock (_gate)
        {
            _used -= bytes;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until memory was given back, or until the time is over.</summary>
    public void WaitForRelease(TimeSpan atMost)
    {
        lock (_gate)
        {
            _waiting++;
            Monitor.Wait(_gate, atMost);
            _waiting--;
        }
    }
}
