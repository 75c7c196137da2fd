using Catchment.Core.Databases;
using Catchment.Files.Tables;

namespace Catchment.Files.Tests.Tables;

public sealed class IngesterTablesTests
{
    private static readonly FileStatus[] Untried = [FileStatus.Untried];
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_goes_through_its_statuses_in_order(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using var database = tables.Open();
        Track(database, "a.fits", "b.fits");
        var ingester = new IngesterTables(database, "here");
        ingester.Refresh(isWide: false).ShouldBe(0);
        ingester.AddUntried(100).ShouldBe(2);
        ingester.AddUntried(100).ShouldBe(0);
        var claims = ingester.Take(Untried, 10, isOnce: false);
        claims.Select(c => c.File.Path.ToString()).ShouldBe(["./a.fits", "./b.fits"]);
        ingester.Take(Untried, 10, isOnce: false).ShouldBeEmpty();
        ingester.Begin([.. claims.Select(c => c.File.Id)]);
        ingester.Finish(
        [
            new AttemptResult(claims[0].File.Id, FileStatus.Success, Now) { Version = "", Duration = TimeSpan.FromSeconds(1.5) },
            new AttemptResult(claims[1].File.Id, FileStatus.Failure, Now) { Version = "1", Duration = TimeSpan.Zero, Message = "a\0b\ud800" },
        ]);
        tables.History("a.fits").ShouldBe("UNTRIED PENDING SUCCESS");
        tables.History("b.fits").ShouldBe("UNTRIED PENDING FAILURE");
        using var connection = database.Original.Connect();
        var failure = database.Tables.History(connection, claims[1].File.Id)[^1];
        failure.Message.ShouldBe("ab\ufffd");
        failure.Version.ShouldBe("1");
        database.Tables.History(connection, claims[0].File.Id)[^1].Duration.ShouldBe(TimeSpan.FromSeconds(1.5));
        ingester.Refresh(isWide: true).ShouldBe(6);
        ingester.Take([.. Untried, FileStatus.Success], 10, isOnce: false).ShouldBeEmpty();
        ingester.Take([FileStatus.Failure], 10, isOnce: true).ShouldBeEmpty(); // This one had it already.
        ingester.Take([FileStatus.Failure], 10, isOnce: false).Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void To_say_a_result_twice_writes_it_once(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using var database = tables.Open();
        Track(database, "a.fits");
        var ingester = new IngesterTables(database, "here");
        ingester.AddUntried(100).ShouldBe(1);
        var claim = ingester.Take(Untried, 1, isOnce: false).Single();
        var result = new AttemptResult(claim.File.Id, FileStatus.Success, Now) { Duration = TimeSpan.Zero };
        ingester.Finish([result]);
        ingester.Finish([result]);
        tables.History("a.fits").ShouldBe("UNTRIED PENDING SUCCESS");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_another_program_did_is_taken_in_and_not_done_again(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using var database = tables.Open();
        Track(database, "a.fits", "b.fits", "c.fits");
        foreach (var (file, status, second) in new[] { (1, "UNTRIED", 0), (1, "PENDING", 1), (1, "SUCCESS", 2), (2, "UNTRIED", 3) })
            tables.Execute($"INSERT INTO file_events (start_time, status, files_id) VALUES ('2021-01-01 00:00:0{second}.000000', '{status}', {file})");
        var ingester = new IngesterTables(database, "here");
        ingester.Refresh(isWide: false).ShouldBe(4);
        ingester.AddUntried(100).ShouldBe(1);
        ingester.Take(Untried, 10, isOnce: false).Select(c => c.File.Path.Name).ShouldBe(["b.fits", "c.fits"]);
        tables.History("c.fits").ShouldBe("UNTRIED PENDING");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_history_that_was_copied_in_later_makes_its_file_no_new_one(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using var database = tables.Open();
        Track(database, "a.fits");
        var ingester = new IngesterTables(database, "here");
        Ingest(ingester, Untried).ShouldBe(1);
        Track(database, "b.fits", "c.fits", "d.fits");
        tables.Execute("INSERT INTO file_events (start_time, status, files_id) VALUES ('2019-01-01 00:00:00.000000', 'SUCCESS', 2), ('2019-01-01 00:00:00.000001', 'FAILURE', 3)");
        ingester.AddUntried(100).ShouldBe(1);
        ingester.Take(Untried, 10, isOnce: false).Select(c => c.File.Path.Name).ShouldBe(["d.fits"]);
        ingester.Take([FileStatus.Failure], 10, isOnce: false).Select(c => c.File.Path.Name).ShouldBe(["c.fits"]);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite, -7)]
    [InlineData(DatabaseKind.Sqlite, 0)]
    [InlineData(DatabaseKind.Sqlite, 9)]
    [InlineData(DatabaseKind.PostgreSql, -7)]
    [InlineData(DatabaseKind.PostgreSql, 0)]
    [InlineData(DatabaseKind.PostgreSql, 9)]
    public void A_rerun_written_in_any_zone_is_done_once(DatabaseKind kind, int hours)
    {
        using var tables = new TestDatabase(kind);
        using (var database = tables.Open())
        {
            Track(database, "a.fits");
            Ingest(new IngesterTables(database, "first"), Untried).ShouldBe(1);
            tables.Execute($"INSERT INTO file_events (start_time, status, files_id) VALUES ('{LocalTime.Text(LocalTime.Of(Now.AddHours(hours)))[..19]}', 'RERUN', 1)");
            Ingest(new IngesterTables(database, "second"), [FileStatus.Rerun]).ShouldBe(1);
            Ingest(new IngesterTables(database, "third"), [FileStatus.Rerun]).ShouldBe(0);
        }

        // Also when nothing is remembered of the tables: by then the order of rows has to do.
        tables.Execute(kind == DatabaseKind.Sqlite ? "SELECT 1" : "TRUNCATE catchment.file_states, catchment.file_reruns, catchment.file_scopes");
        if (kind == DatabaseKind.Sqlite)
            File.Delete(Path.Combine(tables.Folder, "files.db.catchment"));
        using (var again = tables.Open())
        {
            Ingest(new IngesterTables(again, "fourth"), [FileStatus.Rerun]).ShouldBe(0);
            Ingest(new IngesterTables(again, "fifth"), Untried).ShouldBe(0);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_rerun_that_comes_during_an_attempt_is_done_after_it(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using var database = tables.Open();
        Track(database, "a.fits");
        var ingester = new IngesterTables(database, "here");
        ingester.AddUntried(1).ShouldBe(1);
        var claim = ingester.Take(Untried, 1, isOnce: false).Single();
        tables.Execute("INSERT INTO file_events (start_time, status, files_id) VALUES (CURRENT_TIMESTAMP, 'RERUN', 1)");
        ingester.Refresh(isWide: true);
        ingester.Finish([new AttemptResult(claim.File.Id, FileStatus.Success, Now) { Duration = TimeSpan.Zero }]);
        Ingest(ingester, [FileStatus.Rerun]).ShouldBe(0); // A run takes a file once.
        Ingest(new IngesterTables(database, "next"), [FileStatus.Rerun]).ShouldBe(1);
        Ingest(new IngesterTables(database, "last"), [FileStatus.Rerun]).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Claims_of_one_that_is_gone_become_unknown_or_go_back(DatabaseKind kind)
    {
        var clock = new ManualTime();
        using var tables = new TestDatabase(kind);
        using var database = tables.Open(clock);
        Track(database, "a.fits", "b.fits");
        var gone = new IngesterTables(database, "there");
        gone.AddUntried(10).ShouldBe(2);
        var claims = gone.Take(Untried, 10, isOnce: false);
        gone.Begin([claims[0].File.Id]);
        var heir = new IngesterTables(database, "here");
        heir.Recover(Lease, ownPlace: true).ShouldBe(new RecoveredClaims(0, 0)); // It may live.
        clock.Advance(Lease + TimeSpan.FromSeconds(1));
        heir.Renew().ShouldBeTrue();
        heir.Recover(Lease, ownPlace: true).ShouldBe(new RecoveredClaims(1, 1));
        tables.History("a.fits").ShouldBe("UNTRIED PENDING UNKNOWN");
        tables.History("b.fits").ShouldBe("UNTRIED PENDING UNTRIED");
        gone.Renew().ShouldBeFalse();
        Ingest(heir, Untried).ShouldBe(1);

        // It lived, and says what became of its attempt.
        gone.Finish([new AttemptResult(claims[0].File.Id, FileStatus.Success, clock.GetLocalNow().DateTime) { Duration = TimeSpan.Zero }]);
        tables.History("a.fits").ShouldBe("UNTRIED PENDING UNKNOWN SUCCESS");
        Ingest(heir, [FileStatus.Unknown]).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_next_one_at_the_same_place_recovers_at_once(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using var database = tables.Open();
        Track(database, "a.fits");
        var gone = new IngesterTables(database, "here");
        gone.AddUntried(10).ShouldBe(1);
        gone.Take(Untried, 10, isOnce: false).Count.ShouldBe(1);
        new IngesterTables(database, "here").Recover(Lease, ownPlace: true).ShouldBe(new RecoveredClaims(0, 1));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Tables_made_anew_at_the_same_place_begin_with_nothing_known(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using (var database = tables.Open())
        {
            Track(database, "a.fits");
            Ingest(new IngesterTables(database, "here"), Untried).ShouldBe(1);
            tables.Execute("DELETE FROM file_events");
            tables.Execute("DELETE FROM files");
            Track(database, "b.fits", "c.fits");
        }

        using var anew = tables.Open();
        Ingest(new IngesterTables(anew, "here"), Untried).ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Four_at_once_take_each_file_once(DatabaseKind kind)
    {
        const int Files = 400;
        using var tables = new TestDatabase(kind);
        using var database = tables.Open();
        Track(database, [.. Enumerable.Range(0, Files).Select(i => $"f{i:000}.fits")]);
        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => Ingest(new IngesterTables(database, $"place {i}"), Untried))));
        taken.Sum().ShouldBe(Files);
        tables.History("f000.fits").ShouldBe("UNTRIED PENDING SUCCESS");
        tables.History($"f{Files - 1}.fits").ShouldBe("UNTRIED PENDING SUCCESS");
    }

    private static DateTime Now => TimeProvider.System.GetLocalNow().DateTime;

    private static void Track(FilesDatabase database, params string[] names) =>
        new FinderTables(database, "/source", "/storage").Record([.. names.Select(n => (new FoundFile(new FilePath(FilePath.Top, n), $"checksum of {n}", 1), (long?)null))])
            .ShouldAllBe(id => id != null);

    /// <summary>Works until nothing is left.</summary>
    private static int Ingest(IngesterTables ingester, IReadOnlyList<FileStatus> statuses)
    {
        var done = 0;
        ingester.Refresh(isWide: true);
        if (statuses.Contains(FileStatus.Untried))
        {
            while (ingester.AddUntried(100) == 100)
            {
            }
        }

        while (ingester.Take(statuses, 10, isOnce: true) is { Count: > 0 } claims)
        {
            ingester.Begin([.. claims.Select(c => c.File.Id)]);
            ingester.Finish([.. claims.Select(c => new AttemptResult(c.File.Id, FileStatus.Success, Now) { Version = "", Duration = TimeSpan.Zero })]);
            done += claims.Count;
        }

        return done;
    }
}
