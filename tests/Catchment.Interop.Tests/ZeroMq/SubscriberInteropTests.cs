using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Interop.Tests.ZeroMq;

public sealed class SubscriberInteropTests
{
    // More than the first one counts to.
    private const int Second = 1_000_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData]
    [InlineData("heartbeat")]
    public void It_hears_a_libzmq_PUB_and_finds_it_again_after_it_was_killed(params string[] options)
    {
        var server = PythonPeer.Start("ZeroMq/server.py", ["PUB", "0", .. options]);
        var port = server.ReadLine();
        using var numbers = new BlockingCollection<int>();
        using var subscriber = new ZmqSubscriber([new ZmqEndpoint("127.0.0.1", int.Parse(port))], ["a"u8.ToArray()], (message, _) =>
        {
            message[0].SequenceEqual("a"u8).ShouldBeTrue();
            var number = int.Parse(message[1], CultureInfo.InvariantCulture);
            message[2].Length.ShouldBe(number % 100_000);
            numbers.Add(number);
        });
        subscriber.Start();
        var last = Next(numbers);
        for (var i = 0; i < 100; i++) Next(numbers).ShouldBe(++last);

        server.Dispose();
        server = PythonPeer.Start("ZeroMq/server.py", ["PUB", port, .. options, $"{Second}"]);
        server.Expect(port);
        while (Next(numbers) < Second)
        {
            // What was under way when the first one was killed.
        }

        server.Dispose();
    }

    [Fact]
    public void Libzmq_XPUB_sees_the_subscription_and_large_messages_arrive()
    {
        using var server = PythonPeer.Start("ZeroMq/server.py", "XPUB", "0");
        using var messages = new BlockingCollection<string>();
        using var subscriber = new ZmqSubscriber(
            [new ZmqEndpoint("127.0.0.1", int.Parse(server.ReadLine()))],
            ["topic"u8.ToArray()],
            (message, _) => messages.Add($"{Encoding.ASCII.GetString(message[0])} {message[1].Length}"));
        subscriber.Start();
        server.Expect("01" + Convert.ToHexStringLower("topic"u8));
        Next(messages).ShouldBe("topic! 0");
        Next(messages).ShouldBe("topic! 300");
        Next(messages).ShouldBe("topic! 3000000");
    }

    private static T Next<T>(BlockingCollection<T> collection) =>
        collection.TryTake(out var next, Patience) ? next : throw new TimeoutException("no message came");
}
