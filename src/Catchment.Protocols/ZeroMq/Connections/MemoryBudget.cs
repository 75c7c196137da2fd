namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>The receive memory that all connections of a socket share (<see cref="ZmqLimits.MaxBufferedBytes"/>).</summary>
internal sealed class MemoryBudget(long limit)
{
    private readonly object _gate = new();
    private long _used;

    /// <summary>Bytes taken at the moment.</summary>
    public long Used
    {
        get
        {
            lock (_gate) return _used;
        }
    }

    /// <summary>Takes memory if there is enough.</summary>
    public bool TryTake(long bytes)
    {
        lock (_gate)
        {
            if (bytes > limit - _used) return false;
            _used += bytes;
            return true;
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
        lock (_gate) Monitor.Wait(_gate, atMost);
    }
}
