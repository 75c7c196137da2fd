using System.Collections.Concurrent;
using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Files.Tests.Finder;

/// <summary>A service's surroundings that keep what is wrong with it.</summary>
internal sealed class FinderContext(TimeProvider time) : IServiceContext
{
    public TimeProvider Time => time;

    public ILogger Logger => NullLogger.Instance;

    public TimeSpan DrainDeadline => TimeSpan.FromSeconds(1);

    internal ConcurrentDictionary<string, string> Degradations { get; } = new(StringComparer.Ordinal);

    internal bool IsRunning { get; private set; }

    public void Running() => IsRunning = true;

    public void Degrade(string key, string reason) => Degradations[key] = reason;

    public void Recover(string key) => Degradations.TryRemove(key, out _);
}
