using Catchment.Core.Databases;
using Catchment.Files.Backfill;
using Catchment.Files.Patterns;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Catchment.Files.Tests.Finder;
using Catchment.Files.Tests.Ingester;
using Catchment.Files.Tests.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Files.Tests.Backfill;

public sealed class BackfillTests
{
    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void To_do_it_twice_changes_nothing(DatabaseKind kind)
    {
        using var tree = new IngestTree(kind);
        Write(tree, "top.fits", "a/b/c.fits", "a/d.fits", ".hidden/e.fits", "a/é\U0001F600.fits");
        Run(tree, "*.fits", "a", ".hidden").ShouldBe(new BackfillCounts { Recorded = 5, RecordedBytes = Bytes(tree) });
        var before = tree.Histories();
        before.Values.ShouldAllBe(h => h == "BACKFILL");
        before.Keys.Order(StringComparer.Ordinal).ShouldBe([".hidden/e.fits", "a/b/c.fits", "a/d.fits", "a/é\U0001F600.fits", "top.fits"]);
        var counts = Run(tree, "*.fits", "a", ".hidden");
        counts.ShouldBe(new BackfillCounts { Tracked = 5 });
        counts.ExitStatus.ShouldBe(0);
        tree.Histories().ShouldBe(before);
        var row = tree.Last("top.fits");
        (row.Version, row.Duration, row.Message).ShouldBe((null, null, null));
        tree.Run(tree.Settings("NullIngest")).Counts.ShouldBeEmpty();
    }

    [Fact]
    public void Patterns_are_expanded_and_excluded_below_folders_only()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        Write(tree, "n1/raw/a.fits", "n1/raw/b.tmp", "n2/raw/c.fits", "n2/cal/d.fits", "n3.tmp");
        Run(tree, exclude: [@"^raw/b", @"\.tmp$", "^d"], sources: ["n?", "n3.tmp", "x*"]).ShouldBe(new BackfillCounts { Recorded = 4, RecordedBytes = Bytes(tree, "n1/raw/a.fits", "n2/raw/c.fits", "n2/cal/d.fits", "n3.tmp") });
        tree.Histories().Keys.Order(StringComparer.Ordinal).ShouldBe(["n1/raw/a.fits", "n2/cal/d.fits", "n2/raw/c.fits", "n3.tmp"]);
    }

    [Fact]
    public void What_has_no_match_is_no_error_and_what_is_not_there_is_one()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        Run(tree, "nothing*", "none/at/all").ExitStatus.ShouldBe(0);
        File.CreateSymbolicLink(tree.Storage + "/dangling", tree.Storage + "/gone");
        Run(tree, "dangling").ShouldBe(new BackfillCounts { NotFound = 1 });
        Run(tree, "dangling").ExitStatus.ShouldBe(1);
    }

    [Fact]
    public void Links_and_what_is_no_file_are_left_out()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        using var outside = new TemporaryFolder();
        File.WriteAllText(outside["secret.fits"], "not ours");
        Write(tree, "a/real.fits");
        File.CreateSymbolicLink(tree.Storage + "/a/outside.fits", outside["secret.fits"]);
        File.CreateSymbolicLink(tree.Storage + "/a/inside.fits", tree.Storage + "/a/real.fits");
        Directory.CreateSymbolicLink(tree.Storage + "/folder", outside.FullPath);
        using (var made = System.Diagnostics.Process.Start("/usr/bin/mkfifo", [tree.Storage + "/a/pipe.fits"]))
            made.WaitForExit();
        Run(tree, "a", "folder", "folder/secret.fits").ShouldBe(new BackfillCounts { Recorded = 1, RecordedBytes = Bytes(tree, "a/real.fits"), Skipped = 5 });
        tree.Histories().Keys.ShouldBe(["a/real.fits"]);
    }

    [Fact]
    public void The_way_to_the_storage_folder_may_have_links()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        Write(tree, "a/b.fits");
        using var elsewhere = new TemporaryFolder();
        Directory.CreateSymbolicLink(elsewhere["link"], tree.Storage);
        new BackfillRun(Settings(tree, []) with { Storage = elsewhere["link"], Sources = [PathPattern.Parse("a", elsewhere["link"])] }, tree.State("backfill"), TimeProvider.System, NullLogger.Instance)
            .Run(null, CancellationToken.None).Recorded.ShouldBe(1);
        tree.Histories().Keys.ShouldBe(["a/b.fits"]);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/elsewhere/x")]
    public void A_source_outside_of_the_storage_folder_is_refused_before_any_work(string source) =>
        Should.Throw<PathPatternException>(() => PathPattern.Parse(source, "/data/storage"));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_the_table_refuses_fails_and_the_others_are_recorded(DatabaseKind kind)
    {
        using var tree = new IngestTree(kind);
        tree.Add(("old/taken.fits", "1"), ("old/other.fits", "same"));
        foreach (var (path, content) in new[] { ("new/taken.fits", "2"), ("new/copy.fits", "same"), ("new/good.fits", "3"), ("new/empty1.fits", ""), ("new/empty2.fits", "") })
        {
            Directory.CreateDirectory(tree.Storage + "/new");
            File.WriteAllText($"{tree.Storage}/{path}", content);
        }

        var counts = Run(tree, "new");
        counts.ShouldBe(new BackfillCounts { Recorded = 2, RecordedBytes = 1, Failed = 3 });
        counts.ExitStatus.ShouldBe(1);
        tree.Histories().Where(h => h.Key.StartsWith("new/", StringComparison.Ordinal)).Select(h => h.Value).ShouldBe(["BACKFILL", "BACKFILL"]);
        tree.Histories().ShouldContainKeyAndValue("new/good.fits", "BACKFILL");
    }

    [Fact]
    public void A_row_without_its_event_is_never_there()
    {
        using var tables = new TestDatabase(DatabaseKind.PostgreSql);
        using var tree = new IngestTree(tables);
        Write(tree, "a/one.fits", "a/two.fits", "a/three.fits");
        tables.Execute(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN IF (SELECT filename FROM files WHERE id = NEW.files_id) = 'two.fits' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$;
            CREATE TRIGGER refusing BEFORE INSERT ON file_events FOR EACH ROW EXECUTE FUNCTION refuse();
            """);
        Run(tree, "a").ShouldBe(new BackfillCounts { Recorded = 2, RecordedBytes = Bytes(tree, "a/one.fits", "a/three.fits"), Failed = 1 });
        tree.Histories().ShouldBe(new Dictionary<string, string> { ["a/one.fits"] = "BACKFILL", ["a/three.fits"] = "BACKFILL" }, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_running_ingester_takes_none_of_it_for_new(DatabaseKind kind)
    {
        using var tree = new IngestTree(kind);
        Write(tree, [.. Enumerable.Range(0, 1_000).Select(i => $"a/f{i}.fits")]);
        using var stop = new CancellationTokenSource();
        var context = new RecordedContext();
        var ingester = Task.Run(() => tree.Run(tree.Settings("NullIngest") with { IsDaemon = true, Pause = TimeSpan.Zero }, context: context, stopping: stop.Token));
        await context.IsRunning.InTimeAsync();
        Run(tree, "a").Recorded.ShouldBe(1_000);
        tree.Add([("late.fits", "late")]);
        await Eventually.TrueAsync(() => tree.Histories()["late.fits"].EndsWith("SUCCESS", StringComparison.Ordinal));
        await stop.CancelAsync();
        (await ingester.InTimeAsync()).Counts[FileStatus.Success].ShouldBe(1);
        tree.Histories().Where(h => h.Key != "late.fits").ShouldAllBe(h => h.Value == "BACKFILL");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_stop_keeps_what_was_recorded_and_the_next_run_does_the_rest(DatabaseKind kind)
    {
        using var tree = new IngestTree(kind);
        Write(tree, [.. Enumerable.Range(0, 500).Select(i => $"a/f{i}.fits")]);
        using var stop = new CancellationTokenSource();
        var told = new List<BackfillCounts>();
        var counts = new BackfillRun(Settings(tree, [], "a"), tree.State("backfill"), TimeProvider.System, NullLogger.Instance)
            .Run(new Told(c =>
            {
                told.Add(c);
                stop.Cancel();
            }), stop.Token);
        counts.IsStopped.ShouldBeTrue();
        counts.ExitStatus.ShouldBe(1);
        told.Select(c => c.Recorded).ShouldBe([200]);
        tree.Histories().Values.ShouldBe(Enumerable.Repeat("BACKFILL", 200));
        Run(tree, "a").ShouldBe(new BackfillCounts { Recorded = 300, RecordedBytes = Bytes(tree) - counts.RecordedBytes, Tracked = 200 });
        tree.Histories().Values.ShouldBe(Enumerable.Repeat("BACKFILL", 500));
    }

    [Fact]
    public void A_stop_ends_a_walk_that_finds_nothing()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        Write(tree, "a/b/c.tmp");
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        foreach (var source in new[] { "a", "nothing*" })
        {
            var walk = new StorageWalk(tree.Storage, PatternList.Parse(["tmp$"]), _ => { }, _ => { });
            Should.Throw<OperationCanceledException>(() => walk.Files(PathPattern.Parse(source, tree.Storage), stop.Token).ToList());
        }
    }

    [Fact]
    public void A_folder_that_cannot_be_read_and_a_pattern_that_is_too_slow_are_told()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        Write(tree, "a/x.fits", $"b/{new string('a', 60)}.fits");

        // A path that is longer than the system takes: that can be had as root too.
        string[] names = [.. Enumerable.Repeat(new string('d', 250), 16), new string('e', 60)];
        Shell($"cd '{tree.Storage}/a'; for name in {string.Join(' ', names)}; do mkdir $name; cd $name; done");
        using var logs = new RecordedLogs();
        var counts = new BackfillRun(Settings(tree, ["^((a+)b?)*$"], "a", $"a/{string.Join('/', names)}/*", "b"), tree.State("backfill"), TimeProvider.System, logs.CreateLogger("backfill"))
            .Run(null, CancellationToken.None);
        Shell($"rm -r '{tree.Storage}/a'");
        (counts.Recorded, counts.Failed, counts.ExitStatus).ShouldBe((2, 2, 1));
        logs.Count(LogLevel.Warning, "(errno 36); what is in it is not found").ShouldBe(2);
        logs.Count(LogLevel.Warning, "^((a+)b?)*$: this pattern of the exclude list takes too long").ShouldBe(1);

        static void Shell(string command)
        {
            using var shell = System.Diagnostics.Process.Start("/bin/sh", ["-c", command]);
            shell.WaitForExit();
        }
    }

    [Fact]
    public void A_database_that_is_killed_in_the_middle_is_waited_for()
    {
        using var server = PostgresServer.Start();
        using var tables = new TestDatabase(server.CreateDatabase("files"));
        using var tree = new IngestTree(tables);
        Write(tree, [.. Enumerable.Range(0, 700).Select(i => $"a/f{i}.fits")]);
        Task? restart = null;
        var counts = new BackfillRun(Settings(tree, [], "a"), tree.State("backfill"), TimeProvider.System, NullLogger.Instance)
            .Run(new Told(_ =>
            {
                if (restart is not null)
                    return;
                server.Kill();
                restart = Task.Run(server.Start);
            }), CancellationToken.None);
        (counts.Recorded + counts.Tracked, counts.Failed).ShouldBe((700, 0));
        tree.Histories().Values.ShouldBe(Enumerable.Repeat("BACKFILL", 700));
    }

    private static BackfillCounts Run(IngestTree tree, params string[] sources) => Run(tree, [], sources);

    private static BackfillCounts Run(IngestTree tree, string[] exclude, params string[] sources) =>
        new BackfillRun(Settings(tree, exclude, sources), tree.State("backfill"), TimeProvider.System, NullLogger.Instance).Run(null, CancellationToken.None);

    private static BackfillSettings Settings(IngestTree tree, string[] exclude, params string[] sources) => new()
    {
        Database = tree.Tables.Settings,
        Storage = tree.Storage,
        Sources = [.. sources.Select(s => PathPattern.Parse(s, tree.Storage))],
        Exclude = PatternList.Parse(exclude),
        Log = IngestTree.Log,
    };

    private static void Write(IngestTree tree, params string[] paths)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName($"{tree.Storage}/{path}")!);
            File.WriteAllText($"{tree.Storage}/{path}", $"content of {path}");
        }
    }

    private static long Bytes(IngestTree tree, params string[] paths) =>
        (paths.Length > 0 ? paths.Select(p => $"{tree.Storage}/{p}") : Directory.EnumerateFiles(tree.Storage, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
            .Sum(f => new FileInfo(f).Length);

    private sealed class Told(Action<BackfillCounts> tell) : IProgress<BackfillCounts>
    {
        public void Report(BackfillCounts value) => tell(value);
    }
}
