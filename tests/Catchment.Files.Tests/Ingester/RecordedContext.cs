using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Files.Tests.Ingester;

/// <summary>A service's surroundings that keep what the service says of itself.</summary>
internal sealed class RecordedContext(TimeProvider? time = null) : IServiceContext
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _degradations = [];
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeProvider Time => time ?? TimeProvider.System;

    public ILogger Logger => NullLogger.Instance;

    public TimeSpan DrainDeadline { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>Ends when the service is ready.</summary>
    public Task IsRunning => _running.Task;

    /// <summary>What is wrong now, by its key.</summary>
    public IReadOnlyDictionary<string, string> Degradations
    {
        get
        {
            lock (_gate)
                return new Dictionary<string, string>(_degradations);
        }
    }

    /// <summary>How often it said that something is wrong.</summary>
    public int DegradedTimes { get; private set; }

    public void Running() => _running.TrySetResult();

    public void Degrade(string key, string reason)
    {
        lock (_gate)
        {
            _degradations[key] = reason;
            DegradedTimes++;
        }
    }

    public void Recover(string key)
    {
        lock (_gate)
            _degradations.Remove(key);
    }
}
