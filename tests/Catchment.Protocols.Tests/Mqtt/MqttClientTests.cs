using System.Text;
using System.Threading.Channels;
using Catchment.Protocols.Mqtt;
using Catchment.Protocols.Mqtt.Wire;

namespace Catchment.Protocols.Tests.Mqtt;

public sealed class MqttClientTests
{
    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V500)]
    public async Task A_publication_ends_with_its_acknowledgement(MqttVersion version)
    {
        using var broker = new StubBroker(version);
        await using var client = Start(broker, version);
        var connection = await broker.AcceptAsync();

        await client.PublishAsync(Message("zero", MqttQos.AtMostOnce)).InTimeAsync();
        (await connection.ReadAsync<PublishPacket>()).Message.Topic.ShouldBe("zero");

        var once = client.PublishAsync(Message("one", MqttQos.AtLeastOnce));
        var one = await connection.ReadAsync<PublishPacket>();
        once.IsCompleted.ShouldBeFalse();
        one.IsDuplicate.ShouldBeFalse();
        await connection.SendAsync(new AcknowledgementPacket(MqttPacketType.PubAck, one.PacketId));
        await once.InTimeAsync();

        var exactly = client.PublishAsync(Message("two", MqttQos.ExactlyOnce));
        var two = await connection.ReadAsync<PublishPacket>();
        await connection.SendAsync(new AcknowledgementPacket(MqttPacketType.PubRec, two.PacketId));
        (await connection.ReadAsync<AcknowledgementPacket>()).ShouldBe(new AcknowledgementPacket(MqttPacketType.PubRel, two.PacketId), AcknowledgementsAlike);
        exactly.IsCompleted.ShouldBeFalse();
        await connection.SendAsync(new AcknowledgementPacket(MqttPacketType.PubComp, two.PacketId));
        await exactly.InTimeAsync();
        client.Pending.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_not_acknowledged_is_sent_again_in_order(bool sessionPresent)
    {
        using var broker = new StubBroker(MqttVersion.V311);
        await using var client = Start(broker, MqttVersion.V311, o => o with { CleanStart = false });
        var first = await broker.AcceptAsync();
        var done = Enumerable.Range(0, 4).Select(i => client.PublishAsync(Message($"{i}", i == 1 ? MqttQos.ExactlyOnce : MqttQos.AtLeastOnce))).ToArray();
        var sent = new List<PublishPacket>();
        while (sent.Count < 4) sent.Add(await first.ReadAsync<PublishPacket>());
        await first.SendAsync(new AcknowledgementPacket(MqttPacketType.PubRec, sent[1].PacketId));
        await first.ReadAsync<AcknowledgementPacket>();
        first.Dispose();

        var second = await broker.AcceptAsync(sessionPresent);

        var again = await second.ReadAsync<PublishPacket>();
        (again.Message.Topic, again.PacketId, again.IsDuplicate).ShouldBe(("0", sent[0].PacketId, true));
        if (sessionPresent)
        {
            (await second.ReadAsync<AcknowledgementPacket>()).Kind.ShouldBe(MqttPacketType.PubRel);
        }
        else
        {
            (await second.ReadAsync<PublishPacket>()).Message.Topic.ShouldBe("1"); // Forgotten with the session: twice is better than never.
            await second.SendAsync(new AcknowledgementPacket(MqttPacketType.PubRec, sent[1].PacketId));
        }

        (await second.ReadAsync<PublishPacket>()).Message.Topic.ShouldBe("2");
        (await second.ReadAsync<PublishPacket>()).Message.Topic.ShouldBe("3");
        foreach (var packet in sent) await second.SendAsync(new AcknowledgementPacket(packet.Message.Qos == MqttQos.AtLeastOnce ? MqttPacketType.PubAck : MqttPacketType.PubComp, packet.PacketId));
        await Task.WhenAll(done).InTimeAsync();
    }

    [Fact]
    public async Task No_more_is_unacknowledged_than_the_broker_allows()
    {
        using var broker = new StubBroker(MqttVersion.V500);
        await using var client = Start(broker, MqttVersion.V500);
        var connection = await broker.AcceptAsync(false, new MqttProperty(MqttPropertyId.ReceiveMaximum, 2));
        var done = Enumerable.Range(0, 5).Select(i => client.PublishAsync(Message($"{i}", MqttQos.AtLeastOnce))).ToArray();
        var unlimited = client.PublishAsync(Message("after", MqttQos.AtMostOnce));

        for (var i = 0; i < 5; i += 2)
        {
            var two = new List<PublishPacket> { await connection.ReadAsync<PublishPacket>() };
            if (i < 4) two.Add(await connection.ReadAsync<PublishPacket>());

            // A ping comes only when the sending loop has nothing else that it may send: the third message is not on its way.
            foreach (var packet in two) await connection.SendAsync(new AcknowledgementPacket(MqttPacketType.PubAck, packet.PacketId));
        }

        await Task.WhenAll(done).InTimeAsync();
        await unlimited.InTimeAsync();
    }

    [Fact]
    public async Task What_the_broker_does_not_take_is_refused_or_made_to_fit()
    {
        using var broker = new StubBroker(MqttVersion.V500);
        await using var client = Start(broker, MqttVersion.V500);
        var connection = await broker.AcceptAsync(
            false, new MqttProperty(MqttPropertyId.MaximumPacketSize, 40), new MqttProperty(MqttPropertyId.MaximumQos, 1), new MqttProperty(MqttPropertyId.RetainAvailable, 0));

        (await Should.ThrowAsync<MqttRefusedException>(client.PublishAsync(new MqttMessage("t", new byte[40], MqttQos.AtLeastOnce)).InTimeAsync())).ReasonCode.ShouldBe((byte)0x95);
        var published = client.PublishAsync(new MqttMessage("t", default, MqttQos.ExactlyOnce, Retain: true));
        var sent = await connection.ReadAsync<PublishPacket>();
        (sent.Message.Qos, sent.Message.Retain).ShouldBe((MqttQos.AtLeastOnce, false));
        await connection.SendAsync(new AcknowledgementPacket(MqttPacketType.PubAck, sent.PacketId, 0x87));
        (await Should.ThrowAsync<MqttRefusedException>(published.InTimeAsync())).ReasonCode.ShouldBe((byte)0x87);
        await Should.ThrowAsync<MqttRefusedException>(client.PublishAsync(Message("a/#", MqttQos.AtMostOnce)));
        await Should.ThrowAsync<MqttRefusedException>(client.PublishAsync(Message("a", MqttQos.AtMostOnce) with { Properties = [new(MqttPropertyId.TopicAlias, 1)] }));
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V500)]
    public async Task Arrived_messages_are_handed_over_in_order_and_acknowledged_behind_it(MqttVersion version)
    {
        var arrived = Channel.CreateUnbounded<string>();
        using var broker = new StubBroker(version);
        await using var client = Start(broker, version, o => o with
        {
            Subscriptions = [new MqttSubscription("a/#", MqttQos.ExactlyOnce)],
            Handler = (message, _) => arrived.Writer.WriteAsync(Encoding.UTF8.GetString(message.Payload.Span), CancellationToken.None),
        });
        var connection = await broker.AcceptAsync();
        var subscribe = await connection.ReadAsync<SubscribePacket>();
        subscribe.Filters.ShouldHaveSingleItem().Filter.ShouldBe("a/#");
        await connection.SendAsync(new SubscriptionAnswerPacket(MqttPacketType.SubAck, subscribe.PacketId, [2]));

        await connection.SendAsync(new PublishPacket(new MqttMessage("a/x", "0"u8.ToArray()), 0, false));
        await connection.SendAsync(new PublishPacket(new MqttMessage("a/x", "1"u8.ToArray(), MqttQos.AtLeastOnce), 5, false));
        (await connection.ReadAsync<AcknowledgementPacket>()).ShouldBe(new AcknowledgementPacket(MqttPacketType.PubAck, 5), AcknowledgementsAlike);
        var two = new PublishPacket(new MqttMessage("a/x", "2"u8.ToArray(), MqttQos.ExactlyOnce), 6, false);
        await connection.SendAsync(two);
        (await connection.ReadAsync<AcknowledgementPacket>()).ShouldBe(new AcknowledgementPacket(MqttPacketType.PubRec, 6), AcknowledgementsAlike);
        await connection.SendAsync(two with { IsDuplicate = true });
        (await connection.ReadAsync<AcknowledgementPacket>()).ShouldBe(new AcknowledgementPacket(MqttPacketType.PubRec, 6), AcknowledgementsAlike);
        await connection.SendAsync(new AcknowledgementPacket(MqttPacketType.PubRel, 6));
        (await connection.ReadAsync<AcknowledgementPacket>()).ShouldBe(new AcknowledgementPacket(MqttPacketType.PubComp, 6), AcknowledgementsAlike);

        for (var i = 0; i < 3; i++) (await arrived.Reader.ReadAsync().AsTask().InTimeAsync()).ShouldBe($"{i}");
        arrived.Reader.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Silence_is_asked_about_and_ends_the_connection()
    {
        var time = new ManualTime();
        using var broker = new StubBroker(MqttVersion.V311);
        await using var client = Start(broker, MqttVersion.V311, o => o with { TimeProvider = time, KeepAlive = TimeSpan.FromSeconds(30) });
        var connection = await broker.AcceptAsync();
        await time.TimerSetAsync(TimeSpan.FromSeconds(15));

        time.Advance(TimeSpan.FromSeconds(15));
        (await connection.ReadAsync<PingPacket>()).Kind.ShouldBe(MqttPacketType.PingReq);
        time.Advance(TimeSpan.FromSeconds(15));
        (await connection.ReadAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Pauses_between_attempts_double_up_to_their_limit()
    {
        var time = new ManualTime();
        using var broker = new StubBroker(MqttVersion.V311);
        await using var client = Start(broker, MqttVersion.V311, o => o with { TimeProvider = time, KeepAlive = TimeSpan.Zero, ReconnectMax = TimeSpan.FromSeconds(5) });
        foreach (var pause in new[] { 1, 2, 4, 5, 5 })
        {
            using (var refused = await broker.AcceptRawAsync())
            {
                await refused.ReadAsync<ConnectPacket>();
                await refused.SendAsync(new ConnAckPacket(false, 5));
            }

            await time.TimerSetAsync(TimeSpan.FromSeconds(pause));
            time.Advance(TimeSpan.FromSeconds(pause));
        }

        await broker.AcceptAsync();
    }

    [Theory]
    [InlineData("3003000100", 0x81)] // no text
    [InlineData("D000D000D000F00100", 0x82)] // AUTH, of which nothing was said
    [InlineData("30070001610323" + "0001", 0x94)] // a topic alias
    [InlineData("30FFFFFF7F", 0x95)] // too large
    public async Task A_broker_that_breaks_the_rules_is_told_and_left(string hex, byte reason)
    {
        using var broker = new StubBroker(MqttVersion.V500);
        await using var client = Start(broker, MqttVersion.V500);
        var connection = await broker.AcceptAsync();
        await connection.SendAsync(Convert.FromHexString(hex));
        (await connection.ReadAsync<ReasonPacket>()).Reason.ShouldBe(reason);
        (await connection.ReadAsync()).ShouldBeNull();
        await broker.AcceptAsync();
    }

    [Fact]
    public async Task The_connection_says_who_it_is_and_what_it_leaves()
    {
        using var broker = new StubBroker(MqttVersion.V500);
        await using (Start(broker, MqttVersion.V500, o => o with
        {
            ClientId = "me",
            UserName = "u",
            Password = "p",
            CleanStart = false,
            SessionExpiry = TimeSpan.FromMinutes(1),
            Will = () => new MqttMessage("gone", "x"u8.ToArray(), MqttQos.AtLeastOnce, Retain: true),
        }))
        {
            var connection = await broker.AcceptRawAsync();
            var connect = await connection.ReadAsync<ConnectPacket>();
            (connect.ClientId, connect.UserName, connect.CleanStart, connect.KeepAlive).ShouldBe(("me", "u", false, (ushort)60));
            Encoding.UTF8.GetString(connect.Password!.Value.Span).ShouldBe("p");
            connect.Will!.Topic.ShouldBe("gone");
            connect.Properties.ShouldContain(new MqttProperty(MqttPropertyId.SessionExpiryInterval, 60));
            connect.Properties.ShouldNotContain(p => p.Id == MqttPropertyId.TopicAliasMaximum);
            await connection.SendAsync(new ConnAckPacket(false, 0));
        }
    }

    [Fact]
    public async Task A_closed_client_says_goodbye_and_keeps_nobody_waiting()
    {
        using var broker = new StubBroker(MqttVersion.V311);
        var client = Start(broker, MqttVersion.V311);
        var connection = await broker.AcceptAsync();
        var waiting = client.PublishAsync(Message("t", MqttQos.AtLeastOnce));
        await connection.ReadAsync<PublishPacket>();

        await client.DisposeAsync();

        (await connection.ReadAsync<ReasonPacket>()).Kind.ShouldBe(MqttPacketType.Disconnect);
        await Should.ThrowAsync<MqttException>(waiting);
        await Should.ThrowAsync<MqttException>(client.PublishAsync(Message("t", MqttQos.AtMostOnce)));
    }

    [Fact]
    public async Task Only_so_many_wait_and_one_that_is_given_up_is_not_sent()
    {
        using var broker = new StubBroker(MqttVersion.V311);
        await using var client = Start(broker, MqttVersion.V311, o => o with { MaximumPending = 2 });
        using var giveUp = new CancellationTokenSource();
        var first = client.PublishAsync(Message("given up", MqttQos.AtLeastOnce), giveUp.Token);
        var second = client.PublishAsync(Message("second", MqttQos.AtMostOnce));
        await Should.ThrowAsync<MqttException>(client.PublishAsync(Message("third", MqttQos.AtMostOnce)));
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);

        var connection = await broker.AcceptAsync();
        (await connection.ReadAsync<PublishPacket>()).Message.Topic.ShouldBe("second");
        await second.InTimeAsync();
    }

    private static readonly IEqualityComparer<AcknowledgementPacket> AcknowledgementsAlike =
        EqualityComparer<AcknowledgementPacket>.Create((a, b) => (a!.Kind, a.PacketId, a.Reason) == (b!.Kind, b.PacketId, b.Reason), p => p.PacketId);

    private static MqttMessage Message(string topic, MqttQos qos) => new(topic, "x"u8.ToArray(), qos);

    private static MqttClient Start(StubBroker broker, MqttVersion version, Func<MqttClientOptions, MqttClientOptions>? change = null)
    {
        var options = new MqttClientOptions { Host = "127.0.0.1", Port = broker.Port, Version = version, ClientId = "c", ReconnectMin = TimeSpan.FromMilliseconds(1) };
        if (change is not null) options = change(options);
        if (options.TimeProvider != TimeProvider.System) options = options with { ReconnectMin = TimeSpan.FromSeconds(1) };
        var client = new MqttClient(options);
        client.Start();
        return client;
    }
}
