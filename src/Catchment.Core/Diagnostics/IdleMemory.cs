namespace Catchment.Core.Diagnostics;

/// <summary>
/// Gives memory back to the system when a burst is over: while nothing is allocated the runtime does not look for what is not needed any
/// more. It costs a pause of all threads, a tenth of a second for a hundred megabytes, and comes seldom.
/// </summary>
public sealed class IdleMemory : IDisposable
{
    private const long Worthwhile = 48 << 20;
    private const long Quiet = 8 << 20; // allocated between two looks
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time;
    private readonly Func<MemoryUse> _look;
    private readonly Action _giveBack;
    private readonly ITimer _timer;
    private long _allocated;
    private long _least; // that it had after it was given back
    private long? _given;

    /// <summary>Watches the memory of this process.</summary>
    /// <param name="time">The clock.</param>
    public IdleMemory(TimeProvider time)
        : this(time, static () => new MemoryUse(GC.GetTotalAllocatedBytes(), GC.GetGCMemoryInfo().TotalCommittedBytes), GiveBack)
    {
    }

    internal IdleMemory(TimeProvider time, Func<MemoryUse> look, Action giveBack)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_time, _look, _giveBack) = (time, look, giveBack);
        _timer = time.CreateTimer(_ => Check(), state: null, LookEvery, LookEvery);
    }

    /// <summary>A collection of everything, which ends with as small a heap as there can be.</summary>
    public static void GiveBack() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>Watches no more.</summary>
    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        var use = _look();
        var isQuiet = use.Allocated - _allocated < Quiet;
        _allocated = use.Allocated;
        if (!isQuiet || use.Committed - _least < Worthwhile || (_given is { } given && _time.GetElapsedTime(given) < AtMostEvery))
            return;
        _given = _time.GetTimestamp();
        _giveBack();
        _least = _look().Committed;
    }
}
