using System.Net;
using Catchment.Core.Hosting;

namespace Catchment.Core.Tests.Hosting;

public sealed class AccessAttemptsTests
{
    private readonly ManualTime _time = new();
    private readonly AccessAttempts _attempts;

    public AccessAttemptsTests() => _attempts = new AccessAttempts(_time);

    [Fact]
    public void Too_many_wrong_tokens_make_an_address_wait_a_minute_and_no_other()
    {
        IPAddress guesser = IPAddress.Parse("192.0.2.1");
        for (var i = 0; i < AccessAttempts.MostWrong; i++)
        {
            _attempts.MustWait(guesser).ShouldBeFalse();
            _attempts.NoteWrong(guesser);
        }

        _attempts.MustWait(guesser).ShouldBeTrue();
        _attempts.MustWait(IPAddress.Parse("::ffff:192.0.2.1")).ShouldBeTrue();
        _attempts.MustWait(IPAddress.Parse("192.0.2.2")).ShouldBeFalse();
        _time.Advance(AccessAttempts.Window);
        _attempts.MustWait(guesser).ShouldBeFalse();
    }

    [Fact]
    public void A_network_of_IPv6_counts_as_one_address()
    {
        for (var i = 1; i <= AccessAttempts.MostWrong; i++)
            _attempts.NoteWrong(IPAddress.Parse($"2001:db8:0:1::{i:x}"));

        _attempts.MustWait(IPAddress.Parse("2001:db8:0:1:ffff::1")).ShouldBeTrue();
        _attempts.MustWait(IPAddress.Parse("2001:db8:0:2::1")).ShouldBeFalse();
    }

    [Fact]
    public void What_is_remembered_is_bounded_and_the_oldest_makes_room()
    {
        IPAddress first = IPAddress.Parse("192.0.2.1");
        for (var i = 0; i < AccessAttempts.MostWrong; i++)
            _attempts.NoteWrong(first);

        for (var i = 1; i < AccessAttempts.MostAddresses; i++)
            _attempts.NoteWrong(new IPAddress(i * 256L));
        _attempts.MustWait(first).ShouldBeTrue();
        _attempts.NoteWrong(IPAddress.Parse("198.51.100.1"));
        _attempts.MustWait(first).ShouldBeFalse();
    }
}
