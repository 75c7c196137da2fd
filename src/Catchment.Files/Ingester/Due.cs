using System.Runtime.InteropServices;

namespace Catchment.Files.Ingester;

/// <summary>A time at which something is to be done next; at first: now.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Due
{
    private long? _since;
    private TimeSpan _wait;

    /// <summary>Sets it to so long from now.</summary>
    public void Set(TimeProvider time, TimeSpan wait) => (_since, _wait) = (time.GetTimestamp(), wait);

    /// <summary>How long until then; zero: it has come.</summary>
    public readonly TimeSpan Left(TimeProvider time) => _since is { } since && _wait - time.GetElapsedTime(since) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Whether it has come.</summary>
    public readonly bool Has(TimeProvider time) => Left(time) == TimeSpan.Zero;
}
