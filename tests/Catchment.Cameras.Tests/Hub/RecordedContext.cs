using Catchment.Core.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Cameras.Tests.Hub;

/// <summary>A service's surroundings that keep what the service says of itself.</summary>
internal sealed class RecordedContext(TimeProvider time) : IServiceContext
{
    private readonly Lock _gate = new();
    private readonly List<string> _said = [];
    private readonly Dictionary<string, string> _degradations = [];

    public TimeProvider Time => time;

    public ILogger Logger { get; init; } = NullLogger.Instance;

    public TimeSpan DrainDeadline => TimeSpan.FromSeconds(1);

    /// <summary>Everything said, in order: <c>-key</c> for a degradation, <c>+key</c> for its end.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_gate)
                return [.. _said];
        }
    }

    /// <summary>What is wrong now, by its key.</summary>
    public IReadOnlyDictionary<string, string> Degradations
    {
        get
        {
            lock (_gate)
                return new Dictionary<string, string>(_degradations);
        }
    }

    public void Running()
    {
        lock (_gate)
            _said.Add("running");
    }

    public void Degrade(string key, string reason)
    {
        lock (_gate)
        {
            _said.Add("-" + key);
            _degradations[key] = reason;
        }
    }

    public void Recover(string key)
    {
        lock (_gate)
        {
            _said.Add("+" + key);
            _degradations.Remove(key);
        }
    }
}
