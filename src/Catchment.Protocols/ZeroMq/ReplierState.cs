namespace Catchment.Protocols.ZeroMq;

/// <summary>What the connections of a <see cref="ZmqReplier"/> share.</summary>
internal sealed class ReplierState(ZmqRequestHandler handler, ZmqReplierOptions options)
{
    private int _answered;
    private int _unanswerable;
    private volatile bool _isDraining;

    /// <summary>Answers requests.</summary>
    public ZmqRequestHandler Handler { get; } = handler;

    /// <summary>The options.</summary>
    public ZmqReplierOptions Options { get; } = options;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = options.TimeProvider;

    /// <summary>Spaces out the last replies.</summary>
    public DrainPacer Pacer { get; } = new(options.TimeProvider);

    /// <summary>Whether each reply is the last of its connection.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>Requests answered since draining began.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Requests that came too late.</summary>
    public int Unanswerable => Volatile.Read(ref _unanswerable);

    /// <summary>From now on each reply is the last of its connection.</summary>
    public void BeginDrain()
    {
        Pacer.Begin();
        _isDraining = true;
    }

    /// <summary>Counts a reply while draining.</summary>
    public void CountAnswered() => Interlocked.Increment(ref _answered);

    /// <summary>Counts a request that came after the end of its connection was announced.</summary>
    public void CountUnanswerable() => Interlocked.Increment(ref _unanswerable);
}
