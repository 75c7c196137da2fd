using System.Text;
using Catchment.Protocols.Mqtt.Connections;
using Catchment.Protocols.Mqtt.Wire;

namespace Catchment.Protocols.Mqtt;

/// <summary>A client over TCP, TLS or WebSocket, of MQTT 3.1.1 or 5.0.</summary>
public sealed class MqttClient : IMqttClient
{
    private readonly MqttClientOptions _options;
    private readonly Lock _gate = new();
    private readonly OutgoingQueue _outgoing = new();
    private readonly IncomingMessages _incoming;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private MqttConnection? _connection;
    private string _clientId;
    private bool _hasConnected;
    private bool _isDown;
    private bool _isClosed;

    /// <summary>Makes a client that does nothing yet.</summary>
    /// <param name="options">What it is to do.</param>
    /// <exception cref="ArgumentException">A value of the options makes no sense; the message names it.</exception>
    public MqttClient(MqttClientOptions options)
    {
        options.Validate();
        _options = options;
        _clientId = options.ClientId;
        _incoming = new IncomingMessages(options);
    }

    /// <inheritdoc/>
    public bool IsConnected => Volatile.Read(ref _connection) is not null;

    /// <inheritdoc/>
    public int Pending
    {
        get
        {
            lock (_gate)
                return _outgoing.Count;
        }
    }

    /// <inheritdoc/>
    public void Start() => _running = Task.WhenAll(Task.Run(RunAsync), Task.Run(HandleAsync));

    /// <inheritdoc/>
    public async Task PublishAsync(MqttMessage message, CancellationToken cancel = default)
    {
        Check(message);
        Outgoing outgoing;
        lock (_gate)
        {
            if (_isClosed)
                throw new MqttException("The client is closed");
            if (_outgoing.Count >= _options.MaximumPending)
                throw new MqttException($"{_options.MaximumPending} messages wait for the broker already");
            outgoing = _outgoing.Add(message);
            _connection?.Wake();
        }

        try
        {
            await outgoing.Completion.Task.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                if (outgoing.State == OutgoingState.Waiting)
                    _outgoing.Remove(outgoing);
            }

            throw;
        }
    }

    /// <summary>Ends the connection with a DISCONNECT, so that no will is published; what waits is given up.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
        }

        await _stop.CancelAsync();
        await _running;
        IReadOnlyList<Outgoing> left;
        lock (_gate)
            left = _outgoing.Clear();
        foreach (var outgoing in left)
            outgoing.Completion.TrySetException(new MqttException("The client was closed"));
        _stop.Dispose();
    }

    /// <summary>What cannot be sent at all is refused at once.</summary>
    private void Check(MqttMessage message)
    {
        if (!MqttTopic.IsName(message.Topic))
            throw new MqttRefusedException($"'{message.Topic}' is no topic that can be published to", ReasonCode.TopicNameInvalid);
        foreach (var property in message.Properties)
        {
            if (property.Id is MqttPropertyId.TopicAlias or MqttPropertyId.SubscriptionIdentifier || !PropertyTable.IsAllowed((uint)property.Id, (int)MqttPacketType.Publish))
                throw new MqttRefusedException($"The property {property.Id} cannot be sent with a message", ReasonCode.ProtocolError);
        }

        try
        {
            if (MqttEncoder.SizeOfPublish(message, _options.Version) > MqttWriter.LargestVariable)
                throw new MqttRefusedException($"A message to '{message.Topic}' is larger than any packet", ReasonCode.PacketTooLarge);
        }
        catch (MqttException e) when (e is not MqttRefusedException)
        {
            throw new MqttRefusedException(e.Message, ReasonCode.MalformedPacket);
        }
    }

    private async Task HandleAsync()
    {
        try
        {
            await _incoming.RunAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    private async Task RunAsync()
    {
        var pause = _options.ReconnectMin;
        while (true)
        {
            var (wasAccepted, why) = await ServeOnceAsync();
            if (_stop.IsCancellationRequested)
                return;
            if (wasAccepted)
                pause = _options.ReconnectMin;
            if (!_isDown)
                MqttLog.Down(_options.Logger, _options.Host, _options.Port, why, _options.ReconnectMax.TotalSeconds);
            _isDown = true;
            _options.Observer?.Disconnected(why);
            try
            {
                await Task.Delay(pause, _options.TimeProvider, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = pause * 2 < _options.ReconnectMax ? pause * 2 : _options.ReconnectMax;
        }
    }

    /// <summary>Connects, and stays as long as it lasts.</summary>
    /// <returns>Whether the broker had accepted the connection, and why it ended.</returns>
    private async Task<(bool WasAccepted, string Why)> ServeOnceAsync()
    {
        var wasAccepted = false;
        try
        {
            var connection = await ConnectAsync();
            wasAccepted = true;
            await connection.RunAsync(_stop.Token);
            return (true, "it was closed");
        }
        catch (OperationCanceledException)
        {
            return (wasAccepted, $"it took more than {_options.ConnectTimeout.TotalSeconds} s");
        }
#pragma warning disable CA1031 // Whatever ends a connection, the next one is tried: nobody else would.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return (wasAccepted, e.Message);
        }
        finally
        {
            lock (_gate)
                _connection = null;
        }
    }

    private async Task<MqttConnection> ConnectAsync()
    {
        using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        var stream = await BrokerConnector.OpenAsync(_options, either.Token);
        try
        {
            var writer = new MqttWriter();
            var connect = MakeConnect();
            MqttEncoder.Write(writer, connect, _options.Version);
            await stream.WriteAsync(writer.Written, either.Token);
            await stream.FlushAsync(either.Token);
            var packets = new PacketStream(stream, _options.Version, _options.MaximumPacketSize);
            var answer = await packets.ReadAsync(either.Token);
            return Accept(connect, answer as ConnAckPacket, stream, packets);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private ConnectPacket MakeConnect()
    {
        var isModern = _options.Version == MqttVersion.V500;
        var cleanStart = _options.CleanStart && !(isModern && _hasConnected && _options.SessionExpiry > TimeSpan.Zero);
        return new ConnectPacket(_options.Version, _clientId, cleanStart, (ushort)_options.KeepAlive.TotalSeconds)
        {
            Will = _options.Will?.Invoke(),
            UserName = _options.UserName,
            Password = _options.Password is { } password ? Encoding.UTF8.GetBytes(password) : default(ReadOnlyMemory<byte>?),
            Properties = !isModern ? [] :
            [
                new(MqttPropertyId.SessionExpiryInterval, (uint)_options.SessionExpiry.TotalSeconds),
                new(MqttPropertyId.ReceiveMaximum, (uint)_options.ReceiveMaximum),
                new(MqttPropertyId.MaximumPacketSize, (uint)_options.MaximumPacketSize),
            ],
        };
    }

    private MqttConnection Accept(ConnectPacket connect, ConnAckPacket? answer, Stream stream, PacketStream packets)
    {
        if (answer is null)
            throw new MqttException("the broker closed the connection, or answered something else, before it accepted it");
        var reason = _options.Version == MqttVersion.V311 ? ReasonCode.OfReturnCode(answer.Reason) : answer.Reason;
        if (reason != ReasonCode.Success)
            throw new MqttException($"the broker refuses the connection: {ReasonCode.Describe(reason)}");
        if (answer.SessionPresent && connect.CleanStart)
            throw new MqttProtocolException(ReasonCode.ProtocolError, "a session, though a clean start was asked for");
        var limits = BrokerLimits.Read(answer, _options);
        _clientId = limits.AssignedClientId ?? _clientId;
        var connection = new MqttConnection(_options, limits, stream, packets, _outgoing, _incoming, _gate);
        if (_options.Subscriptions.Count > 0)
            connection.Reply(Subscribe());
        _incoming.Restart(answer.SessionPresent);
        _hasConnected = true;
        lock (_gate)
        {
            _outgoing.Restart(answer.SessionPresent);
            _connection = connection;
        }

        MqttLog.Up(_options.Logger, _options.Host, _options.Port);
        _isDown = false;
        _options.Observer?.Connected(answer.SessionPresent);
        return connection;
    }

    /// <summary>Asked for each time: the broker may have lost them, and kept messages come again only for new ones (3.8.3.1, option 1).</summary>
    private SubscribePacket Subscribe()
    {
        const byte retainedForNew = 0x10;
        var options = _options.Version == MqttVersion.V500 ? retainedForNew : (byte)0;
        return new SubscribePacket(OutgoingQueue.LastPacketId + 1, [.. _options.Subscriptions.Select(s => (s.Filter, (byte)(options | (byte)s.Qos)))]);
    }
}
