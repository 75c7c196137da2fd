using Catchment.Protocols.Mqtt;
using Catchment.Tags.Mqtt.Configuration;
using Catchment.Tags.Mqtt.Publishing;
using Catchment.Tags.Mqtt.Queues;
using Catchment.Tags.Store;

namespace Catchment.Tags.Mqtt.Sparkplug;

/// <summary>
/// An edge node of Sparkplug B 3.0 on one connection: its birth and those of its devices with each connection, then the changes, its
/// death as the will. While there is no connection nothing is kept: the next birth tells everything.
/// </summary>
/// <param name="node">Which node.</param>
/// <param name="store">Where the values are.</param>
/// <param name="surroundings">What it works with.</param>
internal sealed class SparkplugEdge(SparkplugNode node, TagStore store, MqttSurroundings surroundings) : IMqttObserver, IDisposable
{
    private const int Numbers = 256;

    private readonly Lock _gate = new();
    private readonly Bell _bell = new();
    private readonly Dictionary<int, (SparkplugName Name, SparkplugType Type)> _born = []; // by the point's ordinal; of the sending loop alone
    private readonly string _prefix = $"spBv1.0/{node.GroupId}/";
    private IReadOnlySet<string> _keys = new HashSet<string>(StringComparer.Ordinal);
    private TimeSpan _pause;
    private TagSubscription? _changes;
    private CancellationTokenSource _watched = new(); // ends with the subscription
    private CancellationTokenSource? _connected; // of this connection
    private bool _needsBirth;
    private int _birthNumber = Numbers - 1;
    private int _sequence;

    /// <summary>The topic of commands to the node.</summary>
    public string CommandTopic => Topic("NCMD");

    /// <summary>The will of the next connection.</summary>
    public MqttMessage MakeWill()
    {
        lock (_gate)
        {
            _birthNumber = (_birthNumber + 1) % Numbers;
            return Death();
        }
    }

    /// <summary>Sets which keys the node tells; it is born anew.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="pause">The least time between two messages with changes.</param>
    public void Tell(IReadOnlySet<string> keys, TimeSpan pause)
    {
        CancellationTokenSource ended;
        lock (_gate)
        {
            _changes?.Dispose();
            _changes = store.Subscribe(keys);
            (ended, _watched) = (_watched, new CancellationTokenSource());
            (_keys, _pause, _needsBirth) = (keys, pause, true);
        }

        ended.Cancel();
        ended.Dispose();
        _bell.Ring();
    }

    /// <inheritdoc/>
    public void Connected(bool sessionPresent)
    {
        lock (_gate)
        {
            _connected = new CancellationTokenSource();
            _needsBirth = true;
        }

        _bell.Ring();
    }

    /// <inheritdoc/>
    public void Disconnected(string reason)
    {
        CancellationTokenSource? ended;
        lock (_gate)
            (ended, _connected) = (_connected, null);

        // What still waits in the client belongs to the connection that is gone.
        ended?.Cancel();
        ended?.Dispose();
    }

    /// <summary>Takes a command.</summary>
    public void Command(MqttMessage message)
    {
        if (!SparkplugCommand.TryRead(message.Payload.Span, out var isRebirth))
        {
            surroundings.Metrics.Discard(MqttDiscard.Unreadable);
            return;
        }

        if (!isRebirth)
            return;
        lock (_gate)
            _needsBirth = true;
        _bell.Ring();
    }

    /// <summary>Tells births and changes until stopped.</summary>
    public async Task RunAsync(IMqttClient client, CancellationToken stop)
    {
        try
        {
            await Task.WhenAll(WatchAsync(stop), SendAsync(client, stop));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    /// <summary>Tells the node's end, which a will does not where the connection ends in order (tck-id-operational-behavior-edge-node-intentional-disconnect-ndeath).</summary>
    public async Task EndAsync(IMqttClient client, CancellationToken cancel)
    {
        MqttMessage death;
        lock (_gate)
            death = Death();
        if (client.IsConnected)
            await client.PublishAsync(death with { Qos = MqttQos.AtMostOnce }, cancel);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _changes?.Dispose();
            _watched.Dispose();
            _connected?.Dispose();
            _connected = null;
        }
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            TagSubscription? changes;
            CancellationToken watched;
            lock (_gate)
                (changes, watched) = (_changes, _watched.Token);
            if (changes is null)
                return;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, watched);
            try
            {
                while (true)
                {
                    await changes.WaitAsync(either.Token);
                    _bell.Ring();
                }
            }
            catch (OperationCanceledException)
            {
                // Stopped, or other keys are told from now on.
            }
        }
    }

    private async Task SendAsync(IMqttClient client, CancellationToken stop)
    {
        while (true)
        {
            await _bell.WaitAsync(stop);
            var (messages, connection, pause) = Collect();
            try
            {
                foreach (var message in messages)
                {
                    await client.PublishAsync(message, connection);
                    surroundings.Metrics.CountPublished();
                }
            }
            catch (MqttRefusedException)
            {
                surroundings.Metrics.Discard(MqttDiscard.Refused);
            }
            catch (Exception e) when (e is MqttException || (e is OperationCanceledException && !stop.IsCancellationRequested))
            {
                continue; // The next connection begins with a birth.
            }

            if (pause > TimeSpan.Zero && messages.Count > 0)
                await Task.Delay(pause, surroundings.Time, stop);
        }
    }

    /// <summary>What is to be said now, and over which connection.</summary>
    private (List<MqttMessage> Messages, CancellationToken Connection, TimeSpan Pause) Collect()
    {
        lock (_gate)
        {
            var changed = new List<DataPoint>();
            while (_changes is not null && _changes.TryTake(out var point))
            {
                changed.Add(point);
                _needsBirth |= !_born.TryGetValue(point.Ordinal, out var born) || born.Type != TypeOf(point) || !point.IsRegistered;
            }

            if (_connected is null)
                return ([], default, _pause);
            var messages = _needsBirth ? Births() : Changes(changed);
            _needsBirth = false;
            return (messages, _connected.Token, _pause);
        }
    }

    private List<MqttMessage> Births()
    {
        _born.Clear();
        _sequence = 0;
        var now = Now();
        var devices = new SortedDictionary<string, List<SparkplugMetric>>(StringComparer.Ordinal);
        devices[""] =
        [
            new SparkplugMetric("bdSeq", SparkplugType.Int64, TagValue.Of((long)_birthNumber), now),
            new SparkplugMetric(SparkplugCommand.Rebirth, SparkplugType.Boolean, TagValue.Of(false), now),
        ];
        foreach (var key in _keys)
        {
            if (!store.TryGet(key, out var point))
                continue; // It is told when it is there.
            var name = SparkplugName.Of(key);
            _born[point.Ordinal] = (name, TypeOf(point));
            if (!devices.TryGetValue(name.Device, out var metrics))
                devices.Add(name.Device, metrics = []);
            metrics.Add(Metric(name.Metric, point));
        }

        return [.. devices.Select(device => Message(device.Key.Length == 0 ? Topic("NBIRTH") : Topic("DBIRTH", device.Key), now, device.Value))];
    }

    private List<MqttMessage> Changes(List<DataPoint> changed)
    {
        var now = Now();
        return
        [
            .. changed.GroupBy(point => _born[point.Ordinal].Name.Device, StringComparer.Ordinal)
                .Select(device => Message(
                    device.Key.Length == 0 ? Topic("NDATA") : Topic("DDATA", device.Key), now, device.Select(point => Metric(_born[point.Ordinal].Name.Metric, point)))),
        ];
    }

    private MqttMessage Message(string topic, long now, IEnumerable<SparkplugMetric> metrics)
    {
        var number = _sequence;
        _sequence = (_sequence + 1) % Numbers;
        return new MqttMessage(topic, SparkplugPayload.Write(now, number, metrics));
    }

    private MqttMessage Death() => new(
        Topic("NDEATH"),
        SparkplugPayload.Write(Now(), null, [new SparkplugMetric("bdSeq", SparkplugType.Int64, TagValue.Of((long)_birthNumber), Now())]),
        MqttQos.AtLeastOnce);

    private static SparkplugMetric Metric(string name, DataPoint point)
    {
        var state = point.Read();
        return new SparkplugMetric(name, TypeOf(point), state.Value, (long)(state.Timestamp * 1000), state.Quality);
    }

    private static SparkplugType TypeOf(DataPoint point) => point.Definition.Type switch
    {
        TagType.Float => SparkplugType.Double,
        TagType.Int => SparkplugType.Int64,
        TagType.Bool => SparkplugType.Boolean,
        _ => SparkplugType.String,
    };

    private string Topic(string kind, string? device = null) =>
        device is null ? $"{_prefix}{kind}/{node.EdgeNodeId}" : $"{_prefix}{kind}/{node.EdgeNodeId}/{device}";

    private long Now() => surroundings.Time.GetUtcNow().ToUnixTimeMilliseconds();
}
