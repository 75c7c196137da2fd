using System.Net;
using Catchment.Protocols.OpcUa.Server.Sessions;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class PasswordThrottleTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", "::ffff:192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void All_addresses_of_one_owner_count_as_one(string wrong, string next, bool isOne)
    {
        var throttle = new PasswordThrottle(_time);
        for (var i = 0; i < PasswordThrottle.Free; i++)
            throttle.Failed(IPAddress.Parse(wrong));
        throttle.MayTry(IPAddress.Parse(next), out _).ShouldBe(!isOne);
    }

    [Fact]
    public void What_is_not_looked_at_is_told_once_for_each_that_is()
    {
        var throttle = new PasswordThrottle(_time);
        var address = IPAddress.Loopback;
        for (var i = 0; i < PasswordThrottle.Free; i++)
            throttle.Failed(address);
        for (var round = 0; round < 3; round++)
        {
            List<bool> told = [];
            for (var i = 0; i < 5; i++)
            {
                throttle.MayTry(address, out var isFirst).ShouldBeFalse();
                told.Add(isFirst);
            }

            told.ShouldBe([true, false, false, false, false]);
            _time.Advance(PasswordThrottle.Pause);
            throttle.MayTry(address, out _).ShouldBeTrue();
        }

        throttle.Succeeded(address);
        throttle.MayTry(address, out _).ShouldBeTrue();
        throttle.MayTry(address, out _).ShouldBeTrue();
    }
}
