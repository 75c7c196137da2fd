using Catchment.Core.Diagnostics;
using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt.Queues;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Mqtt.Publishing;

/// <summary>A client with the queues before it: QoS 0 in memory, QoS 1 and 2 on disk.</summary>
internal sealed partial class BrokerConnection : IMqttObserver, IAsyncDisposable
{
    private const int Window = 64;

    private readonly MqttSurroundings _surroundings;
    private readonly IMqttClient _client;
    private readonly IMqttObserver? _observer;
    private readonly IMqttBacklog _fleeting;
    private readonly IMqttBacklog _durable;
    private readonly Connectivity _connectivity = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly BrokerTrouble _trouble;
    private readonly LogEpisode _full;
    private readonly LogEpisode _disk;
    private long _unreadable;
    private Task _draining = Task.CompletedTask;

    /// <summary>Makes a connection that does nothing yet.</summary>
    /// <param name="options">What its client is to do; the observer is this connection.</param>
    /// <param name="fleeting">The queue of QoS 0; it goes with the connection.</param>
    /// <param name="durable">The queue of QoS 1 and 2; it goes with the connection, and what is in it on disk stays.</param>
    /// <param name="surroundings">What it works with.</param>
    /// <param name="key">What trouble with it is told under.</param>
    /// <param name="isExpected">Somebody has asked for this broker; otherwise it is missed only once it was there.</param>
    public BrokerConnection(MqttClientOptions options, IMqttBacklog fleeting, IMqttBacklog durable, MqttSurroundings surroundings, string key = "mqtt.broker", bool isExpected = true)
    {
        _surroundings = surroundings;
        _fleeting = fleeting;
        _durable = durable;
        _full = new LogEpisode(surroundings.Time);
        _disk = new LogEpisode(surroundings.Time);
        _observer = options.Observer;
        Host = options.Host;
        _trouble = new BrokerTrouble(surroundings.Trouble, key, $"{options.Host}:{options.Port}", isExpected);
        _client = surroundings.NewClient(options with { Observer = this, TimeProvider = surroundings.Time, Logger = surroundings.Logger });
    }

    /// <summary>The broker's host, for the log.</summary>
    public string Host { get; }

    /// <summary>Whether there is a connection.</summary>
    public bool IsConnected => _client.IsConnected;

    /// <summary>Messages that wait, or are on their way.</summary>
    public int QueueSize => _fleeting.Count + _durable.Count;

    /// <summary>The client, for what takes no queue.</summary>
    public IMqttClient Client => _client;

    /// <summary>Begins to connect and to send.</summary>
    public void Start()
    {
        _surroundings.Metrics.Add(this);
        _draining = Task.WhenAll(
            new QueueDrain(_fleeting, 1, _client, _connectivity, _surroundings).RunAsync(_stop.Token),
            new QueueDrain(_durable, Window, _client, _connectivity, _surroundings).RunAsync(_stop.Token));
        _client.Start();
    }

    /// <summary>Queues a message; what has no room, or the disk does not take, is counted.</summary>
    public void Publish(MqttMessage message) => Append(message.Qos == MqttQos.AtMostOnce ? _fleeting : _durable, message);

    /// <summary>Queues a message of any QoS with those of QoS 1 and 2.</summary>
    public void Keep(MqttMessage message) => Append(_durable, message);

    /// <inheritdoc/>
    public void Connected(bool sessionPresent)
    {
        _observer?.Connected(sessionPresent);
        if (_full.End() is { } episode)
            LogDrains(_surroundings.Logger, Host, episode.Count);
        _trouble.Connected();
        _connectivity.Up();
    }

    /// <inheritdoc/>
    public void Disconnected(string reason)
    {
        _connectivity.Down();
        _observer?.Disconnected(reason);
        _trouble.Disconnected(reason, QueueSize);
    }

    /// <inheritdoc/>
    public void Received(long bytes) => _surroundings.Metrics.CountReceived(bytes);

    /// <summary>Stops sending, ends the connection with a farewell, and closes the queues.</summary>
    public async ValueTask DisposeAsync()
    {
        _surroundings.Metrics.Remove(this);
        await _stop.CancelAsync();
        await _draining;
        await _client.DisposeAsync();
        _fleeting.Dispose();
        _durable.Dispose();
        _trouble.End();
        _stop.Dispose();
    }

    private void Append(IMqttBacklog queue, MqttMessage message)
    {
        try
        {
            var dropped = queue.Append(message);
            _trouble.Queued(queue, dropped);
            CountUnreadable();
            if (dropped == 0)
            {
                _disk.End();
                return;
            }

            _surroundings.Metrics.Discard(MqttDiscard.QueueFull, dropped);
            if (_full.Occurs())
                LogFull(_surroundings.Logger, Host);
        }
        catch (IOException e)
        {
            _surroundings.Metrics.Discard(MqttDiscard.Disk);
            if (_disk.Occurs())
                LogDisk(_surroundings.Logger, Host, e.Message);
        }
    }

    private void CountUnreadable()
    {
        if (_durable is DurableBacklog { Unreadable: var unreadable } && Interlocked.Exchange(ref _unreadable, unreadable) is var before && unreadable > before)
            _surroundings.Metrics.Discard(MqttDiscard.Disk, unreadable - before);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queue for the MQTT broker at {Host} is full; the oldest messages go until it is connected again")]
    private static partial void LogFull(ILogger logger, string host);

    [LoggerMessage(Level = LogLevel.Information, Message = "The MQTT broker at {Host} is connected again; its queue was full {Count} times")]
    private static partial void LogDrains(ILogger logger, string host, long count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Messages for the MQTT broker at {Host} cannot be kept, and are lost: {Why}")]
    private static partial void LogDisk(ILogger logger, string host, string why);
}
