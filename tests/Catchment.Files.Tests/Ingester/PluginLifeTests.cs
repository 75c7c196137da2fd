using System.Collections.Concurrent;
using Catchment.Core.Databases;
using Catchment.Core.Plugins;
using Catchment.Files.Tables;

namespace Catchment.Files.Tests.Ingester;

/// <summary>Plugins that are slow, that fail where they should not, that take their thread with them.</summary>
public sealed class PluginLifeTests
{
    [Fact]
    public void When_any_thread_cannot_have_its_instance_no_file_is_touched()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(IngesterServiceTests.Names(3));
        var made = 0;
        Should.Throw<PluginException>(() => tree.Run(tree.Settings() with { Threads = 4 }, PluginUnderTest.Catalog(() =>
            Interlocked.Increment(ref made) == 3 ? throw new IOException("too many") : new PluginUnderTest("1", (_, _) => { })))).Message.ShouldContain("IOException: too many");
        tree.Histories().Values.ShouldAllBe(h => h.Length == 0);
    }

    [Fact]
    public void A_version_that_cannot_be_told_ends_the_run_before_any_file_is_touched()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(IngesterServiceTests.Names(3));
        Should.Throw<PluginException>(() => tree.Run(tree.Settings(), PluginUnderTest.Catalog(() => new Nameless()))).Message.ShouldContain("no version");
        tree.Histories().Values.ShouldAllBe(h => h.Length == 0);
    }

    [Fact]
    public void A_clean_up_that_throws_hurts_nobody()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(IngesterServiceTests.Names(3));
        tree.Run(tree.Settings() with { Threads = 2 }, PluginUnderTest.Catalog(() => new Untidy())).Counts[FileStatus.Success].ShouldBe(3);
    }

    [Fact]
    public async Task Quick_files_go_on_beside_a_slow_one()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(IngesterServiceTests.Names(200));
        using var go = new ManualResetEventSlim();
        using var quick = new CountdownEvent(199);
        var plugins = PluginUnderTest.Catalog((path, _) =>
        {
            if (path.EndsWith("f000.fits", StringComparison.Ordinal))
                go.Wait(Patience.Limit, CancellationToken.None);
            else
                quick.Signal();
        });
        var run = Task.Run(() => tree.Run(tree.Settings() with { Threads = 2 }, plugins));
        await Task.Run(() => quick.Wait(Patience.Limit)).InTimeAsync();
        go.Set();
        (await run.InTimeAsync()).Counts[FileStatus.Success].ShouldBe(200);
    }

    [Fact]
    public async Task Nothing_turns_while_attempts_take_their_time()
    {
        const int Files = 12;
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(IngesterServiceTests.Names(Files));
        var time = new CountingTime();
        using var ended = new CountdownEvent(Files);
        var plugins = PluginUnderTest.Catalog((_, _) =>
        {
            Thread.Sleep(50);
            ended.Signal();
        });
        var run = Task.Run(() => tree.Run(tree.Settings(), plugins, context: new RecordedContext(time)));
        await Task.Run(() => ended.Wait(Patience.Limit).ShouldBeTrue());
        time.Looks.ShouldBeLessThan(3_000); // Only the end of an attempt wakes it. A loop that does not wait looks at the clock a million times in that while.
        while (await Task.WhenAny(run, time.Standing.TimerSetAsync(null)) != run)
            time.Standing.Advance(TimeSpan.FromSeconds(1));
        (await run).Counts[FileStatus.Success].ShouldBe(Files);
    }

    [Fact]
    public void A_time_limit_ends_an_attempt_that_listens()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(IngesterServiceTests.Names(3));
        var outcome = tree.Run(tree.Settings() with { AttemptTimeout = TimeSpan.FromSeconds(0.1) }, PluginUnderTest.Catalog((path, cancellation) =>
        {
            if (!path.EndsWith("1.fits", StringComparison.Ordinal))
                return;
            try
            {
                Task.Delay(Timeout.Infinite, cancellation).Wait(CancellationToken.None);
            }
            catch (AggregateException e)
            {
                throw new InvalidOperationException("wrapped", e);
            }
        }));
        outcome.Counts.ShouldBe(new Dictionary<FileStatus, long> { [FileStatus.Success] = 2, [FileStatus.Failure] = 1 }, ignoreOrder: true);
        tree.Last("f001.fits").Message.ShouldBe("time-out: no end after 0.1 s");
    }

    [Fact]
    public async Task What_runs_is_not_taken_again_by_one_that_was_taken_for_dead()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(IngesterServiceTests.Names(2));
        var time = new ManualTime();
        var context = new RecordedContext(time);
        using var stop = new CancellationTokenSource();
        using var go = new ManualResetEventSlim();
        var attempts = new BlockingCollection<string>();
        var plugins = PluginUnderTest.Catalog((path, _) =>
        {
            attempts.Add(Path.GetFileName(path), CancellationToken.None);
            if (path.EndsWith("0.fits", StringComparison.Ordinal))
                go.Wait(Patience.Limit, CancellationToken.None);
        });
        var settings = tree.Settings() with { IsDaemon = true, Threads = 2, Also = [FileStatus.Rerun], Pause = TimeSpan.FromSeconds(1) };
        var run = Task.Run(() => tree.Run(settings, plugins, context: context, stopping: stop.Token));
        Taken(attempts);
        Taken(attempts);
        await AdvanceUntil(() => tree.Histories()["f001.fits"] == "UNTRIED PENDING SUCCESS");

        // Another one, whose clock says that the lease is over.
        using (var database = tree.Tables.Open(time))
            new Catchment.Files.Tables.IngesterTables(database, "other").Recover(TimeSpan.FromDays(-1), ownPlace: false).ShouldBe(new RecoveredClaims(1, 0));
        tree.Tables.Execute($"INSERT INTO file_events (start_time, status, files_id) VALUES ('{LocalTime.Text(LocalTime.Now(time) + 7)}', 'RERUN', 1)");
        await AdvanceUntil(() => tree.Histories()["f000.fits"].StartsWith("UNTRIED PENDING UNKNOWN RERUN PENDING RERUN", StringComparison.Ordinal));
        attempts.ShouldBeEmpty();
        go.Set();
        await AdvanceUntil(() => attempts.Count == 1); // After the first attempt has ended.
        await AdvanceUntil(() => tree.Histories()["f000.fits"].EndsWith("PENDING SUCCESS", StringComparison.Ordinal));
        tree.Histories()["f000.fits"].Split(' ').Count(s => s == "SUCCESS").ShouldBe(2);
        await stop.CancelAsync();
        await run.InTimeAsync();

        // Step by step: whenever the ingester waits again.
        async Task AdvanceUntil(Func<bool> condition)
        {
            while (!condition())
            {
                await time.TimerSetAsync(null);
                time.Advance(TimeSpan.FromSeconds(0.5));
            }
        }
    }

    private static void Taken(BlockingCollection<string> attempts) => attempts.TryTake(out _, Patience.Limit).ShouldBeTrue();

    private sealed class Nameless : IIngestPlugin
    {
        public string? Version => throw new InvalidDataException("no version");

        public void Execute(string path, CancellationToken cancellation)
        {
            // Never called.
        }
    }

    private sealed class Untidy : IIngestPlugin, IDisposable
    {
        public string? Version => null;

        public void Execute(string path, CancellationToken cancellation)
        {
            // Accepts.
        }

        public void Dispose() => throw new IOException("not now");
    }

    /// <summary>A clock that stands unless a test moves it, and counts who looks at it.</summary>
    private sealed class CountingTime : TimeProvider
    {
        private int _looks;

        public ManualTime Standing { get; } = new();

        public int Looks => _looks;

        public override long TimestampFrequency => Standing.TimestampFrequency;

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref _looks);
            return Standing.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Standing.CreateTimer(callback, state, dueTime, period);
    }
}
