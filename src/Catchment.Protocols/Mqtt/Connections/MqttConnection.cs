using Catchment.Protocols.Mqtt.Wire;

namespace Catchment.Protocols.Mqtt.Connections;

/// <summary>
/// One connection from the broker's acceptance to its end: a loop that sends, one that receives, one that keeps it alive. What both sides
/// remember beyond it is in the <see cref="OutgoingQueue"/> and the <see cref="IncomingMessages"/>.
/// </summary>
internal sealed partial class MqttConnection
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(1);

    private readonly MqttClientOptions _options;
    private readonly BrokerLimits _limits;
    private readonly Stream _stream;
    private readonly PacketStream _packets;
    private readonly OutgoingQueue _outgoing;
    private readonly IncomingMessages _incoming;
    private readonly Lock _gate;
    private volatile bool _hasSent;
    private volatile bool _hasReceived;

    /// <summary>Takes over a stream on which the broker has accepted the connection.</summary>
    public MqttConnection(
        MqttClientOptions options, BrokerLimits limits, Stream stream, PacketStream packets, OutgoingQueue outgoing, IncomingMessages incoming, Lock gate)
    {
        _options = options;
        _limits = limits;
        _stream = stream;
        _packets = packets;
        _outgoing = outgoing;
        _incoming = incoming;
        _gate = gate;
    }

    /// <summary>Works until the connection ends.</summary>
    /// <param name="stop">Ends it in order: with a DISCONNECT.</param>
    /// <exception cref="MqttException">Why it ended, other than by <paramref name="stop"/>.</exception>
    /// <exception cref="IOException">As every failure of the network: see <see cref="BrokerConnector.IsFailure"/>.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var endSending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var endReceiving = new CancellationTokenSource(); // Later: a WebSocket whose reading is cancelled takes no farewell.
        Wake();
        Task[] loops = [ReceiveAsync(endReceiving.Token), SendAsync(endSending.Token), KeepAliveAsync(endSending.Token)];
        var first = await Task.WhenAny(loops);
        await endSending.CancelAsync();
        try
        {
            await first;
        }
        catch (MqttProtocolException e) when (_options.Version == MqttVersion.V500)
        {
            // A DISCONNECT of 3.1.1 would say that all is well, and take the will away.
            await SayFarewellAsync(loops[1], e.ReasonCode);
            throw;
        }
        catch (OperationCanceledException)
        {
            await SayFarewellAsync(loops[1], ReasonCode.Success);
        }
        finally
        {
            await endReceiving.CancelAsync();
            await CloseAsync();
            await Task.WhenAll(loops).ContinueWith(static _ => { }, TaskScheduler.Default);
            FailUnacknowledged();
        }
    }

    /// <summary>
    /// Looks twice in each keep-alive time whether anything has gone and come; if not, asks for a sign of life. The second look behind an
    /// unanswered question ends the connection, and so does a message that is not acknowledged though the broker is there: over the next one
    /// it is sent again.
    /// </summary>
    private async Task KeepAliveAsync(CancellationToken cancel)
    {
        if (_limits.KeepAlive == TimeSpan.Zero)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _options.TimeProvider, cancel);
            return;
        }

        using var ticks = new PeriodicTimer(_limits.KeepAlive / 2, _options.TimeProvider);
        var watch = new AcknowledgementWatch();
        var hasAsked = false;
        while (await ticks.WaitForNextTickAsync(cancel))
        {
            var isSilent = !_hasReceived && !_isHandingOver; // While our own handler is at work nothing is read.
            if (isSilent && hasAsked)
                throw new MqttException($"the broker has not answered for {_limits.KeepAlive.TotalSeconds / 2} s");
            Outgoing? oldest;
            lock (_gate)
                oldest = _outgoing.OldestInFlight;
            if (watch.IsStuck(oldest))
                throw new MqttException($"the broker has not acknowledged a message to '{oldest!.Message.Topic}' for {_limits.KeepAlive.TotalSeconds * (AcknowledgementWatch.Most - 1) / 2} s");
            hasAsked = isSilent || !_hasSent;
            _hasSent = false;
            _hasReceived = false;
            if (hasAsked)
                Reply(new PingPacket(MqttPacketType.PingReq));
        }
    }

    private async ValueTask CloseAsync()
    {
        try
        {
            await _stream.DisposeAsync();
        }
        catch (Exception e) when (e is OperationCanceledException || BrokerConnector.IsFailure(e))
        {
            // It is closed all the same.
        }
    }

    /// <summary>Tells the broker that this end is meant, unless something is half sent.</summary>
    private async Task SayFarewellAsync(Task sending, byte reason)
    {
        try
        {
            await sending.WaitAsync(FarewellTimeout, _options.TimeProvider).ContinueWith(static _ => { }, TaskScheduler.Default);
            if (!sending.IsCompleted || _isCutShort)
                return;
            using var timeout = new CancellationTokenSource(FarewellTimeout, _options.TimeProvider);
            var writer = new MqttWriter();
            MqttEncoder.Write(writer, new ReasonPacket(MqttPacketType.Disconnect, reason), _options.Version);
            await _stream.WriteAsync(writer.Written, timeout.Token);
            await _stream.FlushAsync(timeout.Token);
        }
        catch (Exception e) when (e is OperationCanceledException || BrokerConnector.IsFailure(e))
        {
            // The broker finds out by the end of the connection.
        }
    }
}
