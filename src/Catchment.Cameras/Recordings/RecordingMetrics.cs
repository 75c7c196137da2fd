using Catchment.Core.Diagnostics;

namespace Catchment.Cameras.Recordings;

/// <summary>What is counted of the catalog of recorded events.</summary>
public sealed class RecordingMetrics
{
    /// <summary>The service's name in metrics, logs and status.</summary>
    public const string Service = "recordings";

    private const string Gone = "gone";
    private const string Unreadable = "set_unreadable";

    private readonly ServiceMetrics _metrics;
    private Func<long> _waiting = () => 0;
    private Func<long> _daysLeft = () => 0;
    private Func<long> _written = () => 0;

    /// <summary>Makes or finds the numbers in a node's.</summary>
    public RecordingMetrics(NodeMetrics node)
    {
        ArgumentNullException.ThrowIfNull(node);
        _metrics = node.ForService(Service, [Gone], [Unreadable]);
        _metrics.Meter.CreateObservableGauge("catchment_recordings_waiting", () => _waiting(), description: "Recorded events that changed and are on their way to the catalog.");
        _metrics.Meter.CreateObservableGauge("catchment_recordings_days_left", () => _daysLeft(), description: "Days whose files are still to be compared with the catalog.");
        _metrics.Meter.CreateObservableGauge("catchment_recordings_written", () => _written(), description: "Changes of recorded events brought to the catalog since the service's start.");
    }

    /// <summary>Events were compared with their files (received), written (sent) or taken out (discarded).</summary>
    internal void Indexed(long looked, long written, long removed)
    {
        _metrics.Received(looked);
        _metrics.Sent(written);
        _metrics.Discarded[Gone].Add(removed);
    }

    /// <summary>The disk did not give a tracking set.</summary>
    internal void SetUnreadable() => _metrics.Errors[Unreadable].Add(1);

    /// <summary>Shows how the work gets on.</summary>
    internal void Watch(Func<long> waiting, Func<long> daysLeft, Func<long> written) => (_waiting, _daysLeft, _written) = (waiting, daysLeft, written);
}
