using System.Collections.Concurrent;
using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Tests.Following;

/// <summary>A service's surroundings that keep what is told.</summary>
internal sealed class LiveContext(TimeProvider time) : IServiceContext
{
    public TimeProvider Time => time;

    public ILogger Logger => Log;

    public TimeSpan DrainDeadline => TimeSpan.FromSeconds(10);

    internal RecordedLog Log { get; } = new();

    internal ConcurrentDictionary<string, string> Degradations { get; } = new(StringComparer.Ordinal);

    /// <summary>Told when something begins to be in the way.</summary>
    internal Action<string> Degraded { get; init; } = _ => { };

    public void Running()
    {
    }

    public void Degrade(string key, string reason)
    {
        Degradations[key] = reason;
        Degraded(key);
    }

    public void Recover(string key) => Degradations.TryRemove(key, out _);
}
