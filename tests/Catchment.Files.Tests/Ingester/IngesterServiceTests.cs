using System.Collections.Concurrent;
using Catchment.Core.Databases;
using Catchment.Core.Plugins;
using Catchment.Files.Ingester;
using Catchment.Files.Patterns;
using Catchment.Files.Plugins;
using Catchment.Files.Tables;
using Catchment.Files.Tests.Tables;

namespace Catchment.Files.Tests.Ingester;

public sealed class IngesterServiceTests
{
    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Four_at_once_do_each_file_once(DatabaseKind kind)
    {
        const int Files = 200;
        using var tree = new IngestTree(kind);
        tree.Add(Names(Files));
        var attempts = new ConcurrentBag<string>();
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() =>
            tree.Run(tree.Settings() with { Threads = 2 }, PluginUnderTest.Catalog((path, _) => attempts.Add(path)), $"place{i}")))).InTimeAsync();
        attempts.Count.ShouldBe(Files);
        attempts.Distinct(StringComparer.Ordinal).Count().ShouldBe(Files);
        runs.Sum(r => r.Counts.GetValueOrDefault(FileStatus.Success)).ShouldBe(Files);
        tree.Histories().Values.ShouldAllBe(h => h == "UNTRIED PENDING SUCCESS");
    }

    [Fact]
    public void Lists_are_looked_at_in_order_and_only_regular_files_are_attempted()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(("top.fits", "1"), ("a/in.fits", "2"), ("a/in.txt", "3"), ("a/out.fits", "4"), ("a/pipe.fits", "5"), ("a/link.fits", "6"), ("a/empty.fits", ""), ("a/folder.fits", "7"));
        File.Move(tree.Storage + "/a/link.fits", tree.Storage + "/target");
        File.CreateSymbolicLink(tree.Storage + "/a/link.fits", tree.Storage + "/target");
        File.Delete(tree.Storage + "/a/pipe.fits");
        MakePipe(tree.Storage + "/a/pipe.fits");
        File.Delete(tree.Storage + "/a/folder.fits");
        Directory.CreateDirectory(tree.Storage + "/a/folder.fits");
        var attempts = new List<string>();
        tree.Run(
            tree.Settings() with { Include = PatternList.Parse([@"\.fits$", "^top"]), Exclude = PatternList.Parse(["^top", "out"]) },
            PluginUnderTest.Catalog((path, _) => attempts.Add(path))).ExitStatus.ShouldBe(0);
        attempts.Order(StringComparer.Ordinal).ShouldBe([tree.Storage + "/./top.fits", tree.Storage + "/a/in.fits", tree.Storage + "/a/link.fits"]); // ^top does not match ./top
        tree.Last("a/in.txt").Message.ShouldBe("not on the include list");
        tree.Last("a/out.fits").Message.ShouldBe("on the exclude list");
        tree.Last("a/pipe.fits").Status.ShouldBe(FileStatus.Invalid);
        tree.Last("a/folder.fits").Message.ShouldBe("no such file in storage");
        tree.Last("a/empty.fits").Message.ShouldBe("the file has 0 bytes");
        tree.Last("a/empty.fits").Duration.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_plugin_that_cannot_be_made_ends_the_run_before_any_file_is_touched()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(Names(3));
        Should.Throw<PluginException>(() => tree.Run(tree.Settings(), PluginUnderTest.Catalog(() => throw new InvalidDataException("no such repository"))))
            .Message.ShouldBe("The plugin cannot be set up: InvalidDataException: no such repository");
        tree.Histories().Values.ShouldAllBe(h => h.Length == 0);
    }

    [Fact]
    public void A_worker_that_cannot_be_replaced_ends_the_run_and_the_other_files_go_back()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(Names(5));
        var made = 0;
        Should.Throw<IngesterException>(() => tree.Run(tree.Settings(), PluginUnderTest.Catalog(() =>
            Interlocked.Increment(ref made) == 1
                ? new PluginUnderTest("1", (_, _) =>
                {
                    Thread.CurrentThread.Interrupt();
                    Thread.Sleep(Timeout.Infinite);
                })
                : throw new InvalidDataException("gone")))).Message.ShouldContain("gone");
        tree.Histories().Values.Order(StringComparer.Ordinal).ShouldBe([.. Enumerable.Repeat("UNTRIED PENDING UNKNOWN", 1), .. Enumerable.Repeat("UNTRIED PENDING UNTRIED", 4)]);
    }

    [Fact]
    public void A_worker_that_dies_costs_its_own_file_only()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(Names(40));
        var outcome = tree.Run(tree.Settings() with { Threads = 3 }, PluginUnderTest.Catalog((path, _) =>
        {
            if (path.EndsWith("7.fits", StringComparison.Ordinal))
            {
                Thread.CurrentThread.Interrupt();
                Thread.Sleep(Timeout.Infinite);
            }
        }));
        outcome.Counts.ShouldBe(new Dictionary<FileStatus, long> { [FileStatus.Success] = 36, [FileStatus.Unknown] = 4 }, ignoreOrder: true);
    }

    [Fact]
    public void Without_a_storage_folder_nothing_begins()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        Should.Throw<IngesterException>(() => tree.Run(tree.Settings("NullIngest") with { Storage = null })).Message.ShouldStartWith("ingester.storage: found nothing");
        tree.Add(Names(2));
        Should.Throw<IngesterException>(() => tree.Run(tree.Settings("NullIngest") with { Storage = "/nowhere" })).Message.ShouldContain("there is no folder '/nowhere'");
        tree.Histories().Values.ShouldAllBe(h => h.Length == 0);
        tree.Run(tree.Settings("NullIngest") with { Storage = null }).Counts[FileStatus.Success].ShouldBe(2); // The one that the finder noted.
    }

    [Fact]
    public void A_storage_folder_that_goes_away_makes_no_file_invalid()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(Names(30));
        var outcome = tree.Run(tree.Settings() with { BatchSize = 5 }, PluginUnderTest.Catalog((_, _) =>
        {
            if (Directory.Exists(tree.Storage))
                Directory.Move(tree.Storage, tree.Storage + ".away");
        }));
        outcome.ExitStatus.ShouldBe(1);
        outcome.Counts.Keys.ShouldNotContain(FileStatus.Invalid);
        Directory.Move(tree.Storage + ".away", tree.Storage);
        tree.Run(tree.Settings("NullIngest")).ExitStatus.ShouldBe(0);
        tree.Histories().Values.ShouldAllBe(h => h.EndsWith("SUCCESS", StringComparison.Ordinal));
    }

    [Fact]
    public void An_empty_storage_folder_at_the_start_makes_no_file_invalid()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(Names(3));
        Directory.Move(tree.Storage, tree.Storage + ".away");
        Directory.CreateDirectory(tree.Storage);
        var outcome = tree.Run(tree.Settings("NullIngest"));
        outcome.Failure!.ShouldContain("there is nothing in it. Is its disk mounted?");
        outcome.Counts.ShouldBeEmpty();
        Directory.Delete(tree.Storage);
        Directory.Move(tree.Storage + ".away", tree.Storage);
        tree.Run(tree.Settings("NullIngest")).Counts.ShouldBe(new Dictionary<FileStatus, long> { [FileStatus.Success] = 3 });
    }

    [Fact]
    public async Task Files_that_the_disk_does_not_tell_of_wait_and_the_others_do_not()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(("1.fits", "1"), ("ghost/2.fits", "2"), ("3.fits", "3"));
        var isInTrouble = true;
        bool IsStored(string path) => path.Contains("ghost", StringComparison.Ordinal) && Volatile.Read(ref isInTrouble) ? throw new IOException("Input/output error") : true;

        var outcome = tree.Run(tree.Settings("NullIngest"), isStored: IsStored);
        outcome.Failure.ShouldBe("1 file in the storage folder cannot be looked at (Input/output error). They wait.");
        outcome.Counts.ShouldBe(new Dictionary<FileStatus, long> { [FileStatus.Success] = 2 });
        tree.Histories()["ghost/2.fits"].ShouldBe("UNTRIED PENDING UNTRIED");

        var time = new ManualTime();
        var context = new RecordedContext(time);
        using var stop = new CancellationTokenSource();
        var run = Task.Run(() => tree.Run(tree.Settings("NullIngest") with { IsDaemon = true, Pause = TimeSpan.FromSeconds(1) }, context: context, isStored: IsStored, stopping: stop.Token));
        await AdvanceUntil(() => context.Degradations.ContainsKey("storage.files"));
        for (var i = 0; i < 30; i++)
            await AdvanceUntil(() => true);
        tree.Histories()["ghost/2.fits"].ShouldBe("UNTRIED PENDING UNTRIED PENDING", "it is held, not taken again and again");
        Volatile.Write(ref isInTrouble, false);
        await AdvanceUntil(() => context.Degradations.Count == 0 && tree.Histories()["ghost/2.fits"] == "UNTRIED PENDING UNTRIED PENDING SUCCESS");
        await stop.CancelAsync();
        await run.InTimeAsync();

        async Task AdvanceUntil(Func<bool> condition)
        {
            do
            {
                await time.TimerSetAsync(null);
                time.Advance(TimeSpan.FromSeconds(1));
            }
            while (!condition());
        }
    }

    [Fact]
    public void A_run_that_looks_for_failures_takes_each_once()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(Names(12));
        var plugins = PluginUnderTest.Catalog((_, _) => throw new InvalidDataException(""));
        tree.Run(tree.Settings(), plugins);
        tree.Run(tree.Settings() with { Status = FileStatus.Failure, BatchSize = 5 }, plugins).Counts[FileStatus.Failure].ShouldBe(12);
        tree.Histories().Values.ShouldAllBe(h => h == "UNTRIED PENDING FAILURE PENDING FAILURE");
        tree.Last("f003.fits").Message.ShouldBe("InvalidDataException");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_stop_lets_running_attempts_end_and_gives_the_rest_back(DatabaseKind kind)
    {
        using var tree = new IngestTree(kind);
        tree.Add(Names(30));
        using var stop = new CancellationTokenSource();
        using var begun = new SemaphoreSlim(0);
        using var go = new ManualResetEventSlim();
        var plugins = PluginUnderTest.Catalog((_, _) =>
        {
            begun.Release();
            go.Wait(CancellationToken.None);
        });
        var run = Task.Run(() => tree.Run(tree.Settings() with { IsDaemon = true, Threads = 2 }, plugins, stopping: stop.Token));
        await begun.WaitAsync().InTimeAsync();
        await begun.WaitAsync().InTimeAsync();
        await stop.CancelAsync();
        go.Set();
        (await run.InTimeAsync()).Counts.ShouldBe(new Dictionary<FileStatus, long> { [FileStatus.Success] = 2 });
        var histories = tree.Histories().Values;
        histories.Count(h => h == "UNTRIED PENDING SUCCESS").ShouldBe(2);
        histories.Count(h => h == "UNTRIED PENDING UNTRIED").ShouldBe(8);
        histories.ShouldNotContain(h => h.EndsWith("PENDING", StringComparison.Ordinal));
        tree.Run(tree.Settings("NullIngest")).Counts[FileStatus.Success].ShouldBe(28);
    }

    [Fact]
    public async Task An_attempt_that_does_not_end_in_time_is_cut_and_unknown()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(Names(2));
        using var stop = new CancellationTokenSource();
        using var begun = new SemaphoreSlim(0);
        var plugins = PluginUnderTest.Catalog((path, cancellation) =>
        {
            begun.Release();
            if (path.EndsWith("0.fits", StringComparison.Ordinal))
                cancellation.WaitHandle.WaitOne();
            else
                Thread.Sleep(Timeout.Infinite); // It does not listen.
            cancellation.ThrowIfCancellationRequested();
        });
        var context = new RecordedContext { DrainDeadline = TimeSpan.FromSeconds(0.1) };
        var run = Task.Run(() => tree.Run(tree.Settings() with { IsDaemon = true, Threads = 2 }, plugins, context: context, stopping: stop.Token));
        await begun.WaitAsync().InTimeAsync();
        await begun.WaitAsync().InTimeAsync();
        await stop.CancelAsync();
        await run.InTimeAsync();
        tree.Histories().Values.ShouldAllBe(h => h == "UNTRIED PENDING UNKNOWN");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_daemon_takes_what_comes_and_what_a_person_asks_for_again(DatabaseKind kind)
    {
        using var tree = new IngestTree(kind);
        using var stop = new CancellationTokenSource();
        var attempts = new BlockingCollection<string>();
        var context = new RecordedContext();
        var settings = tree.Settings() with { IsDaemon = true, Also = [FileStatus.Rerun], Pause = TimeSpan.FromMilliseconds(50) };
        var run = Task.Run(() => tree.Run(settings, PluginUnderTest.Catalog((path, _) => attempts.Add(Path.GetFileName(path), CancellationToken.None)), context: context, stopping: stop.Token));
        await context.IsRunning.InTimeAsync();
        tree.Add(Names(1));
        Taken(attempts).ShouldBe("f000.fits");
        tree.Tables.Execute("INSERT INTO file_events (start_time, status, files_id) VALUES (CURRENT_TIMESTAMP, 'RERUN', 1)");
        Taken(attempts).ShouldBe("f000.fits");
        await stop.CancelAsync();
        await run.InTimeAsync();
        // In order of time the RERUN stands before the result, as it has no fraction.
        tree.Histories()["f000.fits"].Split(' ').Order(StringComparer.Ordinal).ShouldBe(["PENDING", "PENDING", "RERUN", "SUCCESS", "SUCCESS", "UNTRIED"]);
        attempts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-8)]
    [InlineData(11)]
    public void A_rerun_of_another_zone_is_done_once(int hours)
    {
        using var tree = new IngestTree(DatabaseKind.PostgreSql);
        tree.Add(Names(1));
        tree.Run(tree.Settings("NullIngest")).Counts[FileStatus.Success].ShouldBe(1);
        tree.Tables.Execute($"INSERT INTO file_events (start_time, status, files_id) VALUES (LOCALTIMESTAMP(0) + interval '{hours} hours', 'RERUN', 1)");
        tree.Run(tree.Settings("NullIngest") with { Status = FileStatus.Rerun }).Counts[FileStatus.Success].ShouldBe(1);
        tree.Run(tree.Settings("NullIngest") with { Status = FileStatus.Rerun }).Counts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_that_stops_under_load_costs_nothing()
    {
        const int Files = 600;
        using var server = PostgresServer.Start();
        using var tables = new TestDatabase(server.CreateDatabase("files"));
        using var tree = new IngestTree(tables);
        tree.Add(Names(Files));
        using var stop = new CancellationTokenSource();
        var attempts = new ConcurrentBag<string>();
        using var half = new SemaphoreSlim(0);
        using var all = new SemaphoreSlim(0);
        var begun = 0;
        var plugins = PluginUnderTest.Catalog((path, _) =>
        {
            attempts.Add(path);
            var number = Interlocked.Increment(ref begun);
            if (number == Files / 2)
                half.Release();
            if (number == Files)
                all.Release();
        });
        var context = new RecordedContext();
        var settings = tree.Settings() with { IsDaemon = true, Threads = 2, Pause = TimeSpan.FromMilliseconds(50) };
        var run = Task.Run(() => tree.Run(settings, plugins, context: context, stopping: stop.Token));
        await half.WaitAsync().InTimeAsync();
        server.Kill();
        await Eventually.TrueAsync(() => context.Degradations.ContainsKey("database"));
        server.Start();
        await all.WaitAsync().InTimeAsync();
        await Eventually.TrueAsync(() => context.Degradations.Count == 0);
        await stop.CancelAsync();
        await run.InTimeAsync();
        attempts.Distinct(StringComparer.Ordinal).Count().ShouldBe(Files);
        attempts.Count.ShouldBe(Files);
        tree.Histories().Values.ShouldAllBe(h => h == "UNTRIED PENDING SUCCESS" || h == "UNTRIED PENDING UNTRIED PENDING SUCCESS");
    }

    [Fact]
    public async Task A_run_that_is_no_daemon_says_that_its_search_failed()
    {
        using var server = PostgresServer.Start();
        using var tables = new TestDatabase(server.CreateDatabase("files"));
        using var tree = new IngestTree(tables);
        tree.Add(Names(5));
        using var go = new ManualResetEventSlim();
        using var stopped = new SemaphoreSlim(0);
        var plugins = PluginUnderTest.Catalog((path, _) =>
        {
            if (!path.EndsWith("f004.fits", StringComparison.Ordinal))
                return;
            server.Stop();
            stopped.Release();
            go.Wait(Patience.Limit, CancellationToken.None);
        });
        var context = new RecordedContext();
        var run = Task.Run(() => tree.Run(tree.Settings() with { BatchSize = 5 }, plugins, context: context));

        // Results may be what fails first; after that wait it is the search, which is due sooner than the database is tried again.
        await Eventually.TrueAsync(() => context.DegradedTimes >= 3);
        await stopped.WaitAsync().InTimeAsync();
        server.Start();
        go.Set();
        (await run.InTimeAsync()).ExitStatus.ShouldBe(1);
    }

    [Fact]
    public async Task As_a_service_a_run_that_has_ended_tells_and_waits()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(Names(1));
        var told = new TaskCompletionSource<IngestOutcome>();
        using var stop = new CancellationTokenSource();
        using var node = new Catchment.Core.Diagnostics.NodeMetrics(TimeProvider.System, "test");
        var service = new IngesterService(tree.Settings("NullIngest"), PluginCatalog.BuiltIn, new IngesterMetrics(node), tree.State("here"), told.SetResult);
        var run = Task.Run(() => service.RunAsync(new RecordedContext(), stop.Token));
        (await told.Task.InTimeAsync()).ExitStatus.ShouldBe(0);
        run.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();
        await run.InTimeAsync();
    }

    internal static IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(i => $"f{i:000}.fits");

    private static string? Taken(BlockingCollection<string> attempts) => attempts.TryTake(out var path, Patience.Limit) ? path : null;

    private static void MakePipe(string path)
    {
        using var made = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/usr/bin/mkfifo", [path]))!;
        made.WaitForExit();
    }
}
