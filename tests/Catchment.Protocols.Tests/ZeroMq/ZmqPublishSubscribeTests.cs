using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Protocols.Tests.ZeroMq;

public sealed class ZmqPublishSubscribeTests
{
    private static readonly TimeSpan Patience = Catchment.Fixtures.Patience.Limit;

    [Fact]
    public void Messages_reach_those_who_subscribed_to_a_prefix_of_the_topic()
    {
        using var publisher = NewPublisher(out var endpoint);
        using var received = new BlockingCollection<string>();
        using var subscriber = Subscribe([endpoint], ["a"], received);
        PublishUntilSubscribed(publisher, "a0");
        publisher.Publish("b1"u8.ToArray(), "x"u8.ToArray()).ShouldBe(0);
        publisher.Publish("a2"u8.ToArray(), "x"u8.ToArray()).ShouldBe(1);
        Next(received, skip: "a0").ShouldBe("a2|x");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_subscriber_subscribes_after_READY_in_the_form_of_the_version_of_the_peer(byte minor)
    {
        using var listener = new RawListener();
        using var received = new BlockingCollection<string>();
        using var subscriber = Subscribe([listener.Endpoint], ["topic", ""], received);
        using var peer = listener.AcceptHandshake("PUB", minor);
        foreach (var topic in new[] { "topic", "" })
        {
            var (flags, name, body) = peer.ReadFrame();
            flags.ShouldBe((byte)(minor == 0 ? 0 : 4));
            name.ShouldBe(minor == 0 ? "" : "SUBSCRIBE");
            Encoding.ASCII.GetString(body).ShouldBe(minor == 0 ? "\x1" + topic : topic);
        }
    }

    [Fact]
    public void What_was_not_subscribed_to_is_not_handed_on()
    {
        using var listener = new RawListener();
        using var received = new BlockingCollection<string>();
        using var subscriber = Subscribe([listener.Endpoint], ["a"], received);
        using var peer = listener.AcceptHandshake("PUB");
        peer.ReadFrame();
        peer.Send([.. RawPeer.Message("b"u8.ToArray()), .. RawPeer.Message("a"u8.ToArray())]);
        Next(received).ShouldBe("a");
    }

    [Fact]
    public void One_subscriber_hears_several_publishers_and_knows_which()
    {
        using var first = NewPublisher(out var one);
        using var second = NewPublisher(out var two);
        var from = new ConcurrentDictionary<ZmqEndpoint, bool>();
        using var both = new ManualResetEventSlim();
        using var subscriber = new ZmqSubscriber([one, two], ZmqSubscriber.Everything, (_, endpoint) =>
        {
            from.TryAdd(endpoint, true);
            if (from.Count == 2) both.Set();
        });
        subscriber.Start();
        PublishUntilSubscribed(first, "x");
        PublishUntilSubscribed(second, "y");
        both.Wait(Patience).ShouldBeTrue();
        from.Keys.ShouldBe([one, two], ignoreOrder: true);
        subscriber.ConnectedCount.ShouldBe(2);
    }

    [Fact]
    public void A_handler_that_throws_loses_its_message_only()
    {
        using var listener = new RawListener();
        using var second = new ManualResetEventSlim();
        using var subscriber = new ZmqSubscriber([listener.Endpoint], ZmqSubscriber.Everything, (message, _) =>
        {
            if (message[0][0] == 1) throw new InvalidOperationException("on purpose");
            second.Set();
        });
        subscriber.Start();
        using var peer = listener.AcceptHandshake("PUB");
        peer.Send([.. RawPeer.Message([1]), .. RawPeer.Message([2])]);
        second.Wait(Patience).ShouldBeTrue();
    }

    [Fact]
    public void A_publisher_that_comes_back_is_subscribed_to_again()
    {
        var publisher = NewPublisher(out var endpoint);
        using var received = new BlockingCollection<string>();
        using var subscriber = Subscribe([endpoint], [""], received);
        PublishUntilSubscribed(publisher, "old");
        publisher.Dispose();
        using var again = new ZmqPublisher([endpoint]);
        again.Start();
        PublishUntilSubscribed(again, "new");
        Next(received, skip: "old").ShouldBe("new");
    }

    [Fact]
    public void A_publisher_understands_both_forms_of_subscription()
    {
        using var publisher = NewPublisher(out var endpoint);
        using var old = Handshake(endpoint, minor: 0);
        using var modern = Handshake(endpoint, minor: 1);
        old.Send(RawPeer.Message([1, .. "a"u8]));
        modern.Send(RawPeer.Command("SUBSCRIBE", [.. "a"u8]));
        SpinWait.SpinUntil(() => publisher.Publish("a"u8.ToArray()) == 2, Patience).ShouldBeTrue();
        old.Send(RawPeer.Message([0, .. "a"u8]));
        modern.Send(RawPeer.Command("CANCEL", [.. "a"u8]));
        SpinWait.SpinUntil(() => publisher.Publish("a"u8.ToArray()) == 0, Patience).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Too_many_subscriptions_cost_the_connection(byte minor)
    {
        var observer = new RecordingObserver();
        using var publisher = NewPublisher(out var endpoint, new ZmqPublisherOptions { MaxSubscriptions = 2, Observer = observer });
        using var peer = Handshake(endpoint, minor);
        for (byte i = 0; i < 3; i++) peer.Send(minor == 0 ? RawPeer.Message([1, i]) : RawPeer.Command("SUBSCRIBE", i));
        observer.NextEnd().ShouldBe(ZmqCloseReason.TooManySubscriptions);
    }

    [Fact]
    public void Messages_for_a_subscriber_that_does_not_read_are_dropped_and_counted_and_the_others_get_theirs()
    {
        var observer = new RecordingObserver();
        var options = new ZmqPublisherOptions { HighWaterMark = 3, Observer = observer };
        using var publisher = NewPublisher(out var endpoint, options);
        using var deaf = Handshake(endpoint);
        deaf.Send(RawPeer.Command("SUBSCRIBE"));
        PublishUntilSubscribed(publisher, "x");
        var message = new byte[4 << 20];
        SpinWait.SpinUntil(() => publisher.Publish(message) == 0, Patience).ShouldBeTrue();
        observer.NextDiscard().ShouldBe(ZmqDiscard.QueueFull);

        using var received = new BlockingCollection<string>();
        using var good = Subscribe([endpoint], ["good"], received);
        SpinWait.SpinUntil(() => publisher.Publish("good"u8.ToArray()) >= 0 && received.Count > 0, Patience).ShouldBeTrue();
        Next(received).ShouldBe("good");
    }

    [Fact]
    public async Task With_the_policy_to_wait_nothing_is_dropped()
    {
        var options = new ZmqPublisherOptions { HighWaterMark = 2, Policy = ZmqQueuePolicy.Wait };
        using var publisher = NewPublisher(out var endpoint, options);
        using var peer = Handshake(endpoint);
        peer.Send(RawPeer.Command("SUBSCRIBE", 7));
        SpinWait.SpinUntil(() => publisher.Publish((byte[])[7]) == 1, Patience).ShouldBeTrue();
        var publishing = Task.Run(() =>
        {
            for (var i = 0; i < 50; i++) publisher.Publish((byte[])[7], new byte[1 << 20]).ShouldBe(1);
        });
        while (peer.ReadMessage().Count == 1)
        {
            // Those of the wait for the subscription.
        }

        for (var i = 1; i < 50; i++) peer.ReadMessage()[1].Length.ShouldBe(1 << 20);
        await publishing;
    }

    [Fact]
    public async Task Stopping_in_good_order_sends_what_is_queued()
    {
        using var publisher = NewPublisher(out var endpoint);
        using var peer = Handshake(endpoint);
        peer.Send(RawPeer.Command("SUBSCRIBE", 7));
        SpinWait.SpinUntil(() => publisher.Publish((byte[])[7]) == 1, Patience).ShouldBeTrue();
        for (var i = 0; i < 20; i++) publisher.Publish((byte[])[7], new byte[1 << 20]);
        var stopping = publisher.StopAsync(Patience);
        var large = 0;
        while (large < 20)
            if (peer.ReadMessage().Count == 2) large++;
        peer.ReadToEnd().ShouldBeEmpty();
        peer.Dispose();
        (await stopping).ShouldBeTrue();
    }

    private static RawPeer Handshake(ZmqEndpoint endpoint, byte minor = 1) =>
        RawPeer.Handshake(new IPEndPoint(IPAddress.Loopback, endpoint.Port), "SUB", minor);

    private static ZmqPublisher NewPublisher(out ZmqEndpoint endpoint, ZmqPublisherOptions? options = null)
    {
        var publisher = new ZmqPublisher([ZmqEndpoint.Parse("127.0.0.1:0")], options);
        endpoint = new ZmqEndpoint("127.0.0.1", publisher.Start()[0].Port);
        return publisher;
    }

    private static ZmqSubscriber Subscribe(ZmqEndpoint[] endpoints, string[] topics, BlockingCollection<string> received)
    {
        var subscriber = new ZmqSubscriber(
            endpoints,
            [.. topics.Select(topic => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(topic))],
            (message, _) => received.Add(string.Join('|', Enumerable.Range(0, message.FrameCount).Select(i => Encoding.ASCII.GetString(message[i])))));
        subscriber.Start();
        return subscriber;
    }

    /// <summary>A subscription takes effect when it arrives; until then messages go to nobody.</summary>
    private static void PublishUntilSubscribed(ZmqPublisher publisher, string topic) =>
        SpinWait.SpinUntil(() => publisher.Publish(Encoding.ASCII.GetBytes(topic)) == 1, Patience).ShouldBeTrue();

    private static string Next(BlockingCollection<string> received, string? skip = null)
    {
        while (received.TryTake(out var text, Patience))
            if (!string.Equals(text, skip, StringComparison.Ordinal)) return text;
        throw new TimeoutException("no message came");
    }
}
