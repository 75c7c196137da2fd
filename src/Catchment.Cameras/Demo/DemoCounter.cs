using Catchment.Core.Demo;

namespace Catchment.Cameras.Demo;

/// <summary>Counts what all nodes of a demo sent.</summary>
internal sealed class DemoCounter
{
    private long _sent;
    private long _refused;
    private long _bytes;

    /// <summary>A message was answered <c>OK</c>.</summary>
    internal void Sent(long bytes)
    {
        Interlocked.Increment(ref _sent);
        Interlocked.Add(ref _bytes, bytes);
    }

    /// <summary>A message was answered with anything else.</summary>
    internal void Refused() => Interlocked.Increment(ref _refused);

    /// <summary>What was counted until now.</summary>
    internal DemoTally Tally() => new(Volatile.Read(ref _sent), Volatile.Read(ref _refused), Volatile.Read(ref _bytes));
}
