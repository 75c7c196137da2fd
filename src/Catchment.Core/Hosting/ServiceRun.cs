using Microsoft.Extensions.Logging;

namespace Catchment.Core.Hosting;

/// <summary>The context of one run. Closed after it, so that a thread left over from a crash speaks for nobody.</summary>
internal sealed partial class ServiceRun(
    ServiceCondition condition,
    TimeProvider time,
    ILogger logger,
    TimeSpan drainDeadline,
    Action changed) : IServiceContext
{
    private readonly ILogger _logger = logger;
    private volatile bool _closed;

    /// <inheritdoc/>
    public TimeProvider Time => time;

    /// <inheritdoc/>
    public ILogger Logger => _logger;

    /// <inheritdoc/>
    public TimeSpan DrainDeadline => drainDeadline;

    /// <summary>Makes every further call a no-op.</summary>
    public void Close() => _closed = true;

    /// <inheritdoc/>
    public void Running()
    {
        if (!_closed && condition.Running())
        {
            LogRunning();
            changed();
        }
    }

    /// <inheritdoc/>
    public void Degrade(string key, string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        if (_closed)
        {
            return;
        }

        if (condition.Degrade(key, reason))
        {
            LogDegraded(key, reason);
        }

        changed();
    }

    /// <inheritdoc/>
    public void Recover(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (!_closed && condition.Recover(key) is { } ended)
        {
            double lasted = (time.GetUtcNow() - ended.Since).TotalSeconds;
            LogRecovered(key, lasted);
            changed();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "running")]
    private partial void LogRunning();

    [LoggerMessage(Level = LogLevel.Warning, Message = "degraded ({Key}): {Reason}")]
    private partial void LogDegraded(string key, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "recovered ({Key}) after {Seconds:0.0} s")]
    private partial void LogRecovered(string key, double seconds);
}
