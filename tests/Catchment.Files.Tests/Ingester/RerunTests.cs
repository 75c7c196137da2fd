using System.Collections.Concurrent;
using Catchment.Core.Databases;
using Catchment.Files.Tables;
using Catchment.Files.Tests.Tables;

namespace Catchment.Files.Tests.Ingester;

/// <summary>What a person asks for again is done once, whatever zone the server's clock is in.</summary>
public sealed class RerunTests
{
    private const string Insert = "INSERT INTO file_events (start_time, status, files_id) VALUES (CURRENT_TIMESTAMP, 'RERUN', 1)";

    public static TheoryData<DatabaseKind, string> Zones => new()
    {
        { DatabaseKind.PostgreSql, "America/Los_Angeles" },
        { DatabaseKind.PostgreSql, "UTC" },
        { DatabaseKind.PostgreSql, "Pacific/Kiritimati" },
        { DatabaseKind.Sqlite, "Etc/GMT+8" },
        { DatabaseKind.Sqlite, "UTC" },
        { DatabaseKind.Sqlite, "Etc/GMT-14" },
    };

    [Theory]
    [MemberData(nameof(Zones))]
    public void Runs_that_end_do_it_once(DatabaseKind kind, string zone)
    {
        using var tables = Tables(kind, zone);
        using var tree = new IngestTree(tables);
        var context = new RecordedContext(Clock(kind, zone));
        tree.Add(IngesterServiceTests.Names(2));
        tree.Run(tree.Settings("NullIngest"), context: context).Counts[FileStatus.Success].ShouldBe(2);
        tables.Execute(Insert);
        tree.Run(tree.Settings("NullIngest"), context: context).Counts.ShouldBeEmpty(); // It looks for new ones only.
        var rerun = tree.Settings("NullIngest") with { Status = FileStatus.Rerun };
        tree.Run(rerun, context: context).Counts.ShouldBe(new Dictionary<FileStatus, long> { [FileStatus.Success] = 1 });
        tree.Run(rerun, context: context).Counts.ShouldBeEmpty();
        tables.Execute("DELETE FROM file_events WHERE status = 'RERUN'");
        tree.Run(rerun, context: context).Counts.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task A_daemon_does_each_once_and_no_new_files_are_kept_waiting(DatabaseKind kind, string zone)
    {
        using var tables = Tables(kind, zone);
        using var tree = new IngestTree(tables);
        var context = new RecordedContext(Clock(kind, zone));
        using var stop = new CancellationTokenSource();
        var attempts = new BlockingCollection<string>();
        tree.Add(IngesterServiceTests.Names(1));
        var settings = tree.Settings() with { IsDaemon = true, Also = [FileStatus.Rerun], Pause = TimeSpan.FromMilliseconds(20) };
        var run = Task.Run(() => tree.Run(settings, PluginUnderTest.Catalog((path, _) => attempts.Add(Path.GetFileName(path), CancellationToken.None)), context: context, stopping: stop.Token));
        attempts.TryTake(out _, Patience.Limit).ShouldBeTrue();
        for (var i = 0; i < 2; i++)
        {
            await Eventually.TrueAsync(() => tree.Histories()["f000.fits"].Split(' ').Count(s => s == "SUCCESS") == i + 1);
            tables.Execute(Insert.Replace("CURRENT_TIMESTAMP", kind == DatabaseKind.Sqlite ? $"datetime('now', '+{i} seconds')" : "CURRENT_TIMESTAMP", StringComparison.Ordinal));
            attempts.TryTake(out _, Patience.Limit).ShouldBeTrue();
        }

        tree.Add(("new.fits", "new"));
        attempts.TryTake(out var next, Patience.Limit).ShouldBeTrue();
        next.ShouldBe("new.fits");
        await stop.CancelAsync();
        await run.InTimeAsync();
        attempts.ShouldBeEmpty();
        tree.Histories()["f000.fits"].Split(' ').Count(s => s == "SUCCESS").ShouldBe(3);
    }

    // The server's zone is another than this machine's; SQLite's CURRENT_TIMESTAMP is UTC, so there this machine's is another.
    private static TestDatabase Tables(DatabaseKind kind, string zone)
    {
        var tables = new TestDatabase(kind);
        if (kind == DatabaseKind.PostgreSql)
            tables.Execute($"ALTER DATABASE \"{tables.Url.Split('/')[^1]}\" SET timezone TO '{zone}'");
        return tables;
    }

    private static TimeProvider Clock(DatabaseKind kind, string zone) => kind == DatabaseKind.PostgreSql ? TimeProvider.System : new ZonedTime(TimeZoneInfo.FindSystemTimeZoneById(zone));

    private sealed class ZonedTime(TimeZoneInfo zone) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => zone;
    }
}
