using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt.Payloads;
using Catchment.Tags.Mqtt.Publishing;
using Catchment.Tags.Mqtt.Queues;
using Catchment.Tags.Mqtt.Subscribing;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Mqtt;

/// <summary>
/// The connection that the settings name: snapshots of all values go over it at an interval, and what is subscribed to comes over it and
/// is written to tags. Source: <c>tags</c> 6.5.
/// </summary>
public sealed class MqttForwarder : IAsyncDisposable
{
    private const string OutboxName = "forwarder";
    private const string Key = "mqtt.forwarder";
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly TagStore _store;
    private readonly MqttSurroundings _surroundings;
    private readonly CancellationTokenSource _stop = new();
    private BrokerConnection? _connection;
    private Task _forwarding = Task.CompletedTask;
    private byte[]? _snapshot;
    private long _version;

    /// <summary>Makes a forwarder that does nothing yet.</summary>
    /// <param name="store">Where the values are.</param>
    /// <param name="surroundings">What it works with.</param>
    public MqttForwarder(TagStore store, MqttSurroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        (_store, _surroundings) = (store, surroundings);
    }

    /// <summary>Whether there is a connection.</summary>
    public bool IsConnected => _connection?.IsConnected ?? false;

    /// <summary>Begins; where snapshots are not enabled and nothing is subscribed to, it does nothing.</summary>
    /// <exception cref="ArgumentException">A value of the settings makes no sense; the message names it.</exception>
    public void Start()
    {
        var options = _surroundings.Options;
        if (!options.IsEnabled && options.Subscriptions.Count == 0)
            return;
        var subscriber = new TagSubscriber(_store, _surroundings);
        var client = new MqttClientOptions
        {
            Host = options.Host,
            Port = options.Port,
            ClientId = options.ClientId,
            UserName = options.UserName is { Length: > 0 } user ? user : null,
            Password = options.UserName is { Length: > 0 } ? options.Password : null,
            Tls = options.IsEncrypted ? new MqttTls { CaFile = options.CaFile } : null,
            KeepAlive = KeepAlive,
            ReconnectMax = LongestPause,
            Subscriptions = subscriber.Subscriptions,
            Handler = (message, _) =>
            {
                subscriber.Take(message);
                return ValueTask.CompletedTask;
            },
        };
        client.Validate();
        IMqttBacklog snapshots = options.IsBuffered ? new OutboxFolder(_surroundings).Open(Key, OutboxName, options.MaxQueue) : new MemoryBacklog(1);
        _connection = new BrokerConnection(client, new MemoryBacklog(options.MaxQueue), snapshots, _surroundings, Key, IsChosen(options));
        _connection.Start();
        if (options.IsEnabled)
            _forwarding = Task.Run(() => ForwardAsync(_connection, _stop.Token));
    }

    /// <summary>Ends; snapshots that wait on disk stay.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _forwarding;
        if (_connection is not null)
            await _connection.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>The broker was named, or something besides snapshots is wanted of it. A gateway without any broker is no trouble, though snapshots are on unless they are switched off.</summary>
    private static bool IsChosen(MqttOptions options)
    {
        var defaults = new MqttOptions();
        return options.Subscriptions.Count > 0 || options.Host != defaults.Host || options.Port != defaults.Port || options.UserName is { Length: > 0 } || options.IsEncrypted || options.IsBuffered;
    }

    private async Task ForwardAsync(BrokerConnection connection, CancellationToken stop)
    {
        var options = _surroundings.Options;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.PublishIntervalSec), _surroundings.Time);
        try
        {
            do
            {
                // Without a buffer only the newest counts, and that is made when there is somebody to take it.
                if (connection.IsConnected || options.IsBuffered)
                    connection.Keep(new MqttMessage(options.TopicPrefix + "/snapshot", Snapshot(), (MqttQos)options.Qos, options.Retain));
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    /// <summary>The JSON of GET <c>/data</c>: all values in the order of their registration.</summary>
    private byte[] Snapshot()
    {
        var version = _store.Version;
        if (_snapshot is { } same && version == _version)
            return same;
        var points = _store.Points;
        var fields = new PayloadField[points.Count];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = new PayloadField(points[i].Key, points[i].Read().Value);
        (_snapshot, _version) = (PayloadWriter.Json(fields), version);
        return _snapshot;
    }
}
