using Catchment.Protocols.ZeroMq;
using Catchment.Protocols.ZeroMq.Wire;

namespace Catchment.Protocols.Tests.ZeroMq.Wire;

public sealed class GreetingTests
{
    [Fact]
    public void Ours_has_64_octets_and_says_ZMTP_3_1_with_NULL()
    {
        Greeting.Ours.Length.ShouldBe(64);
        var expected = RawPeer.Greeting();
        expected[8] = 0;
        Greeting.Ours.ToArray().ShouldBe(expected);
    }

    [Theory]
    [InlineData(3, 0, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(3, 7, 7)]
    [InlineData(4, 0, 1)]
    public void Version_3_and_every_newer_one_is_accepted(byte major, byte minor, int expected)
    {
        Greeting.TryRead(RawPeer.Greeting(major, minor), out var greeting).ShouldBeTrue();
        greeting.Minor.ShouldBe(expected);
    }

    [Fact]
    public void Every_beginning_of_a_greeting_asks_for_more()
    {
        var whole = RawPeer.Greeting();
        for (var length = 0; length < whole.Length; length++) Greeting.TryRead(whole.AsSpan(0, length), out _).ShouldBeFalse();
    }

    [Fact]
    public void The_padding_means_nothing()
    {
        var greeting = RawPeer.Greeting();
        for (var i = 1; i < 9; i++) greeting[i] = (byte)(i * 29);
        Greeting.TryRead(greeting, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n", ZmqCloseReason.NotZmtp)]
    [InlineData("\x16\x03\x01", ZmqCloseReason.NotZmtp)]
    [InlineData("\x01\0", ZmqCloseReason.UnsupportedVersion)]
    [InlineData("\x05\0name", ZmqCloseReason.UnsupportedVersion)]
    [InlineData("\xFF\0\0\0\0\0\0\0\x01\x7F\x01", ZmqCloseReason.UnsupportedVersion)]
    [InlineData("\xFF\0\0\0\0\0\0\0\x01\x7F\x02\x03", ZmqCloseReason.UnsupportedVersion)]
    [InlineData("\xFF\0\0\0\0\0\0\x01\0\0", ZmqCloseReason.NotZmtp)]
    public void Other_protocols_and_older_versions_are_recognised_by_their_first_octets(string first, ZmqCloseReason reason)
    {
        var bytes = first.Select(c => (byte)c).ToArray();
        Should.Throw<ZmqProtocolException>(() => Greeting.TryRead(bytes, out _)).Reason.ShouldBe(reason);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("CURVE")]
    [InlineData("NULLX")]
    [InlineData("")]
    public void Another_mechanism_than_NULL_is_refused(string mechanism)
    {
        var bytes = RawPeer.Greeting(mechanism: mechanism);
        Should.Throw<ZmqProtocolException>(() => Greeting.TryRead(bytes, out _)).Reason.ShouldBe(ZmqCloseReason.UnsupportedMechanism);
    }
}
