using Catchment.Protocols.Mqtt;
using Catchment.Protocols.Mqtt.Wire;

namespace Catchment.Protocols.Tests.Mqtt;

/// <summary>Packets of every type with everything that they may hold.</summary>
internal sealed class RandomPackets(Random random)
{
    private static readonly string[] Texts = ["", "a", "sensor/1", "größe", "温度", "😀", new('x', 300)];
    private static readonly string[] Topics = ["a", "a/b/c", "/", "$SYS/x", "größe/😀", new('t', 200)];
    private static readonly string[] Filters = ["#", "+", "a/+/c", "a/#", "$share/g/a", "+/+"];

    public MqttPacket Next(MqttVersion version)
    {
        var type = (MqttPacketType)random.Next(1, version == MqttVersion.V500 ? 16 : 15);
        switch (type)
        {
            case MqttPacketType.Connect:
                var hasUser = random.Next(2) == 0;
                return new ConnectPacket(version, Pick(Texts), random.Next(2) == 0, Two())
                {
                    Properties = Properties((int)type, version),
                    Will = random.Next(2) == 0 ? null : Message(PropertyTable.Will, version),
                    UserName = hasUser ? Pick(Texts) : null,
                    Password = random.Next(2) == 0 && (hasUser || version == MqttVersion.V500) ? Bytes() : (ReadOnlyMemory<byte>?)null,
                };
            case MqttPacketType.ConnAck:
                return new ConnAckPacket(random.Next(2) == 0, (byte)random.Next(256)) { Properties = Properties((int)type, version) };
            case MqttPacketType.Publish:
                var message = Message((int)type, version);
                return new PublishPacket(message, message.Qos == MqttQos.AtMostOnce ? (ushort)0 : Id(), message.Qos != MqttQos.AtMostOnce && random.Next(2) == 0);
            case MqttPacketType.PubAck or MqttPacketType.PubRec or MqttPacketType.PubRel or MqttPacketType.PubComp:
                return new AcknowledgementPacket(type, Id(), version == MqttVersion.V500 ? (byte)random.Next(256) : (byte)0) { Properties = Properties((int)type, version) };
            case MqttPacketType.Subscribe:
                return new SubscribePacket(Id(), [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => (Pick(Filters), (byte)random.Next(3)))]) { Properties = Properties((int)type, version) };
            case MqttPacketType.Unsubscribe:
                return new UnsubscribePacket(Id(), [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pick(Filters))]) { Properties = Properties((int)type, version) };
            case MqttPacketType.SubAck or MqttPacketType.UnsubAck:
                var count = type == MqttPacketType.UnsubAck && version == MqttVersion.V311 ? 0 : random.Next(1, 5);
                return new SubscriptionAnswerPacket(type, Id(), [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(256))]) { Properties = Properties((int)type, version) };
            case MqttPacketType.PingReq or MqttPacketType.PingResp:
                return new PingPacket(type);
            default:
                return new ReasonPacket(type, version == MqttVersion.V500 ? (byte)random.Next(256) : (byte)0) { Properties = Properties((int)type, version) };
        }
    }

    private MqttMessage Message(int place, MqttVersion version) =>
        new(Pick(Topics), Bytes(), (MqttQos)random.Next(3), random.Next(2) == 0) { Properties = Properties(place, version) };

    private List<MqttProperty> Properties(int place, MqttVersion version)
    {
        var properties = new List<MqttProperty>();
        if (version == MqttVersion.V311)
            return properties;
        foreach (var id in Enum.GetValues<MqttPropertyId>())
        {
            if (!PropertyTable.IsAllowed((uint)id, place) || random.Next(3) > 0)
                continue;
            for (var times = PropertyTable.MayRepeat(id, place) ? random.Next(1, 4) : 1; times > 0; times--)
                properties.Add(Property(id));
        }

        return properties;
    }

    private MqttProperty Property(MqttPropertyId id)
    {
        PropertyTable.TryFind((uint)id, out var kind, out _).ShouldBeTrue();
        return kind switch
        {
            PropertyKind.Flag => new(id, (uint)random.Next(2)),
            PropertyKind.TwoBytes => new(id, Id()),
            PropertyKind.FourBytes => new(id, (uint)random.NextInt64(1, uint.MaxValue)),
            PropertyKind.VariableLength => new(id, (uint)(1 + (random.Next(268_435_455) >> random.Next(28)))),
            PropertyKind.Text => new(id, Text: Pick(Texts)),
            PropertyKind.Binary => new(id, Data: Bytes()),
            _ => new(id, Name: Pick(Texts), Text: Pick(Texts)),
        };
    }

    private byte[] Bytes()
    {
        var bytes = new byte[random.Next(random.Next(4) == 0 ? 400 : 20)];
        random.NextBytes(bytes);
        return bytes;
    }

    private ushort Two() => (ushort)random.Next(65_536);

    private ushort Id() => (ushort)random.Next(1, 65_536);

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
