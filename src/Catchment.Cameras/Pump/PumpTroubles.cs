using Catchment.Core.Hosting;

namespace Catchment.Cameras.Pump;

/// <summary>Lasting trouble: counted, and shown as a degradation while it lasts. For many threads.</summary>
internal sealed class PumpTroubles(PumpMetrics metrics, IServiceContext context)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private static readonly string[] Keys = [.. Enum.GetValues<PumpRefusal>().Select(r => r.ToString().ToLowerInvariant())];

    private readonly Lock _gate = new();
    private readonly long[] _last = new long[Keys.Length];
    private readonly bool[] _open = new bool[Keys.Length];

    /// <summary>Something did not work.</summary>
    /// <param name="kind">What.</param>
    /// <param name="reason">For the operator: what is wrong and what to do.</param>
    internal void Occurs(PumpRefusal kind, string reason)
    {
        metrics.Refused(kind);
        Shows(kind, reason);
    }

    /// <summary>Something does not work, although nobody has asked for it.</summary>
    internal void Shows(PumpRefusal kind, string reason)
    {
        lock (_gate) // What is shown and what is noted here must not cross with another thread's.
        {
            _open[(int)kind] = true;
            _last[(int)kind] = context.Time.GetTimestamp();
            context.Degrade(Keys[(int)kind], reason);
        }
    }

    /// <summary>The same thing works.</summary>
    internal void Over(PumpRefusal kind)
    {
        if (!Volatile.Read(ref _open[(int)kind]))
            return;
        lock (_gate)
            End(kind);
    }

    /// <summary>
    /// Ends trouble that has not occurred for a minute: what nothing else can end, for that one file is read says nothing of the one that
    /// cannot be. To be called about once a second.
    /// </summary>
    internal void OverWhenQuiet(PumpRefusal kind)
    {
        if (!Volatile.Read(ref _open[(int)kind]))
            return;
        lock (_gate)
        {
            if (context.Time.GetElapsedTime(_last[(int)kind]) >= Quiet)
                End(kind);
        }
    }

    private void End(PumpRefusal kind)
    {
        if (!_open[(int)kind])
            return;
        _open[(int)kind] = false;
        context.Recover(Keys[(int)kind]);
    }
}
