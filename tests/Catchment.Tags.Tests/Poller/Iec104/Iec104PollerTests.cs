using System.Text.Json;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Client;
using Catchment.Tags.Poller.Iec104;
using Catchment.Tags.Store;
using static Catchment.Tags.Tests.Poller.Iec104.Iec104Plant;

namespace Catchment.Tags.Tests.Poller.Iec104;

/// <summary>The poller against real IEC 60870-5-104 stations. Source: tags 9, 10.4.</summary>
public sealed class Iec104PollerTests
{
    private static readonly DateTimeOffset Began = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Values_of_all_types_are_in_the_document_and_the_store_after_one_scan()
    {
        await using var plant = new Iec104Plant()
            .With(TypeId.M_SP_NA_1, InformationObject.SinglePoint(1, isOn: true))
            .With(TypeId.M_DP_NA_1, InformationObject.Of(3, DoublePoint.On))
            .With(TypeId.M_ST_NA_1, InformationObject.Step(5, -7))
            .With(TypeId.M_BO_NA_1, InformationObject.OfBits(7, 0xDEADBEEF))
            .With(TypeId.M_ME_NA_1, InformationObject.OfNormalized(9, -0.5))
            .With(TypeId.M_ME_NB_1, InformationObject.OfScaled(11, -1234))
            .With(TypeId.M_ME_NC_1, InformationObject.OfFloat(13, 21.5))
            .With(TypeId.M_IT_NA_1, InformationObject.IntegratedTotal(15, 123_456, sequence: 3))
            .With(TypeId.M_ME_ND_1, InformationObject.OfNormalized(21, 0.25))
            .With(TypeId.M_ME_TF_1, InformationObject.OfFloat(36, 2.5).At(Cp56Time2a.Of(Began.AddSeconds(-5))));
        await using var bench = new PollerBench();
        const string Discrete = "\"dataType\": \"Discrete\"";
        await bench.ApplyAsync(plant.Device(string.Join(',',
            Tag("sp", "M_SP_NA_1:1"), Tag("spd", "M_SP_TB_1:1", Discrete), Tag("dp", "M_DP_NA_1:3"), Tag("dpd", "3", $"\"type\": \"M_DP_NA\", {Discrete}, \"signalReversal\": true"), Tag("st", "ST:5"), Tag("bo", "M_BO_NA_1:7"),
            Tag("na", "9", "\"scale\": 200, \"offset\": 1"), Tag("nb", "M_ME_NB_1:11", "\"scale\": 0.5, \"clampToLow\": true, \"spanLow\": -500"), Tag("nc", "13", "\"iec104PointType\": \"M_ME_NC_1\""), Tag("it", "M_IT_NA_1:15"),
            Tag("nd", "21"), Tag("tf", "M_ME_NC_1:36"))));
        await bench.ScannedAsync();

        var now = bench.Time.GetUtcNow().ToUnixTimeSeconds();
        bench.Entry("rtu", "nc").GetRawText().ShouldBe($$"""{"value":21.5,"status":"good","error":null,"error_details":null,"timestamp":{{now}},"last_successful_timestamp":{{now}},"tag_name":"nc-name"}""");
        string[] tags = ["sp", "spd", "dp", "dpd", "st", "bo", "na", "nb", "nc", "it", "nd", "tf"];
        tags.Select(tag => $"{tag}={bench.Entry("rtu", tag).GetProperty("value").GetRawText()}").ShouldBe(
            ["sp=1", "spd=true", "dp=2", "dpd=false", "st=-7", "bo=3735928559", "na=-99.0", "nb=-500.0", "nc=21.5", "it=123456", "nd=0.25", "tf=2.5"]);
        tags.ShouldAllBe(tag => bench.Status("rtu", tag) == "good" && bench.State($"rtu:{tag}").Quality == TagQuality.Good);
        bench.State("rtu:tf").Value.ShouldBe(TagValue.Of(2.5));
        var report = bench.Poller.Devices.ShouldHaveSingleItem();
        (report.Type, report.Endpoint, report.IsPolled, report.IsUp, report.Tags, report.FailedTags).ShouldBe(("IEC-104", $"127.0.0.1:{plant.Port}", true, true, 12, 0));
    }

    [Fact]
    public async Task Every_change_is_in_the_store_at_once_and_in_its_order_with_its_own_time()
    {
        await using var plant = new Iec104Plant().With(TypeId.M_SP_NA_1, InformationObject.SinglePoint(1, isOn: false)).With(TypeId.M_SP_NA_1, InformationObject.SinglePoint(2, isOn: false));
        await using var bench = new PollerBench();
        await bench.ApplyAsync(plant.Device($"{Tag("a", "M_SP_NA_1:1")},{Tag("b", "M_SP_NA_1:2")}"));
        await bench.ScannedAsync();
        await bench.ScanAsync();
        var from = bench.Time.GetUtcNow();
        var start = (from - DateTimeOffset.UnixEpoch).TotalSeconds;
        await bench.ScanAsync();

        for (var i = 1; i <= 50; i++)
            plant.Put(TypeId.M_SP_TB_1, InformationObject.SinglePoint(1, i % 2 == 1).At(Cp56Time2a.Of(from.AddMilliseconds(10 * i))));
        plant.Put(TypeId.M_SP_TA_1, InformationObject.SinglePoint(2, isOn: true).At(Cp56Time2a.Of(from.AddSeconds(1))));
        await Eventually.TrueAsync(() => bench.State("rtu:b").Value == TagValue.Of(1.0)); // no scan was made
        bench.Store.TryGet("rtu:a", out var point).ShouldBeTrue();
        var history = bench.Store.History(point!).TakeLast(50).ToArray();
        history.Select(static one => one.Value).ShouldBe(Enumerable.Range(1, 50).Select(static i => TagValue.Of((double)(i % 2))));
        history.Select(one => Math.Round((one.Timestamp - start) * 1000)).ShouldBe(Enumerable.Range(1, 50).Select(static i => i * 10.0));
        bench.State("rtu:b").Timestamp.ShouldBe(start + 1);
        bench.Entry("rtu", "b").GetProperty("value").GetInt32().ShouldBe(1);

        // A time that the station does not vouch for is none: what came then is true from now on.
        plant.Put(TypeId.M_SP_TB_1, InformationObject.SinglePoint(2, isOn: false).At(Cp56Time2a.Of(Began.AddYears(1)).AsInvalid()));
        await Eventually.TrueAsync(() => bench.State("rtu:b").Value == TagValue.Of(0.0));
        bench.State("rtu:b").Timestamp.ShouldBe(start + PollerBench.Scan.TotalSeconds, 0.001);
    }

    [Theory]
    [InlineData(QualityDescriptor.Overflow, "(0x01 - OVERFLOW: The value is beyond the range of its type)", TagQuality.Uncertain)]
    [InlineData(QualityDescriptor.Blocked, "(0x10 - BLOCKED: The value is blocked for transmission)", TagQuality.Uncertain)]
    [InlineData(QualityDescriptor.Substituted, "(0x20 - SUBSTITUTED: The value was provided by an operator or an automatic source)", TagQuality.Uncertain)]
    [InlineData(QualityDescriptor.NotTopical, "(0x40 - NOT_TOPICAL: The value was not updated)", TagQuality.Uncertain)]
    [InlineData(QualityDescriptor.Invalid, "(0x80 - INVALID: The value is invalid)", TagQuality.Bad)]
    [InlineData(QualityDescriptor.Invalid | QualityDescriptor.NotTopical, "(0xC0 - INVALID: The value is invalid; NOT_TOPICAL: The value was not updated)", TagQuality.Bad)]
    public async Task A_flag_of_the_quality_is_an_error_with_the_value(QualityDescriptor flags, string error, TagQuality quality)
    {
        await using var plant = new Iec104Plant().With(TypeId.M_ME_NC_1, InformationObject.OfFloat(13, 1));
        await using var bench = new PollerBench();
        await bench.ApplyAsync(plant.Device(Tag("t", "M_ME_NC_1:13")));
        await bench.ScannedAsync();

        plant.Put(TypeId.M_ME_NC_1, InformationObject.OfFloat(13, 2.5, flags));
        await Eventually.TrueAsync(() => bench.Status("rtu", "t") == "error");
        await bench.ScanAsync();
        var entry = bench.Entry("rtu", "t");
        (entry.GetProperty("value").GetDouble(), entry.GetProperty("error").GetString()).ShouldBe((2.5, error));
        var details = entry.GetProperty("error_details");
        (details.GetProperty("error_type").GetString(), details.GetProperty("error_code").GetInt32(), details.GetProperty("quality_flags").GetInt32(), details.GetProperty("verbose_description").GetString())
            .ShouldBe(("Quality", (int)flags, (int)flags, error));
        await Eventually.TrueAsync(() => bench.State("rtu:t").Quality == quality);
        bench.State("rtu:t").Value.ShouldBe(TagValue.Of(quality == TagQuality.Bad ? 1.0 : 2.5));
        bench.Poller.Devices[0].FailedTags.ShouldBe(1);

        plant.Put(TypeId.M_ME_NC_1, InformationObject.OfFloat(13, 2.5));
        await Eventually.TrueAsync(() => bench.Status("rtu", "t") == "good");
        await Eventually.TrueAsync(() => bench.State("rtu:t") is { Quality: TagQuality.Good, Value: var value } && value == TagValue.Of(2.5));
    }

    [Fact]
    public async Task What_is_no_value_says_why()
    {
        await using var plant = new Iec104Plant { CommonAddresses = [1, 2] }
            .With(TypeId.M_DP_NA_1, InformationObject.Of(3, DoublePoint.Intermediate))
            .With(TypeId.M_SP_NA_1, InformationObject.SinglePoint(5, isOn: true))
            .With(TypeId.M_ME_NC_1, InformationObject.OfFloat(7, 1) with { Bits = BitConverter.SingleToInt32Bits(float.NaN) })
            .With(TypeId.M_ME_NC_1, InformationObject.OfFloat(8, 1), commonAddress: 2);
        await using var bench = new PollerBench();
        await bench.ApplyAsync(plant.Device(string.Join(',',
            Tag("between", "M_DP_NA_1:3", "\"dataType\": \"Discrete\""), Tag("gone", "M_ME_NC_1:99"), Tag("other", "M_ME_NC_1:5"), Tag("nan", "M_ME_NC_1:7"), Tag("ill", "abc"),
            Tag("second", "M_ME_NC_1:8", "\"iec104PublicAddress\": 2"), Tag("far", "M_ME_NC_1:8", "\"iec104PublicAddress\": 9"))));
        await bench.ScannedAsync();

        Error("between").ShouldBe("(22 - CONVERSION_ERROR: the double point is between on and off)");
        Error("gone").ShouldBe("(61 - NO_DATA: The station has sent no point with the address 99 of the common address 1, and none came with the interrogation)");
        Error("other").ShouldBe("(22 - TYPE_MISMATCH: The station sends M_SP_NA_1 at the address 5, and the tag asks for M_ME_NC_1; M_SP_NA_1:5 as its address takes it)");
        Error("nan").ShouldBe("(22 - CONVERSION_ERROR: the station has no finite number)");
        Error("ill").ShouldStartWith("(22 - INVALID_CONFIGURATION: address: found 'abc', allowed: TYPE:IOA or IOA");
        Error("far").ShouldStartWith("(46 - UNKNOWN_COMMON_ADDRESS: The station does not have the common address: ");
        bench.Entry("rtu", "far").GetProperty("error_details").GetProperty("cot_code").GetInt32().ShouldBe(46);
        (bench.Status("rtu", "second"), bench.Entry("rtu", "second").GetProperty("value").GetDouble()).ShouldBe(("good", 1.0));
        bench.Store.TryGet("rtu:gone", out _).ShouldBeFalse();

        // A point that comes later is one as any other.
        plant.Put(TypeId.M_ME_NC_1, InformationObject.OfFloat(99, 4));
        await Eventually.TrueAsync(() => bench.Status("rtu", "gone") == "good");

        string Error(string tag)
        {
            var entry = bench.Entry("rtu", tag);
            (entry.GetProperty("status").GetString(), entry.GetProperty("value").ValueKind).ShouldBe(("error", JsonValueKind.Null));
            entry.GetProperty("error_details").GetProperty("verbose_description").GetString().ShouldBe(entry.GetProperty("error").GetString());
            return entry.GetProperty("error").GetString()!;
        }
    }

    [Fact]
    public async Task A_station_that_dies_is_told_and_found_again_and_interrogated()
    {
        await using var plant = new Iec104Plant().With(TypeId.M_ME_NC_1, InformationObject.OfFloat(13, 1));
        await using var bench = new PollerBench();
        await bench.ApplyAsync(plant.Device($"{Tag("t", "M_ME_NC_1:13")},{Tag("n", "M_ME_NC_1:99")}"));
        await bench.ScannedAsync();
        var seen = bench.Entry("rtu", "t").GetProperty("last_successful_timestamp").GetInt64();

        await plant.KillAsync();
        await Eventually.TrueAsync(() => Driver(bench).Client is null);
        await bench.ScanAsync();
        var entry = bench.Entry("rtu", "t");
        (entry.GetProperty("value").ValueKind, entry.GetProperty("status").GetString(), entry.GetProperty("last_successful_timestamp").GetInt64()).ShouldBe((JsonValueKind.Null, "error", seen));
        entry.GetProperty("error").GetString()!.ShouldStartWith("(7 - CONNECTION_ERROR: Unable to establish connection to IEC-104 server: The connection to ");
        var details = entry.GetProperty("error_details");
        (details.GetProperty("error_type").GetString(), details.GetProperty("error_code").GetInt32(), details.GetProperty("connection_state").GetString()).ShouldBe(("Connection", 7, "0"));
        (bench.State("rtu:t").Quality, bench.State("rtu:t").Value, bench.Poller.Devices[0].IsUp).ShouldBe((TagQuality.Bad, TagValue.Of(1.0), false));

        plant.With(TypeId.M_ME_NC_1, InformationObject.OfFloat(13, 5));
        plant.Return();
        await ReconnectAsync(bench);
        await bench.ScanAsync();
        (bench.Status("rtu", "t"), bench.State("rtu:t").Value, bench.State("rtu:t").Quality).ShouldBe(("good", TagValue.Of(5.0), TagQuality.Good));
        bench.Status("rtu", "n").ShouldBe("error");
        plant.Interrogations.ShouldBeGreaterThan(1);
        bench.Poller.Devices[0].IsUp.ShouldBeTrue();
        plant.Put(TypeId.M_ME_NC_1, InformationObject.OfFloat(13, 6));
        await Eventually.TrueAsync(() => bench.State("rtu:t").Value == TagValue.Of(6.0)); // no scan
    }

    [Fact]
    public async Task A_station_that_is_not_there_at_first_is_found_when_it_comes()
    {
        await using var plant = new Iec104Plant().With(TypeId.M_ME_NC_1, InformationObject.OfFloat(13, 3));
        await using var bench = new PollerBench();
        await plant.KillAsync();
        await bench.ApplyAsync(plant.Device(Tag("t", "M_ME_NC_1:13")));
        await bench.ScannedAsync();
        bench.Entry("rtu", "t").GetProperty("error").GetString()!.ShouldStartWith("(7 - CONNECTION_ERROR: ");
        bench.Entry("rtu", "t").GetProperty("last_successful_timestamp").ValueKind.ShouldBe(JsonValueKind.Null);

        plant.Return();
        await ReconnectAsync(bench);
        await bench.ScanAsync();
        (bench.Status("rtu", "t"), bench.Entry("rtu", "t").GetProperty("value").GetDouble()).ShouldBe(("good", 3.0));
    }

    [Fact]
    public async Task A_station_is_interrogated_again_at_a_period_and_what_it_left_out_is_found()
    {
        await using var plant = new Iec104Plant().With(TypeId.M_ME_NC_1, InformationObject.OfFloat(13, 1));
        await using var bench = new PollerBench();
        await bench.ApplyAsync(plant.Device(Tag("t", "M_ME_NC_1:13"), "\"iec104InterrogationInterval\": 2, "));
        await bench.ScannedAsync();
        plant.With(TypeId.M_ME_NC_1, InformationObject.OfFloat(13, 2)); // and tells nobody
        await bench.ScanAsync();
        (plant.Interrogations, bench.State("rtu:t").Value).ShouldBe((1, TagValue.Of(1.0)));
        await bench.ScanAsync();
        (plant.Interrogations, bench.State("rtu:t").Value).ShouldBe((2, TagValue.Of(2.0)));

        // A value that stays is told to the store now and then.
        var version = bench.Store.Version;
        await bench.ScanAsync();
        var first = bench.Store.Version;
        (first - version).ShouldBeLessThanOrEqualTo(1);
        await bench.ScanAsync();
        bench.Store.Version.ShouldBe(first);
        for (var i = 0; i < 4; i++)
            await bench.ScanAsync();
        bench.Store.Version.ShouldBe(first + 1);
    }

    [Fact]
    public async Task A_station_that_has_started_anew_is_interrogated()
    {
        await using var plant = new Iec104Plant().With(TypeId.M_ME_NC_1, InformationObject.OfFloat(13, 1));
        await using var bench = new PollerBench();
        await bench.ApplyAsync(plant.Device(Tag("t", "M_ME_NC_1:13")));
        await bench.ScannedAsync();
        var initialized = new Iec104Indication(2, TypeId.M_EI_NA_1, CauseOfTransmission.Initialized, IsTest: false, 0, default);
        Driver(bench).Receive(initialized); // another station
        await bench.ScanAsync();
        plant.Interrogations.ShouldBe(1);
        Driver(bench).Receive(initialized with { CommonAddress = 1 });
        await bench.ScanAsync();
        plant.Interrogations.ShouldBe(2);
        await bench.ScanAsync();
        plant.Interrogations.ShouldBe(2);
    }

    [Fact]
    public async Task A_reload_that_changes_nothing_keeps_the_connection()
    {
        await using var plant = new Iec104Plant().With(TypeId.M_ME_NC_1, InformationObject.OfFloat(13, 1));
        await using var bench = new PollerBench();
        await bench.ApplyAsync(plant.Device(Tag("t", "M_ME_NC_1:13"), "\"iec104TimeZone\": \"Europe/Berlin\", "));
        await bench.ScannedAsync();
        var before = bench.Poller.Pollers[0];

        await bench.ApplyAsync(plant.Device(Tag("t", "M_ME_NC_1:13"), "\"iec104TimeZone\": \"Europe/Berlin\", "));
        bench.Poller.Pollers[0].ShouldBeSameAs(before);
        await bench.ApplyAsync(plant.Device(Tag("t", "M_ME_NC_1:13"), "\"iec104T2\": 5, "));
        bench.Poller.Pollers[0].ShouldNotBeSameAs(before);
    }

    internal static Iec104Driver Driver(PollerBench bench) => bench.Poller.Pollers[0].Driver.ShouldBeOfType<Iec104Driver>();

    /// <summary>Time passes, scan by scan, until the station is found again.</summary>
    private static Task ReconnectAsync(PollerBench bench) => Eventually.TrueAsync(
        async () =>
        {
            if (Driver(bench).Client is not null)
                return true;
            await bench.ScanAsync();
            return false;
        },
        "the station is found again");
}
