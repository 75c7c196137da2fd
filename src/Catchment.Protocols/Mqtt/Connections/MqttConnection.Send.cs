using System.Threading.Channels;
using Catchment.Protocols.Mqtt.Wire;

namespace Catchment.Protocols.Mqtt.Connections;

/// <content>The sending half.</content>
internal sealed partial class MqttConnection
{
    private const int BatchBytes = 64 * 1024;
    private const int MostReplyBytes = 1024 * 1024;

    private readonly Channel<bool> _work =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly List<Outgoing> _unacknowledged = []; // Of QoS 0: done with when written.
    private MqttWriter _replies = new();
    private MqttWriter _batch = new();
    private bool _isCutShort;
    private bool _toldLessQos;
    private bool _toldNotRetained;

    /// <summary>There is something to send.</summary>
    public void Wake() => _work.Writer.TryWrite(true);

    /// <summary>Queues a packet that goes before the messages.</summary>
    /// <exception cref="MqttProtocolException">The broker asks for answers and does not read them.</exception>
    public void Reply(MqttPacket packet)
    {
        lock (_gate)
        {
            if (_replies.Length > MostReplyBytes)
                throw new MqttProtocolException(ReasonCode.ProtocolError, "the broker does not read the answers that it asks for");
            MqttEncoder.Write(_replies, packet, _options.Version);
        }

        Wake();
    }

    private async Task SendAsync(CancellationToken cancel)
    {
        while (true)
        {
            await _work.Reader.ReadAsync(cancel);
            while (Collect())
            {
                _isCutShort = true;
                await _stream.WriteAsync(_batch.Written, cancel);
                await _stream.FlushAsync(cancel);
                _isCutShort = false;
                _hasSent = true;
                foreach (var outgoing in _unacknowledged)
                    outgoing.Completion.TrySetResult();
                _unacknowledged.Clear();
            }
        }
    }

    /// <summary>Fills the batch with what may be sent now.</summary>
    /// <returns>False when there is nothing.</returns>
    private bool Collect()
    {
        lock (_gate)
        {
            _batch.Clear();
            (_batch, _replies) = (_replies, _batch);
            while (_batch.Length < BatchBytes && _outgoing.Peek(_limits.ReceiveMaximum) is { } outgoing)
                Collect(outgoing);
            return _batch.Length > 0;
        }
    }

    private void Collect(Outgoing outgoing)
    {
        if (outgoing.State == OutgoingState.Released)
        {
            _outgoing.Send(outgoing);
            MqttEncoder.Write(_batch, new AcknowledgementPacket(MqttPacketType.PubRel, outgoing.PacketId), _options.Version);
            return;
        }

        var message = Fit(outgoing.Message);
        if (MqttEncoder.SizeOfPublish(message, _options.Version) is var size && size > _limits.MaximumPacketSize)
        {
            _outgoing.Remove(outgoing);
            outgoing.Completion.TrySetException(new MqttRefusedException(
                $"A message to '{message.Topic}' takes {size} bytes; the broker takes {_limits.MaximumPacketSize}", ReasonCode.PacketTooLarge));
            return;
        }

        var isRepeated = outgoing.State == OutgoingState.Sent;
        if (message.Qos == MqttQos.AtMostOnce)
        {
            _outgoing.Remove(outgoing);
            _unacknowledged.Add(outgoing);
        }
        else
        {
            _outgoing.Send(outgoing);
        }

        MqttEncoder.WritePublish(_batch, message, outgoing.PacketId, isRepeated && message.Qos != MqttQos.AtMostOnce, _options.Version);
        _options.Observer?.Sent(message.Payload.Length, isRepeated);
    }

    /// <summary>The message as this broker takes it: with the QoS that it has, and not to be kept where nothing is (3.2.2.3.4, 3.2.2.3.5).</summary>
    private MqttMessage Fit(MqttMessage message)
    {
        if (message.Qos > _limits.MaximumQos)
        {
            message = message with { Qos = _limits.MaximumQos };
            if (!_toldLessQos)
                MqttLog.LessQos(_options.Logger, _options.Host, _options.Port, _limits.MaximumQos);
            _toldLessQos = true;
        }

        if (message.Retain && !_limits.RetainAvailable)
        {
            message = message with { Retain = false };
            if (!_toldNotRetained)
                MqttLog.NotRetained(_options.Logger, _options.Host, _options.Port);
            _toldNotRetained = true;
        }

        return message;
    }

    /// <summary>What was written last may have been lost with the connection.</summary>
    private void FailUnacknowledged()
    {
        foreach (var outgoing in _unacknowledged)
            outgoing.Completion.TrySetException(new MqttException($"The connection ended while a message to '{outgoing.Message.Topic}' was sent"));
        _unacknowledged.Clear();
    }
}
