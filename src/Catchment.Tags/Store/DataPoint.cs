namespace Catchment.Tags.Store;

/// <summary>
/// A point of the store. Readers take no lock: they read, and read again where a write came between. Source: <c>tags</c> 2.1.
/// </summary>
public sealed class DataPoint
{
    private PointDefinition _definition;
    private TagSubscription[] _subscriptions = [];

    // A sequence lock: odd while the store's one writer is at work.
    private int _sequence;
    private TagValue _value;
    private TagQuality _quality;
    private double _timestamp;
    private double _lastChange;

    internal DataPoint(PointDefinition definition, int ordinal, double now)
    {
        _definition = definition;
        Ordinal = ordinal;
        (_value, _quality, _timestamp, _lastChange) = (definition.Default, TagQuality.Good, now, now);
    }

    /// <summary>Its key.</summary>
    public string Key => _definition.Key;

    /// <summary>What is registered of it.</summary>
    public PointDefinition Definition
    {
        get => Volatile.Read(ref _definition);
        internal set => Volatile.Write(ref _definition, value);
    }

    /// <summary>Its number among all that the store ever had: a place for what others keep of it.</summary>
    public int Ordinal { get; }

    /// <summary>It is in the store; false: it was unregistered.</summary>
    public bool IsRegistered { get; internal set; } = true;

    /// <summary>Its past, under the store's lock.</summary>
    internal HistoryRing History { get; } = new();

    /// <summary>Who watches it.</summary>
    internal TagSubscription[] Subscriptions
    {
        get => _subscriptions;
        set => _subscriptions = value;
    }

    /// <summary>Its value, quality and times, of one moment.</summary>
    public PointState Read()
    {
        var spin = new SpinWait();
        while (true)
        {
            var sequence = Volatile.Read(ref _sequence);
            if ((sequence & 1) == 0)
            {
                var state = new PointState(_value, _quality, _timestamp, _lastChange);
                Interlocked.MemoryBarrier();
                if (sequence == Volatile.Read(ref _sequence))
                    return state;
            }

            spin.SpinOnce();
        }
    }

    /// <summary>It has a value that somebody wrote: what is older goes to the history only.</summary>
    internal bool IsWritten { get; private set; }

    /// <summary>Its value is one that was kept through a restart, and nobody has written since.</summary>
    internal bool IsRestored { get; private set; }

    /// <summary>What it has, for the writer itself.</summary>
    internal PointState Present => new(_value, _quality, _timestamp, _lastChange);

    /// <summary>Gives it a value, under the store's lock.</summary>
    internal void Give(in PointState state)
    {
        Set(state);
        (IsWritten, IsRestored) = (true, false);
    }

    /// <summary>Gives it the value that was kept through a restart, under the store's lock.</summary>
    internal void Restore(in PointState state)
    {
        Set(state);
        (IsWritten, IsRestored) = (true, true);
    }

    /// <summary>Sets what it has, under the store's lock.</summary>
    internal void Set(in PointState state)
    {
        Volatile.Write(ref _sequence, _sequence + 1);
        Interlocked.MemoryBarrier();
        (_value, _quality, _timestamp, _lastChange) = (state.Value, state.Quality, state.Timestamp, state.LastChange);
        Volatile.Write(ref _sequence, _sequence + 1);
    }
}
