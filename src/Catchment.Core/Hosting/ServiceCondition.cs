namespace Catchment.Core.Hosting;

/// <summary>The state of one service, changed by its run and its island, read by everybody.</summary>
internal sealed class ServiceCondition(string name, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, ServiceDegradation> _degradations = new(StringComparer.Ordinal);
    private ServiceState _state = ServiceState.Starting;
    private DateTimeOffset _since = time.GetUtcNow();
    private string? _reason;
    private int _starts;
    private string? _lastError;
    private DateTimeOffset? _lastErrorAt;
    private long? _workingSince;
    private bool _hasBeenReady;

    /// <summary>Whether it was ever ready.</summary>
    public bool HasBeenReady
    {
        get
        {
            lock (_gate)
            {
                return _hasBeenReady;
            }
        }
    }

    /// <summary>Whether it was asked to stop.</summary>
    public bool IsStopping
    {
        get
        {
            lock (_gate)
            {
                return _state is ServiceState.Stopping or ServiceState.Stopped;
            }
        }
    }

    /// <summary>A new run begins.</summary>
    /// <returns>False when the service was asked to stop, so that none may begin.</returns>
    public bool Starting()
    {
        lock (_gate)
        {
            if (_state == ServiceState.Stopping)
            {
                return false;
            }

            _starts++;
            _workingSince = null;
            _degradations.Clear();
            Enter(ServiceState.Starting, reason: null);
            return true;
        }
    }

    /// <summary>The service is ready.</summary>
    /// <returns>False when that was known or comes too late.</returns>
    public bool Running()
    {
        lock (_gate)
        {
            if (_state != ServiceState.Starting)
            {
                return false;
            }

            _workingSince = time.GetTimestamp();
            _hasBeenReady = true;
            EnterWorking();
            return true;
        }
    }

    /// <summary>Begins or renews a degradation.</summary>
    /// <returns>True when it begins.</returns>
    public bool Degrade(string key, string reason)
    {
        lock (_gate)
        {
            bool known = _degradations.TryGetValue(key, out ServiceDegradation? present);
            _degradations[key] = known
                ? present! with { Reason = reason }
                : new ServiceDegradation(key, reason, time.GetUtcNow());
            EnterWorkingIfReady();
            return !known;
        }
    }

    /// <summary>Ends a degradation.</summary>
    /// <returns>The one that ended, or null.</returns>
    public ServiceDegradation? Recover(string key)
    {
        lock (_gate)
        {
            if (!_degradations.Remove(key, out ServiceDegradation? ended))
            {
                return null;
            }

            EnterWorkingIfReady();
            return ended;
        }
    }

    /// <summary>The run failed; the next one begins after a pause, unless a stop comes first.</summary>
    public void Crashed(string error, TimeSpan pause)
    {
        lock (_gate)
        {
            Remember(error);
            if (_state == ServiceState.Stopping)
            {
                return;
            }

            _degradations.Clear();
            Enter(ServiceState.BackingOff, $"{error}; started again in {pause.TotalSeconds:0.#} s");
        }
    }

    /// <summary>Notes an error of a service that is not started again.</summary>
    public void Failed(string error)
    {
        lock (_gate)
        {
            Remember(error);
        }
    }

    /// <summary>The service was asked to stop.</summary>
    /// <returns>False when it had stopped before.</returns>
    public bool Stopping()
    {
        lock (_gate)
        {
            if (_state is ServiceState.Stopping or ServiceState.Stopped)
            {
                return false;
            }

            Enter(ServiceState.Stopping, reason: null);
            return true;
        }
    }

    /// <summary>The service has ended for good.</summary>
    public void Stopped()
    {
        lock (_gate)
        {
            _degradations.Clear();
            Enter(ServiceState.Stopped, reason: null);
        }
    }

    /// <summary>How long the present run has been ready.</summary>
    public TimeSpan WorkedFor()
    {
        lock (_gate)
        {
            return _workingSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
        }
    }

    /// <summary>All of it at one moment.</summary>
    public ServiceStatus Snapshot()
    {
        lock (_gate)
        {
            return new ServiceStatus
            {
                Name = name,
                State = _state,
                Since = _since,
                Reason = _reason,
                Restarts = Math.Max(_starts - 1, 0),
                LastError = _lastError,
                LastErrorAt = _lastErrorAt,
                Degradations = [.. _degradations.Values],
            };
        }
    }

    private void EnterWorkingIfReady()
    {
        if (_state is ServiceState.Running or ServiceState.Degraded)
        {
            EnterWorking();
        }
    }

    private void EnterWorking()
    {
        if (_degradations.Count == 0)
        {
            Enter(ServiceState.Running, reason: null);
        }
        else
        {
            Enter(ServiceState.Degraded, string.Join("; ", _degradations.Values.Select(d => d.Reason)));
        }
    }

    private void Enter(ServiceState state, string? reason)
    {
        if (_state != state)
        {
            _state = state;
            _since = time.GetUtcNow();
        }

        _reason = reason;
    }

    private void Remember(string error)
    {
        _lastError = error;
        _lastErrorAt = time.GetUtcNow();
    }
}
