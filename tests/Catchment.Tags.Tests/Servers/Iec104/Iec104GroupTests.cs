using Catchment.Tags.Settings;

namespace Catchment.Tags.Tests.Servers.Iec104;

public sealed class Iec104GroupTests
{
    private static readonly Iec104Options Options = new()
    {
        Groups = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["control room"] = ["127.0.0.1", "10.0.0.2"] },
        MaxEvents = 3,
    };

    [Fact]
    public async Task A_group_gets_what_it_missed_in_order_and_is_told_of_what_was_lost()
    {
        await using var gateway = await Iec104Gateway.StartAsync(Options);
        gateway.Point("on", false, "bool");
        gateway.Point("t", 1.0);
        gateway.Map("on", 1, "M_SP_NA_1");
        gateway.Map("t", 2);
        await gateway.WaitsAsync(2);
        gateway.Write("t", 2.0);
        gateway.Write("t", 3.0);
        for (var i = 1; i <= 5; i++)
            gateway.Write("on", i % 2 == 1);
        await gateway.WaitsAsync(4);
        await Eventually.TrueAsync(() => gateway.Server.Status is { EventsLost: 3, Groups: [{ Name: "control room", Active: null, EventsLost: 3 }] });

        using (var first = gateway.Raw())
        {
            first.ReceiveAsdu().ShouldBe("46010400010000000020", "the end of initialization that tells of lost events");
            string[] missed = [first.ReceiveAsdu(), first.ReceiveAsdu()];
            missed.ShouldBe(["010303000100010000010100000001000001", "0D01030001000200000000404000"], ignoreOrder: true, "on, off, on; and the newest value");
            first.Acknowledge();
            first.Drain().ShouldBeEmpty();
            gateway.Server.Status.Groups[0].Active.ShouldBe(Iec104Gateway.AddressOf(first));
        }

        await Eventually.TrueAsync(() => gateway.Server.Status.Masters.Count == 0);
        gateway.Write("on", false);
        gateway.Write("on", true);
        await gateway.WaitsAsync(2);
        using var second = gateway.Raw();
        second.ReceiveAsdu().ShouldBe("0102030001000100000001000001");
        second.Acknowledge();
        second.Drain().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_comes_again_by_itself_does_not_wait()
    {
        await using var gateway = await Iec104Gateway.StartAsync(Options with { BackgroundScanSeconds = 1 });
        gateway.Point("t", 1.0);
        gateway.Map("t", 1, cause: "periodic", periodMs: 100);
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
        gateway.Server.Status.EventsWaiting.ShouldBe(0);
    }
}
