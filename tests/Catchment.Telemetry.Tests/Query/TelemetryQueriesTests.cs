using Catchment.Core.Databases;
using Catchment.Telemetry.Query;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Tests.Schema;

namespace Catchment.Telemetry.Tests.Query;

public sealed class TelemetryQueriesTests
{
    private static readonly DateTime Night = new(2024, 4, 15, 22, 30, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<DatabaseKind> Systems => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Systems))]
    public void Devices_are_found_each_by_a_look_into_the_index(DatabaseKind kind)
    {
        using var rig = new QueryRig(kind);
        rig.Queries.Devices(default).ShouldBeEmpty();
        rig.Add("stage", Night, "{}", "telem_stage");
        rig.Add("stage", Night.AddSeconds(5), "{}", "telem_other");
        rig.Add("cam'\" --é", Night.AddMicroseconds(1), "{}");
        rig.Queries.Devices(default).ShouldBe(
        [
            new DeviceSummary("cam'\" --é", Night.AddMicroseconds(1), Night.AddMicroseconds(1), "ec", TimeSpan.FromSeconds(10) - TimeSpan.FromMicroseconds(1)),
            new DeviceSummary("stage", Night, Night.AddSeconds(5), "telem_other", TimeSpan.FromSeconds(5)),
        ]);
        rig.Queries.HasDevice("stage", default).ShouldBeTrue();
        rig.Queries.HasDevice("stag", default).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Rows_are_those_with_a_value_that_is_not_null_within_the_span_in_order(DatabaseKind kind)
    {
        using var rig = new QueryRig(kind);
        rig.Add("a", Night.AddSeconds(3), """{"x": 3, "y": "three"}""");
        rig.Add("a", Night.AddSeconds(1), """{"x": 1}""");
        rig.Add("a", Night.AddSeconds(2), """{"x": null}""");
        rig.Add("a", Night.AddSeconds(4), """{"y": true}""", "other");
        rig.Add("a", Night.AddSeconds(5), "7");
        rig.Add("b", Night.AddSeconds(1), """{"x": 10}""");
        rig.Rows("a", "x").ShouldBe(["1 ec 1", "3 ec 3"]);
        rig.Rows("a", "x", "y").ShouldBe(["1 ec 1|-", "3 ec 3|three", "4 other -|true"]);
        rig.Rows(new TelemetrySpan("a", Keys("x")) { From = Night.AddSeconds(1), To = Night.AddSeconds(3) }).Count.ShouldBe(2); // both bounds belong to it
        rig.Rows(new TelemetrySpan("a", Keys("x")) { From = Night.AddSeconds(1).AddMicroseconds(1) }).ShouldBe(["3 ec 3"]);
        rig.Rows(new TelemetrySpan("a", Keys("x")) { To = Night.AddSeconds(3).AddMicroseconds(-1) }).ShouldBe(["1 ec 1"]);
        rig.Rows(new TelemetrySpan("a", Keys("x", "y")) { Limit = 2 }).ShouldBe(["1 ec 1|-", "3 ec 3|three"]);
        rig.Rows(new TelemetrySpan("a", Keys("x", "y")) { EventCode = "other" }).ShouldBe(["4 other -|true"]);
        rig.Queries.Newest("a", TelemetryKey.Parse("x"), default)!.Time.ShouldBe(Night.AddSeconds(3));
        rig.Queries.Newest("a", TelemetryKey.Parse("z"), default).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Values_lie_in_objects_and_arrays_however_deep_and_under_any_name(DatabaseKind kind)
    {
        using var rig = new QueryRig(kind);
        rig.Add("a", Night, """{"temps": {"ccd": -40.5, "3": "name"}, "amps": [1, [2.5, {"z": false}], "t\u00e4xt\n"], "a.b": {"[c]": 5}, "é' OR 1=1 --": 6, "": 7}""");
        string Value(string key) => rig.Rows("a", key).SingleOrDefault() ?? "none";
        Value("temps.ccd").ShouldBe("0 ec -40.5");
        Value("temps").ShouldStartWith("0 ec {");
        Value("amps[1][1].z").ShouldBe("0 ec false");
        Value("amps[1]").ShouldBe("0 ec [2.5,{\"z\":false}]");
        Value("amps[2]").ShouldBe("0 ec täxt\n");
        Value("amps[3]").ShouldBe("none");
        Value("\"a.b\".\"[c]\"").ShouldBe("0 ec 5");
        Value("a.b").ShouldBe("none");
        Value("é' OR 1=1 --").ShouldBe("0 ec 6");
        Value("\"\"").ShouldBe("0 ec 7");

        // A number in brackets is an item, one behind a dot a name.
        Value("temps.3").ShouldBe("0 ec name");
        Value("temps[3]").ShouldBe("none");
        Value("amps.0").ShouldBe("none");
    }

    [Fact]
    public void Numbers_and_texts_are_spelled_alike_in_both_systems()
    {
        const string Message = """{"v": [0.1, 3.0, 1e-7, 1.5E-07, -2.25e+3, 1.2345678901234568E+17, 1e22, 18446744073709551615, -9223372036854775808, 1234567.123456789, "q\"\\\u0001é😀", true]}""";
        using var sqlite = new QueryRig(DatabaseKind.Sqlite);
        using var postgreSql = new QueryRig(DatabaseKind.PostgreSql);
        foreach (var rig in new[] { sqlite, postgreSql })
            rig.Add("a", Night, Message);
        for (var i = 0; i < 12; i++)
        {
            var value = sqlite.Rows("a", $"v[{i}]").ShouldHaveSingleItem();
            value.ShouldBe(postgreSql.Rows("a", $"v[{i}]").ShouldHaveSingleItem());
        }

        sqlite.Rows("a", "v[3]").ShouldBe(["0 ec 0.00000015"]);
        sqlite.Rows("a", "v[4]").ShouldBe(["0 ec -2250"]);
        sqlite.Rows("a", "v[5]").ShouldBe(["0 ec 123456789012345680"]);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Buckets_are_computed_by_the_database(DatabaseKind kind)
    {
        using var rig = new QueryRig(kind);
        rig.Add("a", Night, """{"x": {"y": 4}, "on": true}""");
        rig.Add("a", Night.AddSeconds(20), """{"x": {"y": 1.5}}""");
        rig.Add("a", Night.AddSeconds(59.999999), """{"x": {"y": 8}, "on": false}""");
        rig.Add("a", Night.AddSeconds(60), """{"x": {"y": "text"}}""");
        rig.Add("a", Night.AddSeconds(180), """{"x": {"y": -1}}""");
        rig.Add("a", Night.AddSeconds(190), """{"x": {"y": null}}""");
        rig.Add("b", Night, """{"x": {"y": 100}}""");
        var span = new TelemetrySpan("a", Keys("x.y", "on"));
        var buckets = rig.Queries.Buckets(span, Minute, withEnds: true, default).ToList();
        buckets.Select(static b => b.Start).ShouldBe([Night, Night.AddMinutes(3)]); // a text is no number
        buckets[0].Values.ShouldBe([new BucketValues(3, 4.5, 1.5, 8, 4, 8), new BucketValues(2, 0.5, 0, 1, 1, 0)]);
        buckets[1].Values.ShouldBe([new BucketValues(1, -1, -1, -1, -1, -1), new BucketValues(0, null, null, null, null, null)]);
        rig.Queries.Buckets(span with { Limit = 1 }, Minute, withEnds: false, default).ShouldHaveSingleItem().Values[0].ShouldBe(new BucketValues(3, 4.5, 1.5, 8, null, null));
        rig.Queries.Buckets(span with { From = Night.AddSeconds(1), To = Night.AddSeconds(30) }, Minute, withEnds: false, default).ShouldHaveSingleItem().Values[0].Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Buckets_begin_at_whole_multiples_of_their_width_also_before_1970(DatabaseKind kind)
    {
        using var rig = new QueryRig(kind);
        DateTime[] times = [DateTime.UnixEpoch.AddSeconds(-7), DateTime.UnixEpoch.AddMicroseconds(-1), DateTime.UnixEpoch, Night.AddSeconds(6.999999), Night.AddSeconds(7)];
        foreach (var time in times)
            rig.Add("a", time, """{"x": 1}""");
        var width = TimeSpan.FromSeconds(7);
        rig.Queries.Buckets(new TelemetrySpan("a", Keys("x")), width, withEnds: false, default).Select(static b => (b.Start, b.Values[0].Count)).ShouldBe(
            times.GroupBy(t => (long)Math.Floor((t - DateTime.UnixEpoch).Ticks / (decimal)width.Ticks)).Select(g => (DateTime.UnixEpoch.AddTicks(g.Key * width.Ticks), (long)g.Count())));
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Keys_are_those_of_the_newest_entries_with_their_newest_values(DatabaseKind kind)
    {
        using var rig = new QueryRig(kind);
        rig.Add("a", Night, """{"gone": 1}""");
        rig.Add("a", Night.AddSeconds(1), """{"t": {"ccd": 1}, "old": "o"}""", "older");
        rig.Add("a", Night.AddSeconds(2), """{"t": {"ccd": 2}, "list": [1, 2, 3], "nothing": null, "a.b": {}, "q\"": 1}""", "newer");
        rig.Queries.Keys("a", 2, default).OrderBy(static k => k.Key.ToString(), StringComparer.Ordinal)
            .Select(static k => $"{k.Key} {k.Newest.Kind} {k.Newest.Text} {k.EventCode} {k.Age.TotalSeconds} {k.Items} {k.Entries}")
            .ShouldBe(["\"a.b\" Map {} newer 8  1", "list Array [1,2,3] newer 8 3 1", "old Text o older 9  1", "t.ccd Number 2 newer 8  2"]);
        rig.Queries.Keys("nobody", 10, default).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Observations_are_those_that_touch_the_span(DatabaseKind kind)
    {
        using var rig = new QueryRig(kind);
        foreach (var row in Vectors.Json("observations/input.json").EnumerateArray())
            rig.Add(row.Text("device"), Instant.Of(Instant.Parse(row.GetProperty("ts").Time())), row.GetProperty("msg").GetRawText(), row.Text("ec"));
        var all = rig.Queries.Observations(null, null, null, default).ToList();
        all.Count.ShouldBe(Vectors.Json("observations/expected.json").GetArrayLength());
        all.Count.ShouldBeGreaterThan(1);
        rig.Queries.Observations(null, null, 1, default).ShouldBe([all[0]]);
        var oldest = all[^1];
        rig.Queries.Observations(oldest.End, oldest.End, null, default).ShouldContain(oldest);
        rig.Queries.Observations(null, oldest.Start.AddMicroseconds(-1), null, default).ShouldBeEmpty();
        rig.Queries.Observations(oldest.End!.Value.AddMicroseconds(1), null, null, default).ShouldNotContain(oldest);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Statistics_tell_entries_times_and_the_inventory_by_host(DatabaseKind kind)
    {
        using var rig = new QueryRig(kind);
        rig.Queries.Statistics(default).ShouldSatisfyAllConditions(static s => s.Entries.ShouldBe(0), static s => s.First.ShouldBeNull(), static s => s.Hosts.ShouldBeEmpty());
        rig.Add("a", Night, "{}");
        rig.Add("b", Night.AddSeconds(9), "{}");
        foreach (var (host, path, size) in new[] { ("h1", "/a_20240415223050000000000.bintel", 5), ("h1", "/b.bintel", 6), ("h1", "/c.fits", 7), ("h0", "/d", 8) })
            rig.Execute($"INSERT INTO file_origins VALUES ('{host}', '{path}', '2024-04-15 22:40:50.000000+00:00', '2024-04-15 22:30:50.000000+00:00', {size})");
        rig.Execute("INSERT INTO file_ingest_times VALUES ('2024-04-15 22:30:50.000000+00:00', 'a', '2024-04-16 00:00:00.000000+00:00', 'h1', '/a_20240415223050000000000.bintel')");
        rig.Execute("ANALYZE");
        var statistics = rig.Queries.Statistics(default);
        statistics.Entries.ShouldBe(2);
        statistics.IsEstimate.ShouldBe(kind == DatabaseKind.PostgreSql);
        statistics.Bytes.ShouldBeGreaterThan(8192);
        statistics.First.ShouldBe(Night);
        statistics.Last.ShouldBe(Night.AddSeconds(9));
        statistics.Hosts.ShouldBe([new HostStatistics("h0", 1, 8, 0, 0), new HostStatistics("h1", 3, 18, 1, 1)]);
    }

    [Fact]
    public void Partitions_are_counted_too()
    {
        var database = new TestDatabase(DatabaseKind.PostgreSql, isSetUp: false);
        TelemetrySetup.Run(database.Url, isPartitioned: true);
        using var rig = new QueryRig(database);
        using (var loader = rig.Database.Tables.Loader(rig.Database.Connect))
        {
            loader.Begin("a");
            for (var i = 0; i < 3; i++)
            {
                System.Buffers.BuffersExtensions.Write(loader.Batch, "{\"x\": 2}"u8);
                loader.Batch.Add(Instant.Of(Night.AddMonths(i)), "ec");
            }

            loader.Finish(null);
        }

        rig.Execute("ANALYZE");
        rig.Queries.Statistics(default).Entries.ShouldBe(3);
        rig.Queries.Devices(default).ShouldHaveSingleItem().Last.ShouldBe(Night.AddMonths(2));
        rig.Queries.Buckets(new TelemetrySpan("a", Keys("x")), TimeSpan.FromDays(1000), withEnds: true, default).Sum(static b => b.Values[0].Count).ShouldBe(3);
    }

    private static IReadOnlyList<TelemetryKey> Keys(params string[] keys) => [.. keys.Select(TelemetryKey.Parse)];
}
