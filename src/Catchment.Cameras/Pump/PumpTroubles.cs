using Catchment.Core.Hosting;

namespace Catchment.Cameras.Pump;

/// <summary>Lasting trouble: counted, shown as a degradation while it lasts, and over as soon as the same thing works again.</summary>
internal sealed class PumpTroubles(PumpMetrics metrics, IServiceContext context)
{
    private static readonly string[] Keys = [.. Enum.GetValues<PumpRefusal>().Select(r => r.ToString().ToLowerInvariant())];

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
        Volatile.Write(ref _open[(int)kind], true);
        context.Degrade(Keys[(int)kind], reason);
    }

    /// <summary>It works.</summary>
    internal void Over(PumpRefusal kind)
    {
        ref var open = ref _open[(int)kind];
        if (!Volatile.Read(ref open))
            return;
        Volatile.Write(ref open, false);
        context.Recover(Keys[(int)kind]);
    }
}
