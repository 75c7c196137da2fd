using Catchment.Protocols.ZeroMq;

namespace Catchment.Protocols.Tests.ZeroMq;

public sealed class SubscriptionSetTests
{
    private readonly SubscriptionSet _set = new(maxCount: 3, maxLength: 10);

    [Fact]
    public void A_prefix_matches_and_the_empty_one_matches_everything()
    {
        _set.Matches("abc"u8).ShouldBeFalse();
        _set.Add("ab"u8);
        _set.Matches("abc"u8).ShouldBeTrue();
        _set.Matches("a"u8).ShouldBeFalse();
        _set.Add(""u8);
        _set.Matches(""u8).ShouldBeTrue();
    }

    [Fact]
    public void What_was_subscribed_twice_must_be_cancelled_twice()
    {
        _set.Add("a"u8);
        _set.Add("a"u8);
        _set.Remove("a"u8);
        _set.Matches("abc"u8).ShouldBeTrue();
        _set.Remove("a"u8);
        _set.Remove("a"u8);
        _set.Matches("abc"u8).ShouldBeFalse();
    }

    [Fact]
    public void Number_and_length_are_bounded()
    {
        Should.Throw<ZmqProtocolException>(() => _set.Add(new byte[11])).Reason.ShouldBe(ZmqCloseReason.TooManySubscriptions);
        _set.Add("a"u8);
        _set.Add("b"u8);
        _set.Add("c"u8);
        _set.Add("c"u8);
        Should.Throw<ZmqProtocolException>(() => _set.Add("d"u8)).Reason.ShouldBe(ZmqCloseReason.TooManySubscriptions);
    }
}
