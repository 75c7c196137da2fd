namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>Writes packets.</summary>
internal static class MqttEncoder
{
    private static readonly MqttProperty[] None = [];

    /// <summary>Appends a packet.</summary>
    /// <exception cref="MqttException">Something of it has no place on the wire; nothing was written.</exception>
    public static void Write(MqttWriter writer, MqttPacket packet, MqttVersion version)
    {
        switch (packet)
        {
            case ConnectPacket connect:
                WriteConnect(writer, connect);
                break;
            case ConnAckPacket answer:
                var size = SizeOf(answer.Properties, version);
                writer.WriteHeader(MqttPacketType.ConnAck, 0, 2 + size.Total);
                writer.WriteByte(answer.SessionPresent ? (byte)1 : (byte)0);
                writer.WriteByte(answer.Reason);
                Properties(writer, answer.Properties, size, version);
                break;
            case PublishPacket publish:
                WritePublish(writer, publish.Message, publish.PacketId, publish.IsDuplicate, version);
                break;
            case AcknowledgementPacket acknowledgement:
                WriteReason(writer, acknowledgement, acknowledgement.PacketId, acknowledgement.Reason, version);
                break;
            case SubscribePacket subscribe:
                WriteSubscribe(writer, subscribe, version);
                break;
            case UnsubscribePacket unsubscribe:
                WriteUnsubscribe(writer, unsubscribe, version);
                break;
            case SubscriptionAnswerPacket answers:
                var properties = SizeOf(answers.Properties, version);
                writer.WriteHeader(answers.Kind, 0, 2 + properties.Total + answers.Reasons.Count);
                writer.WriteTwo(answers.PacketId);
                Properties(writer, answers.Properties, properties, version);
                foreach (var reason in answers.Reasons)
                    writer.WriteByte(reason);
                break;
            case ReasonPacket reason:
                WriteReason(writer, reason, 0, reason.Reason, version);
                break;
            default:
                writer.WriteHeader(packet.Type, 0, 0);
                break;
        }
    }

    /// <summary>The bytes that a PUBLISH takes as a whole.</summary>
    /// <exception cref="MqttException">Something of it has no place on the wire.</exception>
    public static long SizeOfPublish(MqttMessage message, MqttVersion version)
    {
        var body = BodyOfPublish(message, SizeOf(message.Properties, version).Total);
        return 1 + MqttWriter.SizeOfVariable((int)Math.Min(body, MqttWriter.LargestVariable)) + body;
    }

    /// <summary>Appends a PUBLISH.</summary>
    /// <exception cref="MqttException">Something of it has no place on the wire; nothing was written.</exception>
    public static void WritePublish(MqttWriter writer, MqttMessage message, ushort packetId, bool isDuplicate, MqttVersion version)
    {
        var size = SizeOf(message.Properties, version);
        var flags = (isDuplicate ? 8 : 0) | ((int)message.Qos << 1) | (message.Retain ? 1 : 0);
        var body = BodyOfPublish(message, size.Total);
        writer.WriteHeader(MqttPacketType.Publish, flags, (int)Math.Min(body, int.MaxValue));
        writer.WriteText(message.Topic);
        if (message.Qos != MqttQos.AtMostOnce)
            writer.WriteTwo(packetId);
        Properties(writer, message.Properties, size, version);
        writer.WriteBytes(message.Payload.Span);
    }

    private static long BodyOfPublish(MqttMessage message, int properties) =>
        (long)MqttWriter.SizeOfText(message.Topic) + (message.Qos == MqttQos.AtMostOnce ? 0 : 2) + properties + message.Payload.Length;

    private static void WriteConnect(MqttWriter writer, ConnectPacket connect)
    {
        var version = connect.Version;
        var size = SizeOf(connect.Properties, version);
        var will = connect.Will;
        var willSize = SizeOf(will?.Properties ?? None, version);
        var length = 10 + size.Total + MqttWriter.SizeOfText(connect.ClientId);
        var flags = connect.CleanStart ? 2 : 0;
        if (will is not null)
        {
            flags |= 4 | ((int)will.Qos << 3) | (will.Retain ? 0x20 : 0);
            length += willSize.Total + MqttWriter.SizeOfText(will.Topic) + MqttWriter.SizeOfBinary(will.Payload.Length);
        }

        if (connect.UserName is { } user)
        {
            flags |= 0x80;
            length += MqttWriter.SizeOfText(user);
        }

        if (connect.Password is { } secret)
        {
            flags |= 0x40;
            length += MqttWriter.SizeOfBinary(secret.Length);
        }

        writer.WriteHeader(MqttPacketType.Connect, 0, length);
        writer.WriteText("MQTT");
        writer.WriteByte((byte)version);
        writer.WriteByte((byte)flags);
        writer.WriteTwo(connect.KeepAlive);
        Properties(writer, connect.Properties, size, version);
        writer.WriteText(connect.ClientId);
        if (will is not null)
        {
            Properties(writer, will.Properties, willSize, version);
            writer.WriteText(will.Topic);
            writer.WriteBinary(will.Payload.Span);
        }

        if (connect.UserName is { } name)
            writer.WriteText(name);
        if (connect.Password is { } password)
            writer.WriteBinary(password.Span);
    }

    private static void WriteSubscribe(MqttWriter writer, SubscribePacket subscribe, MqttVersion version)
    {
        var size = SizeOf(subscribe.Properties, version);
        writer.WriteHeader(MqttPacketType.Subscribe, 2, 2 + size.Total + subscribe.Filters.Sum(static f => MqttWriter.SizeOfText(f.Filter) + 1));
        writer.WriteTwo(subscribe.PacketId);
        Properties(writer, subscribe.Properties, size, version);
        foreach (var (filter, options) in subscribe.Filters)
        {
            writer.WriteText(filter);
            writer.WriteByte(options);
        }
    }

    private static void WriteUnsubscribe(MqttWriter writer, UnsubscribePacket unsubscribe, MqttVersion version)
    {
        var size = SizeOf(unsubscribe.Properties, version);
        writer.WriteHeader(MqttPacketType.Unsubscribe, 2, 2 + size.Total + unsubscribe.Filters.Sum(static f => MqttWriter.SizeOfText(f)));
        writer.WriteTwo(unsubscribe.PacketId);
        Properties(writer, unsubscribe.Properties, size, version);
        foreach (var filter in unsubscribe.Filters)
            writer.WriteText(filter);
    }

    /// <summary>Writes a packet whose reason may be left out when it is success without properties (3.4.2.1).</summary>
    private static void WriteReason(MqttWriter writer, MqttPacket packet, ushort packetId, byte reason, MqttVersion version)
    {
        var isShort = version == MqttVersion.V311 || (reason == ReasonCode.Success && packet.Properties.Count == 0);
        var size = SizeOf(packet.Properties, version);
        writer.WriteHeader(packet.Type, packet.Type == MqttPacketType.PubRel ? 2 : 0, (packetId == 0 ? 0 : 2) + (isShort ? 0 : 1 + size.Total));
        if (packetId != 0)
            writer.WriteTwo(packetId);
        if (isShort)
            return;
        writer.WriteByte(reason);
        Properties(writer, packet.Properties, size, version);
    }

    private static (int Properties, int Total) SizeOf(IReadOnlyList<MqttProperty> properties, MqttVersion version)
    {
        if (version == MqttVersion.V311)
            return (0, 0);
        var size = MqttWriter.SizeOf(properties);
        return (size, size + MqttWriter.SizeOfVariable(size));
    }

    private static void Properties(MqttWriter writer, IReadOnlyList<MqttProperty> properties, (int Properties, int Total) size, MqttVersion version)
    {
        if (version == MqttVersion.V500)
            writer.WriteProperties(properties, size.Properties);
    }
}
