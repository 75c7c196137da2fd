using Catchment.Core.Diagnostics;

namespace Catchment.Files.Notifications;

/// <summary>The notifier's numbers: sent are messages that were taken, received are the results in them.</summary>
public sealed class NotifierMetrics
{
    /// <summary>The service's name in metrics, logs and status.</summary>
    public const string Service = "notifier";

    private const string Webhook = "webhook";

    private readonly ServiceMetrics _metrics;

    /// <summary>Makes or finds the notifier's numbers in a node's.</summary>
    /// <param name="node">The node's numbers.</param>
    public NotifierMetrics(NodeMetrics node)
    {
        ArgumentNullException.ThrowIfNull(node);
        _metrics = node.ForService(Service, [], [Webhook]);
    }

    internal void Told(long results, long bytes)
    {
        _metrics.Received(results);
        _metrics.Sent();
        _metrics.Bytes(bytes);
    }

    internal void Failed() => _metrics.Errors.Add(Webhook);
}
