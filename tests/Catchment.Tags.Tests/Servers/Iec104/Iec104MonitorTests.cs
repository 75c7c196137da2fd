using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Servers.Iec104;

public sealed class Iec104MonitorTests
{
    [Fact]
    public async Task An_interrogation_tells_everything_but_counters_and_a_group_its_own()
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("t", 21.5);
        gateway.Point("on", true, "bool");
        gateway.Point("n", 5, "int");
        gateway.Map("t", 100, "M_ME_TF_1", group: 1);
        gateway.Map("on", 200, "M_SP_NA_1", group: 2);
        gateway.Map("n", 300, "M_IT_NA_1", group: 1);
        gateway.Map("unknown", 400, group: 16);
        gateway.Map("elsewhere", 100, station: 7);
        await using var master = await gateway.MasterAsync();

        var all = await master.InterrogateAsync();
        all.Keys.Order().ShouldBe([100, 200, 400]);
        (all[100].Type, all[100].Information.ShortFloat, all[100].Information.Quality).ShouldBe((TypeId.M_ME_NC_1, 21.5f, QualityDescriptor.None));
        all[200].Information.IsOn.ShouldBeTrue();
        (all[400].Information.ShortFloat, all[400].Information.Quality).ShouldBe((0f, QualityDescriptor.Invalid));

        (await master.InterrogateAsync(1)).Keys.ShouldBe([100]);
        (await master.InterrogateAsync(16)).Keys.ShouldBe([400]);
        (await master.InterrogateAsync(9)).ShouldBeEmpty();
        (await master.InterrogateAsync(station: 7)).Keys.ShouldBe([100]);
        (await Should.ThrowAsync<Iec104Exception>(master.InterrogateAsync(station: 3))).Cause.ShouldBe(CauseOfTransmission.UnknownCommonAddress);
        (await master.CountersAsync())[300].Information.Counter.ShouldBe(5);
        (await master.CountersAsync(2)).ShouldBeEmpty();
        (await master.Client.ReadAsync(1, 100).InTimeAsync()).ShortFloat.ShouldBe(21.5f);
        (await Should.ThrowAsync<Iec104Exception>(master.Client.ReadAsync(1, 101).InTimeAsync())).Cause.ShouldBe(CauseOfTransmission.UnknownObjectAddress);
    }

    [Fact]
    public async Task Counters_are_frozen_and_begin_anew_where_they_may_be_commanded()
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("a", 7, "int");
        gateway.Point("b", 9, "int");
        gateway.Map("a", 1, "M_IT_NA_1", "rw", group: 1);
        gateway.Map("b", 2, "M_IT_NA_1", group: 2);
        await using var master = await gateway.MasterAsync();

        (await master.CountersAsync(0, CounterFreeze.Freeze)).ShouldBeEmpty();
        gateway.Write("a", 70);
        var frozen = (await master.CountersAsync())[1].Information;
        (frozen.Counter, frozen.CounterSequence).ShouldBe((7, 1));
        (await master.CountersAsync(1, CounterFreeze.FreezeAndReset)).ShouldBeEmpty();
        gateway.Value("a").ShouldBe(TagValue.Of(0));
        frozen = (await master.CountersAsync(1))[1].Information;
        (frozen.Counter, frozen.CounterSequence).ShouldBe((70, 2));
        (await Should.ThrowAsync<Iec104Exception>(master.CountersAsync(0, CounterFreeze.Reset))).Fault.ShouldBe(Iec104Fault.Refused);
        gateway.Value("b").ShouldBe(TagValue.Of(9));
    }

    [Fact]
    public async Task Changes_of_value_and_quality_are_told_at_once_and_others_not()
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("t", 1.0);
        gateway.Point("x", 1.0);
        gateway.Map("t", 1, "M_ME_TF_1");
        await using var master = await gateway.MasterAsync();

        gateway.Write("x", 9);
        gateway.Write("t", 1.0);
        gateway.Write("t", 2.5);
        var told = await master.NextAsync();
        (told.Type, told.Cause, told.Information.ShortFloat).ShouldBe((TypeId.M_ME_TF_1, CauseOfTransmission.Spontaneous, 2.5f));
        told.Information.Time.TryGetTime(out var time).ShouldBeTrue();
        time.ShouldBe(gateway.Time.GetUtcNow());

        gateway.Store.TryGet("t", out var point).ShouldBeTrue();
        gateway.Store.Mark(point!, TagQuality.Uncertain);
        (await master.NextAsync()).Information.Quality.ShouldBe(QualityDescriptor.NotTopical);
        gateway.Write("t", 2.5, TagQuality.Bad);
        (await master.NextAsync()).Information.Quality.ShouldBe(QualityDescriptor.Invalid);
        gateway.Store.Unregister("t").ShouldBeTrue();
        (await master.NextAsync()).Information.ShortFloat.ShouldBe(0f);
        gateway.Write("t", 4.0);
        told = await master.NextAsync();
        (told.Information.ShortFloat, told.Information.Quality).ShouldBe((4f, QualityDescriptor.None));
    }

    [Fact]
    public async Task Changes_are_told_also_to_one_who_comes_while_everything_changes()
    {
        const int Points = 2_000;
        await using var gateway = await Iec104Gateway.StartAsync();
        for (var i = 1; i <= Points; i++)
        {
            gateway.Point($"t{i}", 0.0);
            gateway.Map($"t{i}", i);
        }

        using var end = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            for (var i = 1; !end.IsCancellationRequested; i++)
                gateway.Write($"t{(i % Points) + 1}", i);
        });
        for (var round = 0; round < 5; round++)
        {
            await using (var master = await gateway.MasterAsync())
                (await master.NextAsync()).Cause.ShouldBe(CauseOfTransmission.Spontaneous);
            await Eventually.TrueAsync(() => gateway.Metrics.Masters == 0);
        }

        await end.CancelAsync();
        await writer.InTimeAsync();
    }

    [Fact]
    public async Task Each_change_of_a_point_is_told_in_order()
    {
        const int Changes = 200;
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("on", false, "bool");
        gateway.Map("on", 1, "M_SP_TB_1");
        await using var master = await gateway.MasterAsync();
        for (var i = 1; i <= Changes; i++)
        {
            gateway.Time.Advance(TimeSpan.FromMilliseconds(1));
            gateway.Write("on", i % 2 == 1);
        }

        var last = DateTimeOffset.MinValue;
        for (var i = 1; i <= Changes; i++)
        {
            var told = (await master.NextAsync()).Information;
            told.IsOn.ShouldBe(i % 2 == 1);
            told.Time.TryGetTime(out var time).ShouldBeTrue();
            time.ShouldBeGreaterThan(last);
            last = time;
        }
    }

    [Fact]
    public async Task A_deadband_keeps_small_changes_back_until_somebody_knows_another_value()
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("t", 10.0);
        gateway.Point("end", 0.0);
        gateway.Map("t", 1, deadband: 2, factor: 10);
        gateway.Map("end", 2);
        await using var master = await gateway.MasterAsync();

        await TellsAsync(10.5, "nobody has told it anything");
        await SilentAsync(12.0);
        await TellsAsync(12.5, "2 away from what was told");
        await SilentAsync(14.0);
        gateway.Write("t", 14.0, TagQuality.Uncertain);
        (await master.NextAsync()).Information.Quality.ShouldBe(QualityDescriptor.NotTopical);
        gateway.Write("t", 14.0);
        (await master.NextAsync()).Information.Quality.ShouldBe(QualityDescriptor.None);
        await SilentAsync(15.0);
        (await master.InterrogateAsync())[1].Information.ShortFloat.ShouldBe(150f);
        await TellsAsync(14.5, "one who has asked knows 15, which nobody was told");
        await using var other = await gateway.MasterAsync();
        await TellsAsync(14.6, "somebody has come");
        (await other.NextAsync()).Information.ShortFloat.ShouldBe(146f);

        async Task TellsAsync(double value, string why)
        {
            gateway.Write("t", value);
            var told = await master.NextAsync();
            (told.Information.Address, told.Information.ShortFloat).ShouldBe((1, (float)(value * 10)), why);
        }

        // What is told next is of another point.
        async Task SilentAsync(double value)
        {
            gateway.Write("t", value);
            gateway.Write("end", value);
            (await master.NextAsync()).Information.Address.ShouldBe(2);
        }
    }

    [Fact]
    public async Task Mappings_come_change_and_go_under_a_master()
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("t", 1.5);
        await using var master = await gateway.MasterAsync();
        (await master.InterrogateAsync()).ShouldBeEmpty();

        gateway.Map("t", 1);
        (await master.NextAsync()).Information.ShortFloat.ShouldBe(1.5f, "what is new is told");
        gateway.Map("late", 3, "M_DP_NA_1");
        gateway.Write("late", true);
        var late = await master.NextAsync();
        (late.Information.Address, late.Information.DoublePoint).ShouldBe((3, DoublePoint.On));
        gateway.Map("t", 2, "M_ME_NB_1", factor: 100);
        var moved = await master.NextAsync();
        (moved.Type, moved.Information.Address, moved.Information.Scaled).ShouldBe((TypeId.M_ME_NB_1, 2, (short)150));
        (await master.InterrogateAsync()).Keys.Order().ShouldBe([2, 3]);

        gateway.Model.Iec104.Remove("t");
        gateway.Write("t", 9.0);
        gateway.Write("late", false);
        (await master.NextAsync()).Information.Address.ShouldBe(3);
        (await master.InterrogateAsync()).Keys.ShouldBe([3]);
        gateway.Model.Iec104.Remove("late");
        (await master.InterrogateAsync()).ShouldBeEmpty();
        gateway.Server.Status.CommonAddresses.ShouldBe([1]);
    }

    [Fact]
    public async Task Two_objects_of_a_point_live_and_die_by_themselves()
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("t", 1.0);
        var first = gateway.Map("t", 1);
        gateway.Model.Iec104.Set(first with { Id = "second", Ioa = 2, Type = "M_SP_NA_1" });
        await using var master = await gateway.MasterAsync();
        gateway.Write("t", 0.0);
        (await master.NextAsync()).Type.ShouldBe(TypeId.M_ME_NC_1);
        (await master.NextAsync()).Type.ShouldBe(TypeId.M_SP_NA_1);
        gateway.Model.Iec104.Remove("t");
        gateway.Write("t", 3.0);
        (await master.NextAsync()).Type.ShouldBe(TypeId.M_SP_NA_1);
    }

    [Fact]
    public async Task Periodic_points_are_told_in_their_cycle_alone()
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("p", 1.0);
        gateway.Point("both", 2.0);
        gateway.Map("p", 1, "M_ME_TF_1", cause: "periodic", periodMs: 500);
        gateway.Map("both", 2, periodMs: 500);
        await using var master = await gateway.MasterAsync();

        gateway.Write("p", 5.0);
        gateway.Write("both", 6.0);
        var change = await master.NextAsync();
        (change.Information.Address, change.Cause).ShouldBe((2, CauseOfTransmission.Spontaneous));
        gateway.Time.Advance(TimeSpan.FromMilliseconds(500));
        var told = new[] { await master.NextAsync(), await master.NextAsync() };
        told.Select(static one => (one.Type, one.Cause, one.Information.Address, one.Information.ShortFloat)).OrderBy(static one => one.Address).ShouldBe(
            [(TypeId.M_ME_NC_1, CauseOfTransmission.Periodic, 1, 5f), (TypeId.M_ME_NC_1, CauseOfTransmission.Periodic, 2, 6f)]);

        gateway.Model.Iec104.Remove("p");
        gateway.Time.Advance(TimeSpan.FromMilliseconds(500));
        (await master.NextAsync()).Information.Address.ShouldBe(2);
        gateway.Write("both", 7.0);
        (await master.NextAsync()).Cause.ShouldBe(CauseOfTransmission.Spontaneous);
    }

    [Fact]
    public async Task The_background_scan_tells_everything_in_its_time()
    {
        await using var gateway = await Iec104Gateway.StartAsync(new Iec104Options { BackgroundScanSeconds = 2 });
        for (var i = 1; i <= 5; i++)
        {
            gateway.Point($"t{i}", i);
            gateway.Map($"t{i}", i, i == 5 ? "M_SP_TB_1" : "M_ME_TF_1", station: i == 3 ? 2 : 1);
        }

        await using var master = await gateway.MasterAsync();
        HashSet<(int, TypeId)> told = [];
        for (var seconds = 1; seconds <= 2; seconds++)
        {
            gateway.Time.Advance(TimeSpan.FromSeconds(1));
            for (var i = 0; i < 3; i++)
            {
                var next = await master.NextAsync();
                next.Cause.ShouldBe(CauseOfTransmission.BackgroundScan);
                told.Add((next.Information.Address, next.Type));
            }
        }

        told.Select(static one => one.Item1).Distinct().Order().ShouldBe([1, 2, 3, 4, 5]);
        told.ShouldContain((5, TypeId.M_SP_NA_1));
    }

    [Fact]
    public async Task A_clock_is_confirmed_and_the_host_keeps_its_own()
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        using var raw = gateway.Raw();
        var time = Convert.ToHexString(BitConverter.GetBytes(Cp56Time2a.Of(new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero)).Octets)[..7]);
        raw.Ask($"670106000100000000{time}").ShouldBe($"670107000100000000{time}");
        gateway.Store.Register(new PointRegistration { Key = "t", DataType = "float" }).Read().Timestamp.ShouldBe((gateway.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
    }
}
