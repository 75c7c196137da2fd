using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt.Configuration;
using Catchment.Tags.Mqtt.Payloads;
using Catchment.Tags.Mqtt.Queues;
using Catchment.Tags.Mqtt.Sparkplug;
using Catchment.Tags.Store;

namespace Catchment.Tags.Mqtt.Publishing;

/// <summary>A broker of the publisher with its connection, what is published over it, and the edge node that it is, if it is one.</summary>
internal sealed class PublisherLink : IAsyncDisposable
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(1);

    private readonly TagStore _store;
    private readonly MqttSurroundings _surroundings;
    private readonly BrokerConnection _connection;
    private readonly SparkplugEdge? _edge;
    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenSource _stopLoops = new();
    private Task _loops = Task.CompletedTask;
    private Task _telling = Task.CompletedTask;

    public PublisherLink(BrokerEntry broker, IMqttBacklog durable, TagStore store, MqttSurroundings surroundings)
    {
        Broker = broker;
        _store = store;
        _surroundings = surroundings;
        _edge = broker.Sparkplug is { } node ? new SparkplugEdge(node, store, surroundings) : null;
        _connection = new BrokerConnection(Options(), new MemoryBacklog(surroundings.Options.MaxQueue), durable, surroundings, KeyOf(broker));
    }

    /// <summary>What trouble with a broker is told under.</summary>
    public static string KeyOf(BrokerEntry broker) => "mqtt." + broker.Id;

    /// <summary>The broker.</summary>
    public BrokerEntry Broker { get; }

    /// <summary>Whether there is a connection.</summary>
    public bool IsConnected => _connection.IsConnected;

    /// <summary>Messages that wait.</summary>
    public int QueueSize => _connection.QueueSize;

    /// <summary>Begins to connect.</summary>
    public void Start() => _connection.Start();

    /// <summary>Publishes these mappings from now on, and no others.</summary>
    public async Task PublishAsync(IReadOnlyList<PublisherMapping> mappings)
    {
        await StopLoopsAsync();
        _stopLoops = new CancellationTokenSource();
        var stop = _stopLoops.Token;
        _loops = Task.WhenAll(mappings
            .Where(static mapping => mapping.Style.Format != PayloadFormat.Sparkplug)
            .Select(mapping => Task.Run(() => new MappingLoop(mapping, _store, _connection, _surroundings).RunAsync(stop), CancellationToken.None)));
        if (_edge is null)
            return;
        var told = mappings.Where(static mapping => mapping.Style.Format == PayloadFormat.Sparkplug).ToArray();
        var pause = told.Select(static mapping => mapping.IsOnChange ? mapping.MinimumInterval : mapping.Interval).DefaultIfEmpty(TimeSpan.FromSeconds(1)).Min();
        _edge.Tell(told.SelectMany(static mapping => mapping.Keys).ToHashSet(StringComparer.Ordinal), pause);
        if (_telling.IsCompleted)
            _telling = _edge.RunAsync(_connection.Client, _stop.Token);
    }

    /// <summary>Ends the loops, and the connection in order.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopLoopsAsync();
        await _stop.CancelAsync();
        await _telling;
        if (_edge is not null)
            await SayDeathAsync(_edge);
        await _connection.DisposeAsync();
        _edge?.Dispose();
        _stop.Dispose();
        _stopLoops.Dispose();
    }

    private async Task SayDeathAsync(SparkplugEdge edge)
    {
        using var timeout = new CancellationTokenSource(FarewellTimeout, _surroundings.Time);
        try
        {
            await edge.EndAsync(_connection.Client, timeout.Token);
        }
        catch (Exception e) when (e is MqttException or OperationCanceledException)
        {
            // The connection has gone by itself, and its will with it.
        }
    }

    private async Task StopLoopsAsync()
    {
        await _stopLoops.CancelAsync();
        await _loops;
        _stopLoops.Dispose();
    }

    private MqttClientOptions Options() => new()
    {
        Host = Broker.Address,
        Port = Broker.Port,
        Transport = Broker.Transport,
        WebSocketPath = Broker.WebSocketPath,
        Tls = Broker.Tls,
        Version = Broker.Version,
        ClientId = Broker.ClientId,
        CleanStart = Broker.CleanSession,
        SessionExpiry = Broker.CleanSession ? TimeSpan.Zero : TimeSpan.FromDays(1),
        KeepAlive = TimeSpan.FromSeconds(Broker.KeepAlive),
        UserName = Broker.UserName,
        Password = Broker.Password,
        ReconnectMax = _surroundings.Options.ReconnectMax,
        Observer = _edge,
        Will = _edge is null ? null : _edge.MakeWill,
        Subscriptions = _edge is null ? [] : [new MqttSubscription(_edge.CommandTopic)],
        Handler = _edge is null ? null : (message, _) =>
        {
            _edge.Command(message);
            return ValueTask.CompletedTask;
        },
    };
}
