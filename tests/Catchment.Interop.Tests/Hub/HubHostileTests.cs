using System.Text;

namespace Catchment.Interop.Tests.Hub;

/// <summary>Peers that send what they should not: each costs itself its connection, and the hub goes on serving good senders.</summary>
public sealed class HubHostileTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly HubProcess _hub;

    public HubHostileTests() => _hub = HubProcess.Start(_root["data"], words: ["hub.reply_budget=20"]); // good senders get OK on a busy machine, too

    public static TheoryData<string, byte[]> Garbage => new()
    {
        { "HTTP", "GET / HTTP/1.1\r\nHost: hub\r\n\r\n"u8.ToArray() },
        { "TLS", [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3] },
        { "zeros", new byte[200] },
        { "ZMTP 1.0", [1, 0, 1, 0] },
        { "ZMTP 2.0", [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 1, 3, 0, 0] },
        { "another mechanism", [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0, .. "PLAIN"u8, .. new byte[47]] },
    };

    public static TheoryData<string, byte[]> BadFrames => new()
    {
        { "reserved flags", [0xF8, 1, 0] },
        { "a command with MORE", [5, 1, 0] },
        { "2 GiB announced", [3, 0, 0, 0, 0, 0x80, 0, 0, 0] },
        { "a negative length", [3, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF] },
        { "endless frames", [.. Enumerable.Range(0, 200).SelectMany(_ => new byte[] { 1, 0 })] },
    };

    public void Dispose()
    {
        try
        {
            _hub.HasExited.ShouldBeFalse("the hub goes on");
            ImageZmqSender.Run("req", _hub.Endpoint, "good", "5", "20000").ShouldBe("ok 5");
        }
        finally
        {
            _hub.Dispose();
            _root.Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Garbage))]
    public void What_is_no_zmtp_is_closed(string what, byte[] bytes)
    {
        using var peer = new RawPeer(_hub.Endpoint);

        peer.TrySend(bytes).ShouldBeTrue(what);

        peer.ReadToEnd().Length.ShouldBeLessThan(200);
    }

    [Theory]
    [MemberData(nameof(BadFrames))]
    public void A_peer_that_breaks_the_framing_is_closed(string what, byte[] frames)
    {
        using var peer = new RawPeer(_hub.Endpoint).Greet();

        peer.TrySend(frames).ShouldBeTrue(what);

        peer.ReadToEnd().Length.ShouldBeLessThan(500);
    }

    [Theory]
    [InlineData("PUB")]
    [InlineData("SUB")]
    [InlineData("PUSH")]
    [InlineData("PAIR")]
    [InlineData("NONSENSE")]
    public void A_socket_of_the_wrong_type_is_told_so_and_closed(string type)
    {
        using var peer = new RawPeer(_hub.Endpoint).Greet(type);

        Encoding.ASCII.GetString(peer.ReadToEnd()).ShouldContain("ERROR");
    }

    [Fact]
    public void A_thousand_silent_half_and_garbage_connections_do_not_keep_good_senders_out()
    {
        var random = new Random(1);
        var peers = new List<RawPeer>();
        try
        {
            for (var i = 0; i < 1000; i++)
            {
                var peer = new RawPeer(_hub.Endpoint);
                peers.Add(peer);
                switch (i % 4)
                {
                    case 0:
                        break; // says nothing
                    case 1:
                        peer.TrySend(0xFF, 0, 0, 0, 0, 0, 0, 0, 1); // half a greeting
                        break;
                    case 2:
                        peer.Greet().TrySend(1, 0, 3, 0, 0, 0, 0, 0, 0x0F, 0, 0, (byte)'{'); // a megabyte announced, one byte sent
                        break;
                    default:
                        var garbage = new byte[random.Next(1, 300)];
                        random.NextBytes(garbage);
                        peer.TrySend(garbage);
                        break;
                }
            }

            ImageZmqSender.Run("req", _hub.Endpoint, "among them", "50", "20000").ShouldBe("ok 50");
        }
        finally
        {
            peers.ForEach(p => p.Dispose());
        }
    }

    [Fact]
    public void Senders_that_vanish_in_the_middle_of_a_message_leave_nothing_behind()
    {
        var header = "{\"msg\": \"half|jpg\"}"u8.ToArray();
        for (var i = 0; i < 20; i++)
        {
            using var peer = new RawPeer(_hub.Endpoint).Greet();
            peer.Send([1, 0, 1, (byte)header.Length, .. header, 2, 0, 0, 0, 0, 0, 0, 0x40, 0, 0xFF, 0xD8]);
        }

        ImageZmqSender.Run("req", _hub.Endpoint, "whole", "5", "20000").ShouldBe("ok 5");
        _hub.Frames().ShouldAllBe(f => Path.GetFileName(f).StartsWith("whole-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Random_and_mutated_requests_are_all_answered_or_closed()
    {
        var random = new Random(77);
        var seconds = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1" ? 60 : 5;
        var began = TimeProvider.System.GetTimestamp();
        var sent = 0;
        while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(seconds))
        {
            using var peer = new RawPeer(_hub.Endpoint).Greet();
            var message = Encoding.ASCII.GetBytes("\u0001\0\u0001\u0013{\"msg\": \"Barn|jpg\"}\0\u0004");
            byte[] wire = [.. message, 0xFF, 0xD8, 0xFF, 0xD9];
            for (var mutations = random.Next(1, 5); mutations > 0; mutations--)
                wire[random.Next(wire.Length)] = (byte)random.Next(256);
            peer.TrySend(wire);
            sent++;
        }

        sent.ShouldBeGreaterThan(0);
        await Eventually.TrueAsync(async () => await _hub.MetricAsync("catchment_hub_in_flight") == 0, "requests under way");
    }
}
