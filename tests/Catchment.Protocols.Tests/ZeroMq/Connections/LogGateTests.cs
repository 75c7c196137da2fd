using System.Net;
using Catchment.Protocols.ZeroMq.Connections;

namespace Catchment.Protocols.Tests.ZeroMq.Connections;

public sealed class LogGateTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void An_address_causes_one_line_a_period()
    {
        var gate = new LogGate(_time, TimeSpan.FromMinutes(1));
        gate.MayLog(IPAddress.Loopback).ShouldBeTrue();
        gate.MayLog(IPAddress.Loopback).ShouldBeFalse();
        gate.MayLog(IPAddress.Parse("10.0.0.1")).ShouldBeTrue();
        _time.Advance(TimeSpan.FromMinutes(1));
        gate.MayLog(IPAddress.Loopback).ShouldBeTrue();
    }

    [Fact]
    public void A_flood_of_addresses_is_bounded_and_over_after_a_period()
    {
        var gate = new LogGate(_time, TimeSpan.FromMinutes(1));
        Enumerable.Range(0, 100_000).Count(i => gate.MayLog(new IPAddress(i))).ShouldBe(1024);
        _time.Advance(TimeSpan.FromMinutes(1));
        gate.MayLog(new IPAddress(200_000L)).ShouldBeTrue();
    }
}
