using Catchment.Protocols.Mqtt.Wire;

namespace Catchment.Protocols.Mqtt.Connections;

/// <content>The receiving half.</content>
internal sealed partial class MqttConnection
{
    private volatile bool _isHandingOver;

    private async Task ReceiveAsync(CancellationToken cancel)
    {
        while (await _packets.ReadAsync(cancel) is { } packet)
        {
            _hasReceived = true;
            switch (packet)
            {
                case PublishPacket publish:
                    await TakeAsync(publish, cancel);
                    break;
                case AcknowledgementPacket { Kind: MqttPacketType.PubRel } release:
                    Reply(new AcknowledgementPacket(
                        MqttPacketType.PubComp, release.PacketId, _incoming.Release(release.PacketId) ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound));
                    break;
                case AcknowledgementPacket acknowledgement:
                    Acknowledge(acknowledgement);
                    break;
                case SubscriptionAnswerPacket { Kind: MqttPacketType.SubAck } answer:
                    Subscribed(answer);
                    break;
                case PingPacket { Kind: MqttPacketType.PingResp }:
                    break;
                case ReasonPacket { Kind: MqttPacketType.Disconnect } farewell when _options.Version == MqttVersion.V500:
                    throw new MqttException($"the broker ended the connection: {ReasonCode.Describe(farewell.Reason)}");
                default:
                    throw new MqttProtocolException(ReasonCode.ProtocolError, $"a packet of type {packet.Type} from the broker");
            }
        }

        throw new MqttException("the broker closed the connection");
    }

    private async ValueTask TakeAsync(PublishPacket publish, CancellationToken cancel)
    {
        var message = publish.Message;
        foreach (var property in message.Properties)
        {
            if (property.Id == MqttPropertyId.TopicAlias)
                throw new MqttProtocolException(ReasonCode.TopicAliasInvalid, "a topic alias, though none was allowed");
        }

        if (!_incoming.Enter(publish, out var isNew))
            throw new MqttProtocolException(ReasonCode.ReceiveMaximumExceeded, $"more than {_options.ReceiveMaximum} unacknowledged messages");
        if (!isNew)
        {
            Reply(new AcknowledgementPacket(MqttPacketType.PubRec, publish.PacketId));
            return;
        }

        _options.Observer?.Received(message.Payload.Length);
        _isHandingOver = true;
        await _incoming.HandOverAsync(this, publish, cancel);
        _isHandingOver = false;
    }

    /// <summary>The handler is done with a message.</summary>
    public void Handled(PublishPacket publish)
    {
        if (publish.Message.Qos == MqttQos.AtMostOnce)
            return;
        var kind = publish.Message.Qos == MqttQos.AtLeastOnce ? MqttPacketType.PubAck : MqttPacketType.PubRec;
        try
        {
            Reply(new AcknowledgementPacket(kind, publish.PacketId));
        }
        catch (MqttProtocolException)
        {
            // The receiving half finds the same and ends the connection; the broker sends the message again.
        }
    }

    private void Acknowledge(AcknowledgementPacket packet)
    {
        Outgoing? done = null;
        lock (_gate)
        {
            var outgoing = _outgoing.Find(packet.PacketId);
            var qos = outgoing is { IsInFlight: true } ? outgoing.Message.Qos : MqttQos.AtMostOnce;
            var isRefused = packet.Reason >= ReasonCode.Failure;
            switch (packet.Kind)
            {
                case MqttPacketType.PubAck when qos != MqttQos.AtMostOnce:
                case MqttPacketType.PubRec when qos == MqttQos.ExactlyOnce && isRefused:
                case MqttPacketType.PubComp when qos == MqttQos.ExactlyOnce && outgoing!.State == OutgoingState.Released:
                    _outgoing.Remove(outgoing!);
                    done = outgoing;
                    break;
                case MqttPacketType.PubRec:
                    if (qos == MqttQos.ExactlyOnce)
                        outgoing!.State = OutgoingState.Released;

                    // Asked about a number that nobody knows any more, the broker has to be let go of it, too (4.3.3).
                    Reply(new AcknowledgementPacket(MqttPacketType.PubRel, packet.PacketId, qos == MqttQos.ExactlyOnce ? ReasonCode.Success : ReasonCode.PacketIdentifierNotFound));
                    break;
            }
        }

        if (done is null)
            return;
        Wake(); // There is room for the next.
        if (packet.Kind == MqttPacketType.PubComp || packet.Reason < ReasonCode.Failure)
            done.Completion.TrySetResult();
        else
            done.Completion.TrySetException(new MqttRefusedException($"The broker refuses a message to '{done.Message.Topic}': {ReasonCode.Describe(packet.Reason)}", packet.Reason));
    }

    private void Subscribed(SubscriptionAnswerPacket answer)
    {
        for (var i = 0; i < _options.Subscriptions.Count && i < answer.Reasons.Count; i++)
        {
            if (answer.Reasons[i] < ReasonCode.Failure)
                continue;
            var filter = _options.Subscriptions[i].Filter;
            MqttLog.SubscriptionRefused(_options.Logger, _options.Host, _options.Port, filter, ReasonCode.Describe(answer.Reasons[i]));
            _options.Observer?.SubscriptionRefused(filter);
        }
    }
}
