using Catchment.Tags.Gateway;
using Catchment.Tags.Mqtt.Publishing;
using Catchment.Tags.Settings;

namespace Catchment.Tags.Mqtt;

/// <summary>Snapshots, the publisher and subscriptions as a part of the gateway. Source: <c>tags</c> 6.5, 6.6.</summary>
public sealed class MqttPart : IGatewayPart
{
    private readonly GatewayRoom _room;
    private readonly MqttSurroundings _surroundings;
    private MqttForwarder? _forwarder;

    /// <summary>Connections that are not made yet.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="room">What is published.</param>
    /// <param name="metrics">The numbers.</param>
    /// <exception cref="IOException">The kept configuration of the publisher cannot be read.</exception>
    public MqttPart(MqttOptions options, GatewayRoom room, MqttMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(room);
        _room = room;
        _surroundings = new MqttSurroundings
        {
            Options = options,
            Metrics = metrics,
            Folder = Path.Combine(room.StateFolder, "mqtt"),
            Time = room.Time,
            Logger = room.Loggers.CreateLogger("gateway.mqtt"),
            Trouble = (key, reason) =>
            {
                if (reason is null)
                    room.Recover(key);
                else
                    room.Degrade(key, reason);
            },
        };
        Publisher = new MqttPublisher(room.Model.Store, room.Documents, _surroundings);
        room.Model.Add(Publisher);
    }

    /// <summary>What is configured over the API.</summary>
    public MqttPublisher Publisher { get; }

    /// <inheritdoc/>
    public string Name => "mqtt";

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (_forwarder is null)
        {
            var forwarder = new MqttForwarder(_room.Model.Store, _surroundings);
            try
            {
                forwarder.Start();
            }
            catch (ArgumentException e)
            {
                throw new IOException($"gateway.mqtt: {e.Message}", e);
            }

            _forwarder = forwarder;
        }

        await Publisher.StartAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await Publisher.StopAsync(cancellation);
        await Publisher.DisposeAsync();
        if (_forwarder is not null)
            await _forwarder.DisposeAsync();
    }
}
