using System.Diagnostics.Metrics;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Poller.Reading;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller;

/// <summary>The poller's numbers: received are values read, sent are values written to devices, latency is that of a device's scan, errors are tags by their status.</summary>
public sealed class PollerMetrics
{
    /// <summary>The name in metrics.</summary>
    public const string Service = "poller";

    internal const string WriteFailed = "write_failed";
    internal const string LateScan = "late_scan";
    internal const string NotWritable = "not_writable";
    internal const string WriteReplaced = "write_replaced";
    internal const string MessageLost = "message_lost";

    private readonly StripedCounter _polls = new();
    private int _up;
    private int _down;

    /// <summary>Makes or finds the numbers in a node's.</summary>
    /// <param name="node">The node's numbers.</param>
    public PollerMetrics(NodeMetrics node)
    {
        ArgumentNullException.ThrowIfNull(node);
        Numbers = node.ForService(
            Service,
            [LateScan, NotWritable, WriteReplaced, MessageLost, .. Enum.GetValues<WriteResult>().Where(result => !result.IsOk()).Select(Label)],
            [WriteFailed, .. PollStatus.All.Where(status => status != PollStatus.Ok)]);
        Numbers.Meter.CreateObservableCounter("catchment_poller_polls_total", () => _polls.Value, description: "Requests sent to devices.");
        Numbers.Meter.CreateObservableGauge(
            "catchment_poller_devices",
            () => (IEnumerable<Measurement<int>>)[new(Volatile.Read(ref _up), new KeyValuePair<string, object?>("state", "up")), new(Volatile.Read(ref _down), new KeyValuePair<string, object?>("state", "down"))],
            description: "Devices that answered the last scan, and those that did not.");
    }

    /// <summary>The common numbers.</summary>
    public ServiceMetrics Numbers { get; }

    /// <summary>Requests sent to devices.</summary>
    public long Polls => _polls.Value;

    /// <summary>Devices that answered the last scan.</summary>
    public int DevicesUp => Volatile.Read(ref _up);

    /// <summary>Devices that did not.</summary>
    public int DevicesDown => Volatile.Read(ref _down);

    internal void Poll(long requests = 1) => _polls.Add(requests);

    /// <summary>What the store did not take.</summary>
    internal void Discard(WriteResult result) => Numbers.Discarded.Add(Label(result));

    internal void Count(int up, int down)
    {
        Volatile.Write(ref _up, up);
        Volatile.Write(ref _down, down);
    }

    /// <summary>not_registered of NotRegistered.</summary>
    private static string Label(WriteResult result) => string.Concat(result.ToString().Select((c, i) => char.IsAsciiLetterUpper(c) ? $"{(i > 0 ? "_" : "")}{char.ToLowerInvariant(c)}" : c.ToString()));
}
