using System.Net;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>What is told again and again, beside what has changed.</summary>
public sealed class Iec104RepeatedTests
{
    private static Iec104ServerOptions Grouped => TestStation.Options with { Groups = [new Iec104Group("g", [IPAddress.Loopback])] };

    [Fact]
    public async Task A_change_that_waits_keeps_its_cause()
    {
        await using var server = Iec104Server.Start(Grouped, new MemoryStation());
        server.Put(1, TestStation.Float(1, 1.5));
        server.Put(1, TestStation.Float(1, 2.5), CauseOfTransmission.Periodic);
        server.Groups.ShouldBe([new Iec104GroupStatus("g", null, 1, 0)], "nobody is there who would be told again");
        using var link = RawLink.Start(server.Endpoints[0]);
        link.ReceiveAsdu().ShouldBe(TestStation.FloatAsdu(1, 1.5f));
    }

    [Fact]
    public async Task A_station_is_heard_once_somebody_has_started()
    {
        await using var server = Iec104Server.Start(TestStation.Options, new MemoryStation());
        server.IsHeard.ShouldBeFalse();
        using var link = RawLink.Connect(server.Endpoints[0]);
        link.Send(RawLink.TestAct);
        link.Receive().ShouldBe(RawLink.TestCon);
        server.IsHeard.ShouldBeFalse();
        link.Send(RawLink.StartAct);
        link.Receive().ShouldBe(RawLink.StartCon);
        server.IsHeard.ShouldBeTrue();
        server.Groups.ShouldBeEmpty();
        await using var grouped = Iec104Server.Start(Grouped, new MemoryStation());
        grouped.IsHeard.ShouldBeTrue();
    }
}
