using System.Collections.Concurrent;
using Catchment.Core.Diagnostics;

namespace Catchment.Tags.Mqtt.Publishing;

/// <summary>
/// The numbers of MQTT, made once for a node: messages given to brokers and taken from them, what was discarded by reason, the length of
/// the queues, and how many connections there are.
/// </summary>
public sealed class MqttMetrics
{
    /// <summary>What <see cref="ServiceMetrics.Discarded"/> has to know.</summary>
    public static IReadOnlyList<string> DiscardReasons => MqttDiscard.All;

    private readonly ServiceMetrics _metrics;
    private readonly ConcurrentDictionary<BrokerConnection, byte> _connections = new();

    /// <summary>Makes the instruments.</summary>
    /// <param name="metrics">Those of the service; its discard reasons hold <see cref="DiscardReasons"/>.</param>
    public MqttMetrics(ServiceMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        _metrics = metrics;
        var prefix = $"catchment_{metrics.Service}";
        metrics.Meter.CreateObservableUpDownCounter($"{prefix}_queue_length", () => _connections.Keys.Sum(static one => (long)one.QueueSize), description: "Messages that wait for brokers.");
        metrics.Meter.CreateObservableUpDownCounter($"{prefix}_connected", () => _connections.Keys.LongCount(static one => one.IsConnected), description: "Connections to brokers.");
        metrics.Meter.CreateObservableUpDownCounter($"{prefix}_brokers", () => (long)_connections.Count, description: "Brokers that there should be a connection to.");
    }

    /// <summary>Messages that were given to brokers.</summary>
    public long Published => _metrics.Totals.Sent;

    /// <summary>How many were discarded for a reason.</summary>
    /// <param name="reason">One of <see cref="MqttDiscard"/>.</param>
    public long Discarded(string reason) => _metrics.Discarded[reason].Value;

    internal void CountPublished() => _metrics.Sent();

    internal void CountReceived(long bytes)
    {
        _metrics.Received();
        _metrics.Bytes(bytes);
    }

    internal void Discard(string reason, long count = 1) => _metrics.Discarded.Add(reason, count);

    internal void Add(BrokerConnection connection) => _connections.TryAdd(connection, 0);

    internal void Remove(BrokerConnection connection) => _connections.TryRemove(connection, out _);
}
