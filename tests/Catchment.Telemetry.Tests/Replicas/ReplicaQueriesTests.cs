using Catchment.Core.Databases;
using Catchment.Telemetry.Replicas;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Tests.Schema;

namespace Catchment.Telemetry.Tests.Replicas;

public sealed class ReplicaQueriesTests
{
    private const string Night = "2024-04-15 22:30:00.000001+00:00";
    private const string Later = "2024-04-15 22:30:00.000002+00:00";

    public static TheoryData<DatabaseKind> Systems => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Systems))]
    public void Each_state_is_told_to_the_microsecond(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using var database = TelemetryDatabase.Open(tables.Url, connections: 2);
        Fill(tables);
        var queries = new ReplicaQueries(database, null);
        queries.Entries(new ReplicaFilter(), default).Select(static e => $"{e.OriginHost} {e.OriginPath} {e.ReplicaHost ?? "-"} {e.State}").ShouldBe(
        [
            "aoc /a b1 Current", "aoc /a b2 Stale", "aoc /b b1 Stale", "aoc /c b1 Incomplete", "aoc /d - Missing", "aoc /e b1 Ahead", "aoc /f b1 Gone", "aoc /g b1 Damaged", "icc /x - Missing",
        ]);
        var current = queries.Entries(new ReplicaFilter { State = ReplicaState.Current }, default).Single();
        current.Modified.ShouldBe(new DateTime(2024, 4, 15, 22, 30, 0, DateTimeKind.Utc).AddMicroseconds(2));
        current.ReplicaModified.ShouldBe(current.Modified);
        (current.Size, current.ReplicaSize, current.ReplicaPath).ShouldBe((10L, 10L, "/mnt/a"));
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Counts_are_by_host_place_and_state_and_tell_what_has_no_copy_at_all_and_none_in_a_place(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using var database = TelemetryDatabase.Open(tables.Url, connections: 2);
        var queries = new ReplicaQueries(database, null);
        queries.Counts(default).ShouldBeEmpty();
        Fill(tables);
        queries.Counts(default).ShouldBe(
        [
            new ReplicaCount("aoc", null, ReplicaState.Missing, 1, 10),
            new ReplicaCount("aoc", "b1", ReplicaState.Current, 1, 10),
            new ReplicaCount("aoc", "b1", ReplicaState.Stale, 1, 10),
            new ReplicaCount("aoc", "b1", ReplicaState.Incomplete, 1, 7),
            new ReplicaCount("aoc", "b1", ReplicaState.Missing, 1, 10),
            new ReplicaCount("aoc", "b1", ReplicaState.Ahead, 1, 10),
            new ReplicaCount("aoc", "b1", ReplicaState.Gone, 1, 10),
            new ReplicaCount("aoc", "b1", ReplicaState.Damaged, 1, 10),
            new ReplicaCount("aoc", "b2", ReplicaState.Stale, 1, 10),
            new ReplicaCount("aoc", "b2", ReplicaState.Missing, 6, 60),
            new ReplicaCount("icc", null, ReplicaState.Missing, 1, 5),
        ]);
        queries.Entries(new ReplicaFilter { State = ReplicaState.Missing, OriginHost = "aoc", ReplicaHost = "b2" }, default).Select(static e => e.OriginPath).ShouldBe(["/b", "/c", "/d", "/e", "/f", "/g"]);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Pages_go_on_where_the_last_one_ended(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using var database = TelemetryDatabase.Open(tables.Url, connections: 2);
        Fill(tables);
        var queries = new ReplicaQueries(database, null);
        foreach (var filter in new ReplicaFilter[] { new(), new() { OriginHost = "aoc" }, new() { ReplicaHost = "b1" }, new() { State = ReplicaState.Missing }, new() { State = ReplicaState.Stale, ReplicaHost = "b2" } })
        {
            var whole = queries.Entries(filter, default).ToList();
            var pages = new List<ReplicaEntry>();
            while (queries.Entries(filter with { Limit = 2, After = pages.Count == 0 ? null : pages[^1].Position }, default).ToList() is { Count: > 0 } page)
                pages.AddRange(page);
            pages.ShouldBe(whole);
            whole.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void A_copy_whose_original_the_inventory_has_lost_is_told()
    {
        using var tables = new TestDatabase(DatabaseKind.Sqlite);
        using var database = TelemetryDatabase.Open(tables.Url, connections: 2);
        Fill(tables);
        Reinitialisation.Data(tables.Url);
        new ReplicaQueries(database, null).Entries(new ReplicaFilter { ReplicaHost = "b2" }, default).Single().ShouldBe(
            new ReplicaEntry("aoc", "/a", null, null, "b2", "/mnt/a2", new DateTime(2024, 4, 15, 22, 30, 0, DateTimeKind.Utc).AddMicroseconds(1), 10, ReplicaState.Unmatched));
    }

    private static void Fill(TestDatabase tables)
    {
        tables.Execute(
            $"""
            INSERT INTO file_origins (origin_host, origin_path, modification_time, creation_time, size_bytes) VALUES
            ('aoc', '/a', '{Later}', '{Night}', 10), ('aoc', '/b', '{Later}', '{Night}', 10), ('aoc', '/c', '{Later}', '{Night}', 10), ('aoc', '/d', '{Later}', '{Night}', 10),
            ('aoc', '/e', '{Night}', '{Night}', 10), ('aoc', '/f', '{Night}', '{Night}', 10), ('aoc', '/g', '{Night}', '{Night}', 10), ('icc', '/x', '{Night}', '{Night}', 5);
            INSERT INTO file_replicas (origin_host, origin_path, hostname, replica_path, origin_modification_time, size_bytes) VALUES
            ('aoc', '/a', 'b1', '/mnt/a', '{Later}', 10), ('aoc', '/a', 'b2', '/mnt/a2', '{Night}', 10), ('aoc', '/b', 'b1', '/mnt/b', '{Night}', 10), ('aoc', '/c', 'b1', '/mnt/c', '{Later}', 7),
            ('aoc', '/e', 'b1', '/mnt/e', '{Later}', 10), ('aoc', '/f', 'b1', '/mnt/f', '{Night}', NULL), ('aoc', '/g', 'b1', '/mnt/g', NULL, 10)
            """);
    }
}
