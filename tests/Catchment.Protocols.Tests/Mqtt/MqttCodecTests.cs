using Catchment.Protocols.Mqtt;
using Catchment.Protocols.Mqtt.Wire;

namespace Catchment.Protocols.Tests.Mqtt;

public sealed class MqttCodecTests
{
    private const int Limit = 1 << 20;

    [Theory]
    [InlineData(MqttVersion.V311, 1)]
    [InlineData(MqttVersion.V500, 2)]
    public void Every_packet_is_read_back_as_it_was_written(MqttVersion version, int seed)
    {
        var packets = new RandomPackets(new Random(seed));
        for (var round = 0; round < Fuzzing.Rounds(brief: 5_000, full: 500_000); round++)
        {
            var packet = packets.Next(version);
            var bytes = Write(packet, version);
            MqttDecoder.Measure(bytes, Limit, out _).ShouldBe(bytes.Length);

            var read = Read(bytes, version);

            read.GetType().ShouldBe(packet.GetType());
            read.Type.ShouldBe(packet.Type);
            if (Write(read, version).AsSpan().SequenceEqual(bytes) is false) throw new InvalidOperationException($"{packet} came back as {read}");
        }
    }

    [Theory]
    [InlineData(MqttVersion.V311, 3)]
    [InlineData(MqttVersion.V500, 4)]
    public void Whatever_arrives_is_a_packet_or_a_protocol_error(MqttVersion version, int seed)
    {
        var random = new Random(seed);
        var packets = new RandomPackets(random);
        for (var round = 0; round < Fuzzing.Rounds(brief: 30_000, full: 1_000_000); round++)
        {
            byte[] bytes;
            if (random.Next(4) == 0)
            {
                bytes = new byte[random.Next(1, 60)];
                random.NextBytes(bytes);
            }
            else
            {
                bytes = Write(packets.Next(version), version);
                for (var hits = random.Next(1, 4); hits > 0; hits--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                if (random.Next(4) == 0) bytes = bytes[..random.Next(1, bytes.Length + 1)];
            }

            try
            {
                var length = MqttDecoder.Measure(bytes, Limit, out var header);
                if (length == 0 || length > bytes.Length) continue;
                _ = MqttDecoder.Read(bytes[0], bytes.AsSpan(header, length - header), version);
            }
            catch (MqttProtocolException e)
            {
                e.ReasonCode.ShouldBeGreaterThanOrEqualTo((byte)0x80);
            }
        }
    }

    [Fact]
    public void The_bytes_are_those_of_the_standard()
    {
        Hex(new ConnectPacket(MqttVersion.V311, "c", true, 60), MqttVersion.V311).ShouldBe("100D00044D5154540402003C000163");
        Hex(new ConnectPacket(MqttVersion.V500, "c", false, 0) { UserName = "u", Password = "p"u8.ToArray() }, MqttVersion.V500).ShouldBe("101400044D51545405C000000000016300017500" + "0170");
        Hex(new PublishPacket(new MqttMessage("a/b", "hi"u8.ToArray(), MqttQos.AtLeastOnce, Retain: true), 10, IsDuplicate: true), MqttVersion.V311).ShouldBe("3B090003612F62000A6869");
        Hex(new AcknowledgementPacket(MqttPacketType.PubRel, 0x1234), MqttVersion.V500).ShouldBe("62021234");
        Hex(new AcknowledgementPacket(MqttPacketType.PubAck, 1, 0x87), MqttVersion.V500).ShouldBe("400400018700");
        Hex(new SubscribePacket(10, [("a/b", 1), ("c/d", 2)]), MqttVersion.V311).ShouldBe("820E000A0003612F62010003632F6402");
        Hex(new PingPacket(MqttPacketType.PingReq), MqttVersion.V311).ShouldBe("C000");
        Hex(new ReasonPacket(MqttPacketType.Disconnect), MqttVersion.V500).ShouldBe("E000");
    }

    [Theory]
    [InlineData("00", MqttVersion.V311)] // a type that is none
    [InlineData("F000", MqttVersion.V311)] // AUTH is of 5.0
    [InlineData("C100", MqttVersion.V311)] // flags that must not be set
    [InlineData("60020001", MqttVersion.V311)] // PUBREL without its flags
    [InlineData("36050001610001", MqttVersion.V311)] // QoS 3
    [InlineData("3803000161", MqttVersion.V311)] // DUP with QoS 0
    [InlineData("32050001610000", MqttVersion.V311)] // packet identifier 0
    [InlineData("30020000", MqttVersion.V311)] // no topic
    [InlineData("300300012B", MqttVersion.V311)] // a wildcard in a topic
    [InlineData("3003000100", MqttVersion.V311)] // U+0000
    [InlineData("30040002C328", MqttVersion.V311)] // no UTF-8
    [InlineData("30050003EDA080", MqttVersion.V311)] // a surrogate
    [InlineData("3003000561", MqttVersion.V311)] // shorter than its length
    [InlineData("40030001FF", MqttVersion.V311)] // longer than its parts
    [InlineData("20020200", MqttVersion.V311)] // CONNACK flags
    [InlineData("82020001", MqttVersion.V311)] // a SUBSCRIBE to nothing
    [InlineData("8206000100016103", MqttVersion.V311)] // QoS 3
    [InlineData("82070001000261" + "2301", MqttVersion.V311)] // "a#"
    [InlineData("90020001", MqttVersion.V311)] // a SUBACK without an answer
    [InlineData("300700016103010101", MqttVersion.V500)] // more properties than their length... a property cut off
    [InlineData("3008000161" + "0401000100", MqttVersion.V500)] // a property twice
    [InlineData("30060001610201" + "02", MqttVersion.V500)] // a flag of 2
    [InlineData("30060001610221" + "00", MqttVersion.V500)] // a property of another packet
    [InlineData("30070001610323" + "0000", MqttVersion.V500)] // alias 0
    [InlineData("3006000161027F" + "00", MqttVersion.V500)] // a property that is none
    [InlineData("3005000161" + "8000", MqttVersion.V500)] // a number with more bytes than it needs
    public void What_breaks_the_standard_is_refused(string hex, MqttVersion version) =>
        Should.Throw<MqttProtocolException>(() => Read(Convert.FromHexString(hex), version));

    [Fact]
    public void A_length_is_refused_before_any_byte_of_the_body()
    {
        Should.Throw<MqttProtocolException>(() => MqttDecoder.Measure([0x30, 0xFF, 0xFF, 0xFF, 0x7F], Limit, out _)).ReasonCode.ShouldBe(ReasonCode.PacketTooLarge);
        Should.Throw<MqttProtocolException>(() => MqttDecoder.Measure([0x30, 0x80, 0x80, 0x80, 0x80], Limit, out _));
        MqttDecoder.Measure([0x30, 0x80, 0x80], Limit, out _).ShouldBe(0);
        MqttDecoder.Measure([0x30], Limit, out _).ShouldBe(0);
    }

    [Fact]
    public void A_text_that_has_no_place_on_the_wire_is_not_written()
    {
        foreach (var text in new[] { "\uD800", "a\0b", new string('x', 65_536) })
            Should.Throw<MqttException>(() => Write(new ConnectPacket(MqttVersion.V311, text, true, 0), MqttVersion.V311));
    }

    [Fact]
    public void Writing_a_message_allocates_nothing()
    {
        var writer = new MqttWriter();
        var message = new MqttMessage("plant/line/temperature", new byte[100], MqttQos.AtLeastOnce);
        void Publish()
        {
            writer.Clear();
            MqttEncoder.WritePublish(writer, message, 7, isDuplicate: false, MqttVersion.V500);
        }

        Publish();
        Allocations.Of(Publish).ShouldBe(0);
    }

    private static string Hex(MqttPacket packet, MqttVersion version) => Convert.ToHexString(Write(packet, version));

    private static byte[] Write(MqttPacket packet, MqttVersion version)
    {
        var writer = new MqttWriter();
        MqttEncoder.Write(writer, packet, version);
        return writer.Written.ToArray();
    }

    private static MqttPacket Read(byte[] bytes, MqttVersion version)
    {
        var length = MqttDecoder.Measure(bytes, Limit, out var header);
        return MqttDecoder.Read(bytes[0], bytes.AsSpan(header, Math.Min(length, bytes.Length) - header), version);
    }
}
