using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Client;
using Catchment.Protocols.Iec104.Server;
using Catchment.Tags.Poller;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Iec104;
using Catchment.Tags.Store;
using static Catchment.Tags.Tests.Poller.Iec104.Iec104Plant;

namespace Catchment.Tags.Tests.Poller.Iec104;

/// <summary>What others write to tags of stations becomes a command. Source: tags 8.8, 10.6.</summary>
public sealed class Iec104CommandTests
{
    private const string Write = "\"readWrite\": \"Read/Write\"";

    [Fact]
    public async Task What_others_write_goes_to_the_station_as_the_command_of_its_type_with_the_scale_taken_back()
    {
        await using var plant = new Iec104Plant()
            .With(TypeId.M_SP_NA_1, InformationObject.SinglePoint(1, isOn: false))
            .With(TypeId.M_DP_NA_1, InformationObject.Of(2, DoublePoint.Off))
            .With(TypeId.M_DP_NA_1, InformationObject.Of(3, DoublePoint.Off))
            .With(TypeId.M_ST_NA_1, InformationObject.Step(4, 5))
            .With(TypeId.M_BO_NA_1, InformationObject.OfBits(5, 1))
            .With(TypeId.M_ME_NA_1, InformationObject.OfNormalized(6, 0))
            .With(TypeId.M_ME_NB_1, InformationObject.OfScaled(7, 0))
            .With(TypeId.M_ME_NC_1, InformationObject.OfFloat(8, 0));
        await using var bench = new PollerBench();
        await bench.ApplyAsync(plant.Device(string.Join(',',
            Tag("sp", "M_SP_NA_1:1", $"{Write}, \"dataType\": \"Discrete\", \"signalReversal\": true"), Tag("dp", "M_DP_TB_1:2", Write), Tag("dpd", "M_DP_NA_1:3", $"{Write}, \"dataType\": \"Discrete\", \"iec104CommandAddress\": 5003"),
            Tag("st", "M_ST_NA_1:4", Write), Tag("bo", "M_BO_NA_1:5", Write), Tag("na", "6", $"{Write}, \"scale\": 100"), Tag("nb", "M_ME_NB_1:7", $"{Write}, \"scale\": 0.1"), Tag("nc", "M_ME_NC_1:8", Write))));
        await bench.ScannedAsync();

        (string Tag, TagValue Value, TypeId Type, int Address, int Bits)[] wanted =
        [
            ("sp", TagValue.Of(false), TypeId.C_SC_NA_1, 1, 1), ("dp", TagValue.Of(2.0), TypeId.C_DC_NA_1, 2, 2), ("dpd", TagValue.Of(true), TypeId.C_DC_NA_1, 5003, 2),
            ("st", TagValue.Of(9.0), TypeId.C_RC_NA_1, 4, 2), ("bo", TagValue.Of(4_000_000_000.0), TypeId.C_BO_NA_1, 5, unchecked((int)4_000_000_000)), ("na", TagValue.Of(25.0), TypeId.C_SE_NA_1, 6, 8192),
            ("nb", TagValue.Of(-12.3), TypeId.C_SE_NB_1, 7, -123), ("nc", TagValue.Of(21.5), TypeId.C_SE_NC_1, 8, BitConverter.SingleToInt32Bits(21.5f)),
        ];
        foreach (var (tag, value, type, address, bits) in wanted)
        {
            Send(bench, tag, value);
            await Eventually.TrueAsync(() => !plant.Executed.IsEmpty, tag);
            plant.Executed.TryDequeue(out var command).ShouldBeTrue();
            (command.Type, command.Information.Address, command.Information.Bits, command.CommonAddress).ShouldBe((type, address, bits, 1), tag);
        }

        plant.Selected.ShouldBeEmpty();
        Errors(bench).ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_commanded_is_counted_and_nothing_is_sent()
    {
        await using var plant = new Iec104Plant().With(TypeId.M_ME_NB_1, InformationObject.OfScaled(7, 1)).With(TypeId.M_IT_NA_1, InformationObject.IntegratedTotal(9, 1)).With(TypeId.M_DP_NA_1, InformationObject.Of(2, DoublePoint.Off));
        await using var bench = new PollerBench();
        await bench.ApplyAsync(plant.Device(string.Join(',', Tag("nb", "M_ME_NB_1:7", Write), Tag("it", "M_IT_NA_1:9", Write), Tag("dp", "M_DP_NA_1:2", Write), Tag("st", "M_ST_NA_1:4", Write), Tag("r", "M_ME_NB_1:7"))));
        await bench.ScannedAsync();

        Send(bench, "nb", TagValue.Of(1e6));
        Send(bench, "dp", TagValue.Of(0.0));
        Send(bench, "st", TagValue.Of(1.0)); // whose position is not known
        await Eventually.TrueAsync(() => Errors(bench) == 3);
        Send(bench, "it", TagValue.Of(2.0));
        Send(bench, "r", TagValue.Of(2.0));
        bench.Metrics.Numbers.Discarded[PollerMetrics.NotWritable].Value.ShouldBe(2);
        plant.Executed.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_station_tells_after_a_command_is_what_counts_and_until_then_what_was_written()
    {
        await using var plant = new Iec104Plant().With(TypeId.M_ME_NC_1, InformationObject.OfFloat(8, 1));
        await using var bench = new PollerBench();
        await bench.ApplyAsync(plant.Device(Tag("t", "M_ME_NC_1:8", Write), "\"iec104InterrogationInterval\": 1, "));
        await bench.ScannedAsync();

        Send(bench, "t", TagValue.Of(5.0));
        await Eventually.TrueAsync(() => plant.Executed.Count == 1);
        await bench.ScanAsync(); // is interrogated, and has the old value still
        bench.State("rtu:t").Value.ShouldBe(TagValue.Of(5.0));
        plant.Put(TypeId.M_ME_NC_1, InformationObject.OfFloat(8, 4.5), cause: CauseOfTransmission.ReturnRemote);
        await Eventually.TrueAsync(() => bench.Entry("rtu", "t").GetProperty("value").GetDouble() == 4.5);
        await bench.ScanAsync();
        await Eventually.TrueAsync(() => bench.State("rtu:t").Value.Equals(TagValue.Of(4.5)));
        await bench.ScanAsync();

        plant.Answer = static _ => new Iec104CommandOutcome(Iec104CommandAnswer.Refused);
        Send(bench, "t", TagValue.Of(9.0));
        await Eventually.TrueAsync(() => Errors(bench) == 1);
        await bench.ScanAsync();
        await Eventually.TrueAsync(() => bench.State("rtu:t").Value.Equals(TagValue.Of(4.5)));
    }

    [Theory]
    [InlineData("", false, 0, 0)]
    [InlineData("", true, 2, 0)] // The server asks its station before it refuses.
    [InlineData("\"iec104Select\": true, ", false, 1, 0)]
    [InlineData("\"iec104Select\": false, ", true, 1, 1)]
    public async Task A_command_is_selected_where_that_is_said_or_the_station_wants_it(string rest, bool isRequired, int selected, int errors)
    {
        await using var plant = new Iec104Plant(options => options with { SelectRequired = isRequired }).With(TypeId.M_SP_NA_1, InformationObject.SinglePoint(1, isOn: false));
        await using var bench = new PollerBench();
        await bench.ApplyAsync(plant.Device(Tag("t", "M_SP_NA_1:1", Write), rest));
        await bench.ScannedAsync();

        Send(bench, "t", TagValue.Of(1.0));
        await Eventually.TrueAsync(() => plant.Executed.Count + Errors(bench) == 1);
        (plant.Selected.Count, Errors(bench)).ShouldBe((selected, errors));
    }

    [Theory]
    [InlineData("cp56", true)]
    [InlineData("cp24", false)]
    [InlineData("cp32", false)]
    public async Task A_station_that_knows_commands_with_a_time_tag_alone_gets_them_with_cp56(string form, bool isExecuted)
    {
        await using var plant = new Iec104Plant().With(TypeId.M_SP_NA_1, InformationObject.SinglePoint(1, isOn: false));
        plant.Answer = static command => new Iec104CommandOutcome(command.Type == TypeId.C_SC_TA_1 ? Iec104CommandAnswer.Accepted : Iec104CommandAnswer.UnknownType);
        await using var bench = new PollerBench();
        await bench.ApplyAsync(plant.Device(Tag("t", "M_SP_NA_1:1", Write), $"\"iec104TimeTag\": \"{form}\", \"iec104TimeZone\": \"Asia/Tokyo\", "));
        await bench.ScannedAsync();

        Send(bench, "t", TagValue.Of(1.0));
        await Eventually.TrueAsync(() => plant.Executed.Count + Errors(bench) == 1);
        Errors(bench).ShouldBe(isExecuted ? 0 : 1);
        if (isExecuted)
        {
            plant.Executed.TryDequeue(out var command).ShouldBeTrue();
            (command.Information.Time.Hour, command.Information.IsOn).ShouldBe((21, true)); // 12:00 UTC
        }
    }

    [Fact]
    public async Task A_command_fails_when_its_end_does()
    {
        await using var plant = new Iec104Plant().With(TypeId.M_SP_NA_1, InformationObject.SinglePoint(1, isOn: false));
        await using var bench = new PollerBench();
        await bench.ApplyAsync(plant.Device(Tag("t", "M_SP_NA_1:1", Write)));
        await bench.ScannedAsync();
        plant.Answer = static _ => new Iec104CommandOutcome(Iec104CommandAnswer.Accepted, Task.FromException(new IOException("it jams")));
        Send(bench, "t", TagValue.Of(1.0));
        await Eventually.TrueAsync(() => Errors(bench) == 1);
    }

    [Fact]
    public async Task A_command_whose_end_is_never_told_is_executed()
    {
        await using var plant = new Iec104Plant().With(TypeId.M_SP_NA_1, InformationObject.SinglePoint(1, isOn: false));
        var never = new TaskCompletionSource();
        plant.Answer = _ => new Iec104CommandOutcome(Iec104CommandAnswer.Accepted, never.Task);
        var time = new ManualTime();
        await using var client = new Iec104Client(new Iec104ClientOptions { Host = "127.0.0.1", Port = plant.Port, CommandTerminationTimeout = TimeSpan.FromSeconds(7), Time = time });
        await client.ConnectAsync().InTimeAsync();

        var command = Iec104Master.CommandAsync(client, new Iec104Device { Host = "127.0.0.1" }, 1, new Iec104CommandForm(TypeId.C_SC_NA_1, InformationObject.SingleCommand(1, isOn: true)), Iec104Selection.Auto, time, CancellationToken.None);
        await time.TimerSetAsync(TimeSpan.FromSeconds(7));
        time.Advance(TimeSpan.FromSeconds(7));
        await command.InTimeAsync();
        plant.Executed.Count.ShouldBe(1);
        never.SetResult();
    }

    private static void Send(PollerBench bench, string tag, TagValue value) => bench.Store.Write($"rtu:{tag}", new TagWrite(value, TagOrigin.Http)).IsOk().ShouldBeTrue(tag);

    private static long Errors(PollerBench bench) => bench.Metrics.Numbers.Errors[PollerMetrics.WriteFailed].Value;
}
