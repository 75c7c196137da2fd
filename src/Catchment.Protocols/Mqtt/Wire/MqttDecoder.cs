namespace Catchment.Protocols.Mqtt.Wire;

/// <summary>Reads packets. Whatever is wrong with the bytes is a <see cref="MqttProtocolException"/>.</summary>
internal static class MqttDecoder
{
    private const int MostFilters = 10_000;

    /// <summary>Measures the packet that begins here.</summary>
    /// <param name="bytes">What has arrived.</param>
    /// <param name="limit">The most bytes of a packet, header included.</param>
    /// <param name="headerLength">The bytes of its fixed header.</param>
    /// <returns>The bytes of the whole packet; 0: not even its header has arrived.</returns>
    public static int Measure(ReadOnlySpan<byte> bytes, int limit, out int headerLength)
    {
        headerLength = 0;
        if (bytes.IsEmpty)
            return 0;
        MqttReader.PeekVariable(bytes[1..], out var body, out var length);
        if (length == 0)
            return 0;
        headerLength = 1 + length;
        return body + headerLength <= limit
            ? (int)body + headerLength
            : throw new MqttProtocolException(ReasonCode.PacketTooLarge, $"a packet of {body + headerLength} bytes; at most {limit} are taken");
    }

    /// <summary>Reads a packet.</summary>
    /// <param name="first">The first byte of its fixed header.</param>
    /// <param name="body">What follows the fixed header; what has to be kept is copied.</param>
    /// <param name="version">The version of the connection; a CONNECT tells its own.</param>
    public static MqttPacket Read(byte first, ReadOnlySpan<byte> body, MqttVersion version)
    {
        var type = (MqttPacketType)(first >> 4);
        var flags = first & 15;
        if (type == MqttPacketType.Publish)
            return ReadPublish(flags, body, version);
        if (flags != (type is MqttPacketType.PubRel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe ? 2 : 0))
            throw MqttReader.Malformed($"a packet of type {type} with the flags {flags}");
        var reader = new MqttReader(body);
        MqttPacket packet = type switch
        {
            MqttPacketType.Connect => ReadConnect(ref reader),
            MqttPacketType.ConnAck => ReadConnAck(ref reader, version),
            MqttPacketType.PubAck or MqttPacketType.PubRec or MqttPacketType.PubRel or MqttPacketType.PubComp => ReadAcknowledgement(ref reader, type, version),
            MqttPacketType.Subscribe => ReadSubscribe(ref reader, version),
            MqttPacketType.Unsubscribe => ReadUnsubscribe(ref reader, version),
            MqttPacketType.SubAck or MqttPacketType.UnsubAck => ReadAnswers(ref reader, type, version),
            MqttPacketType.PingReq or MqttPacketType.PingResp => new PingPacket(type),
            MqttPacketType.Disconnect => ReadReason(ref reader, type, version),
            MqttPacketType.Auth when version == MqttVersion.V500 => ReadReason(ref reader, type, version),
            _ => throw MqttReader.Malformed($"a packet of type {(int)type}"),
        };
        reader.End();
        return packet;
    }

    private static PublishPacket ReadPublish(int flags, ReadOnlySpan<byte> body, MqttVersion version)
    {
        var qos = (flags >> 1) & 3;
        var isDuplicate = (flags & 8) != 0;
        if (qos == 3 || (qos == 0 && isDuplicate))
            throw MqttReader.Malformed($"a PUBLISH with the flags {flags}");
        var reader = new MqttReader(body);
        var topic = reader.ReadText();
        var id = qos == 0 ? (ushort)0 : reader.ReadPacketId();
        var properties = Properties(ref reader, (int)MqttPacketType.Publish, version);

        // An empty name is an alias' alone (3.3.2.1).
        if (!(topic.Length == 0 ? Has(properties, MqttPropertyId.TopicAlias) : MqttTopic.IsName(topic)))
            throw new MqttProtocolException(ReasonCode.TopicNameInvalid, "a PUBLISH to no topic");
        var message = new MqttMessage(topic, reader.ReadRest().ToArray(), (MqttQos)qos, (flags & 1) != 0) { Properties = properties };
        return new PublishPacket(message, id, isDuplicate) { Properties = properties };
    }

    private static ConnectPacket ReadConnect(ref MqttReader reader)
    {
        var name = reader.ReadText();
        var level = reader.ReadByte();
        if (name is not "MQTT" || level is not ((byte)MqttVersion.V311 or (byte)MqttVersion.V500))
            throw new MqttProtocolException(0x84, $"a CONNECT of another protocol or version ({level})");
        var version = (MqttVersion)level;
        var flags = reader.ReadByte();
        var hasWill = (flags & 4) != 0;
        var willQos = (flags >> 3) & 3;
        if ((flags & 1) != 0 || willQos == 3 || (!hasWill && (flags & 0x38) != 0) || (version == MqttVersion.V311 && (flags & 0xC0) == 0x40))
            throw MqttReader.Malformed($"a CONNECT with the flags 0x{flags:X2}");
        var keepAlive = reader.ReadTwo();
        var properties = Properties(ref reader, (int)MqttPacketType.Connect, version);
        var clientId = reader.ReadText();
        MqttMessage? will = null;
        if (hasWill)
        {
            var willProperties = Properties(ref reader, PropertyTable.Will, version);
            var topic = reader.ReadText();
            if (!MqttTopic.IsName(topic))
                throw new MqttProtocolException(ReasonCode.TopicNameInvalid, "a will to no topic");
            will = new MqttMessage(topic, reader.ReadBinary(), (MqttQos)willQos, (flags & 0x20) != 0) { Properties = willProperties };
        }

        var user = (flags & 0x80) != 0 ? reader.ReadText() : null;
        ReadOnlyMemory<byte>? password = null;
        if ((flags & 0x40) != 0)
            password = reader.ReadBinary();
        return new ConnectPacket(version, clientId, (flags & 2) != 0, keepAlive) { Will = will, UserName = user, Password = password, Properties = properties };
    }

    private static ConnAckPacket ReadConnAck(ref MqttReader reader, MqttVersion version)
    {
        var flags = reader.ReadByte();
        if (flags > 1)
            throw MqttReader.Malformed($"a CONNACK with the flags 0x{flags:X2}");
        var reason = reader.ReadByte();

        // A broker that does not know 5.0 answers as 3.1.1 does: without properties (3.2.2.2).
        var properties = reader.IsAtEnd ? [] : Properties(ref reader, (int)MqttPacketType.ConnAck, version);
        return new ConnAckPacket(flags == 1, reason) { Properties = properties };
    }

    private static AcknowledgementPacket ReadAcknowledgement(ref MqttReader reader, MqttPacketType type, MqttVersion version)
    {
        var id = reader.ReadPacketId();
        var (reason, properties) = OptionalReason(ref reader, type, version);
        return new AcknowledgementPacket(type, id, reason) { Properties = properties };
    }

    private static ReasonPacket ReadReason(ref MqttReader reader, MqttPacketType type, MqttVersion version)
    {
        var (reason, properties) = OptionalReason(ref reader, type, version);
        return new ReasonPacket(type, reason) { Properties = properties };
    }

    private static (byte Reason, IReadOnlyList<MqttProperty> Properties) OptionalReason(ref MqttReader reader, MqttPacketType type, MqttVersion version)
    {
        if (version == MqttVersion.V311 || reader.IsAtEnd)
            return (ReasonCode.Success, []);
        var reason = reader.ReadByte();
        return (reason, reader.IsAtEnd ? [] : reader.ReadProperties((int)type));
    }

    private static SubscribePacket ReadSubscribe(ref MqttReader reader, MqttVersion version)
    {
        var id = reader.ReadPacketId();
        var properties = Properties(ref reader, (int)MqttPacketType.Subscribe, version);
        var filters = new List<(string, byte)>();
        do
        {
            var filter = Filter(ref reader, filters.Count);
            var options = reader.ReadByte();
            if ((options & 3) == 3 || (options & (version == MqttVersion.V311 ? 0xFC : 0xC0)) != 0 || (options & 0x30) == 0x30)
                throw MqttReader.Malformed($"a subscription with the options 0x{options:X2}");
            filters.Add((filter, options));
        }
        while (!reader.IsAtEnd);
        return new SubscribePacket(id, filters) { Properties = properties };
    }

    private static UnsubscribePacket ReadUnsubscribe(ref MqttReader reader, MqttVersion version)
    {
        var id = reader.ReadPacketId();
        var properties = Properties(ref reader, (int)MqttPacketType.Unsubscribe, version);
        var filters = new List<string>();
        do
            filters.Add(Filter(ref reader, filters.Count));
        while (!reader.IsAtEnd);
        return new UnsubscribePacket(id, filters) { Properties = properties };
    }

    private static SubscriptionAnswerPacket ReadAnswers(ref MqttReader reader, MqttPacketType type, MqttVersion version)
    {
        var id = reader.ReadPacketId();
        var properties = Properties(ref reader, (int)type, version);
        if (type == MqttPacketType.UnsubAck && version == MqttVersion.V311)
            return new SubscriptionAnswerPacket(type, id, []);
        var reasons = reader.ReadRest().ToArray();
        return reasons.Length > 0
            ? new SubscriptionAnswerPacket(type, id, reasons) { Properties = properties }
            : throw MqttReader.Malformed($"a {type} that answers nothing");
    }

    private static string Filter(ref MqttReader reader, int before)
    {
        if (before == MostFilters)
            throw MqttReader.Malformed($"more than {MostFilters} filters");
        var filter = reader.ReadText();
        return MqttTopic.IsFilter(filter) ? filter : throw new MqttProtocolException(0x8F, "a filter that is none");
    }

    private static IReadOnlyList<MqttProperty> Properties(ref MqttReader reader, int place, MqttVersion version) =>
        version == MqttVersion.V500 ? reader.ReadProperties(place) : [];

    private static bool Has(IReadOnlyList<MqttProperty> properties, MqttPropertyId id)
    {
        for (var i = 0; i < properties.Count; i++)
        {
            if (properties[i].Id == id)
                return true;
        }

        return false;
    }
}
