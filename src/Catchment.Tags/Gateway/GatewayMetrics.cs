using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Store;

namespace Catchment.Tags.Gateway;

/// <summary>The gateway's numbers: those that every service has, of its store, and of each door. Source: <c>tags</c> 11 (TAG-FE4).</summary>
public sealed class GatewayMetrics
{
    /// <summary>The service's name in metrics, logs and status.</summary>
    public const string Service = "gateway";

    private static readonly string[] Reasons = ["connection_limit", "request_too_large", "idle_connection", "slow_reader", "conflated_change", "unknown_key"];
    private static readonly string[] Kinds = ["accept", "state", "request", "write", "door"];
    private static readonly TagQuality[] Qualities = Enum.GetValues<TagQuality>();

    private readonly ServiceMetrics _metrics;
    private readonly ConcurrentDictionary<string, GatewayDoor> _doors = new(StringComparer.Ordinal);
    private TagStore? _store;

    /// <summary>Makes or finds the numbers in a node's.</summary>
    /// <param name="node">The node's.</param>
    public GatewayMetrics(NodeMetrics node)
    {
        ArgumentNullException.ThrowIfNull(node);
        _metrics = node.ForService(Service, Reasons, Kinds);
        Meter.CreateObservableGauge("catchment_gateway_points", () => _store?.Count ?? 0, description: "Points of the store.");
        Meter.CreateObservableGauge("catchment_gateway_points_of_quality", CountQualities, description: "Points of the store by their quality.");
        Meter.CreateObservableCounter("catchment_gateway_writes_total", () => _store?.Writes ?? 0, description: "Writes that the store took.");
        Meter.CreateObservableGauge("catchment_gateway_history_entries", () => _store?.HistoryEntries ?? 0, description: "Entries of all histories.");
        Meter.CreateObservableGauge("catchment_gateway_history_bytes", () => _store?.HistoryBytes ?? 0, description: "Memory of all histories.");
        Meter.CreateObservableUpDownCounter("catchment_gateway_clients", () => Each(static door => door.Clients.Value), description: "Clients that are connected, by door.");
        Meter.CreateObservableCounter("catchment_gateway_requests_total", () => Each(static door => door.Requests.Value), description: "Requests that were answered, by door.");
        Meter.CreateObservableCounter("catchment_gateway_request_errors_total", () => Each(static door => door.Errors.Value), description: "Requests that were answered with an error, by door.");
    }

    /// <summary>For the numbers that one door alone has.</summary>
    public Meter Meter => _metrics.Meter;

    /// <summary>What was thrown away, by reason.</summary>
    public LabelledCounter Discarded => _metrics.Discarded;

    /// <summary>What failed, by kind.</summary>
    public LabelledCounter Errors => _metrics.Errors;

    /// <summary>The common numbers: received are writes that were asked for, sent those that are visible.</summary>
    public ServiceMetrics Common => _metrics;

    /// <summary>The numbers of a door: made at the first call, the same ones afterwards.</summary>
    /// <param name="name">The door: <c>ipc</c>, <c>http</c>, <c>modbus</c>, <c>mqtt</c> …</param>
    public GatewayDoor Door(string name) => _doors.GetOrAdd(name, static name => new GatewayDoor(name));

    /// <summary>Shows the numbers of a store.</summary>
    internal void Show(TagStore store) => Volatile.Write(ref _store, store);

    private IEnumerable<Measurement<long>> CountQualities()
    {
        var counts = new long[Qualities.Length];
        foreach (var point in _store?.Points ?? [])
            counts[(int)point.Read().Quality]++;
        return Qualities.Select(quality => new Measurement<long>(counts[(int)quality], KeyValuePair.Create("quality", (object?)quality.Name())));
    }

    private IEnumerable<Measurement<long>> Each(Func<GatewayDoor, long> value) =>
        _doors.Values.OrderBy(static door => door.Name, StringComparer.Ordinal).Select(door => new Measurement<long>(value(door), KeyValuePair.Create("door", (object?)door.Name)));
}
