using System.Collections.Concurrent;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Files.Ingester;
using Catchment.Files.Tables;
using Catchment.Files.Tests.Tables;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Tests.Ingester;

/// <summary>What the ingester does when the database does not do what it has to.</summary>
public sealed class DatabaseTroubleTests
{
    [Fact]
    public async Task While_another_program_locks_the_file_it_waits_and_tells_and_goes_on()
    {
        const int Files = 60;
        using var folder = new TemporaryFolder();
        using var tables = new TestDatabase($"sqlite:///{folder["locked.db"]}?timeout=0.2");
        using var tree = new IngestTree(tables);
        tree.Add(IngesterServiceTests.Names(Files));
        using var half = new SemaphoreSlim(0);
        using var go = new ManualResetEventSlim();
        var attempts = new ConcurrentBag<string>();
        var begun = 0;
        var plugins = PluginUnderTest.Catalog((path, _) =>
        {
            attempts.Add(path);
            if (Interlocked.Increment(ref begun) != Files / 2)
                return;
            half.Release();
            go.Wait(Patience.Limit, CancellationToken.None);
        });
        var context = new RecordedContext();
        using var stop = new CancellationTokenSource();
        var run = Task.Run(() => tree.Run(tree.Settings() with { IsDaemon = true, Threads = 2, Pause = TimeSpan.FromMilliseconds(50) }, plugins, context: context, stopping: stop.Token));
        await half.WaitAsync().InTimeAsync();
        using (var other = new SqliteConnection($"Data Source={folder["locked.db"]};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "BEGIN EXCLUSIVE";
            command.ExecuteNonQuery();
            go.Set();
            await Eventually.TrueAsync(() => context.Degradations.ContainsKey("database"));
            context.Degradations["database"].ShouldContain("locked");
            command.CommandText = "ROLLBACK";
            command.ExecuteNonQuery();
        }

        await Eventually.TrueAsync(() => attempts.Count == Files && context.Degradations.Count == 0);
        await stop.CancelAsync();
        await run.InTimeAsync();
        attempts.Distinct(StringComparer.Ordinal).Count().ShouldBe(Files);
        attempts.Count.ShouldBe(Files);
        tree.Histories().Values.ShouldAllBe(h => h == "UNTRIED PENDING SUCCESS" || h == "UNTRIED PENDING UNTRIED PENDING SUCCESS" || h == "UNTRIED UNTRIED PENDING SUCCESS");
    }

    [Theory]
    [InlineData("53100")] // The server's disk is full.
    [InlineData("40001")]
    [InlineData("P0001")] // An error that says nothing about later.
    public void A_commit_of_results_that_fails_is_made_again(string state)
    {
        using var tables = new TestDatabase(DatabaseKind.PostgreSql);
        tables.Execute(
            $"""
            CREATE SEQUENCE tries;
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN IF nextval('tries') <= 2 THEN RAISE EXCEPTION 'not now' USING ERRCODE = '{state}'; END IF; RETURN NEW; END $$;
            CREATE TRIGGER refusing BEFORE INSERT ON file_events FOR EACH ROW WHEN (NEW.status = 'SUCCESS') EXECUTE FUNCTION refuse();
            """);
        using var tree = new IngestTree(tables);
        tree.Add(IngesterServiceTests.Names(8));
        var attempts = 0;
        var context = new RecordedContext();
        tree.Run(tree.Settings(), PluginUnderTest.Catalog((_, _) => Interlocked.Increment(ref attempts)), context: context);
        attempts.ShouldBe(8);
        tree.Histories().Values.ShouldAllBe(h => h == "UNTRIED PENDING SUCCESS");
        context.Degradations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Claims_whose_answer_was_lost_come_back(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        using var tree = new IngestTree(tables);
        tree.Add(IngesterServiceTests.Names(4));
        using var database = tables.Open();
        var ingester = new IngesterTables(database, "here");
        ingester.AddUntried(10).ShouldBe(4);
        var claims = ingester.Take([FileStatus.Untried], 4, isOnce: false);
        ingester.Begin([claims[1].File.Id]);
        ingester.RecoverLost(new HashSet<long> { claims[0].File.Id }).ShouldBe(new RecoveredClaims(1, 2));
        ingester.RecoverLost(new HashSet<long> { claims[0].File.Id }).ShouldBe(new RecoveredClaims(0, 0));
        tree.Histories().Values.ShouldBe(["UNTRIED PENDING", "UNTRIED PENDING UNKNOWN", "UNTRIED PENDING UNTRIED", "UNTRIED PENDING UNTRIED"]);

        // With a claim left it does not leave: its successor decides it.
        ingester.Leave();
        new IngesterTables(database, "here").Recover(TimeSpan.FromMinutes(1), ownPlace: true).ShouldBe(new RecoveredClaims(0, 1));
    }

    [Fact]
    public void A_result_that_was_written_just_before_a_kill_is_not_unknown()
    {
        // The results' commit and the one of our note are two in SQLite: this is what a kill between them leaves.
        using var tables = new TestDatabase(DatabaseKind.Sqlite);
        using var tree = new IngestTree(tables);
        tree.Add(IngesterServiceTests.Names(2));
        using var database = tables.Open();
        var killed = new IngesterTables(database, "here");
        killed.AddUntried(10).ShouldBe(2);
        var claims = killed.Take([FileStatus.Untried], 2, isOnce: false);
        killed.Begin([.. claims.Select(c => c.File.Id)]);
        tables.Execute($"INSERT INTO file_events (start_time, status, ingest_ver, duration, files_id) VALUES ('{LocalTime.Text(LocalTime.Now(TimeProvider.System) + 1000)}', 'SUCCESS', '', '1970-01-01 00:00:00.000001', 1)");
        var heir = new IngesterTables(database, "here");
        heir.Recover(TimeSpan.FromMinutes(1), ownPlace: true).ShouldBe(new RecoveredClaims(1, 0));
        tree.Histories().Values.ShouldBe(["UNTRIED PENDING SUCCESS", "UNTRIED PENDING UNKNOWN"]);
    }

    [Fact]
    public void Files_whose_rows_were_taken_out_are_forgotten()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(IngesterServiceTests.Names(3));
        tree.Run(tree.Settings(), PluginUnderTest.Catalog((_, _) => throw new IOException("later")));
        tree.Tables.Execute("DELETE FROM files WHERE id = 2");
        tree.Run(tree.Settings("NullIngest") with { Status = FileStatus.Failure }).Counts.ShouldBe(new Dictionary<FileStatus, long> { [FileStatus.Success] = 2 });
        tree.Run(tree.Settings("NullIngest") with { Status = FileStatus.Failure }).Counts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Statements_are_told_if_that_is_wanted(DatabaseKind kind)
    {
        using var tree = new IngestTree(kind);
        tree.Add(IngesterServiceTests.Names(1));
        foreach (var echo in new[] { true, false })
        {
            using var loggers = new RecordedLoggers();
            using var node = new NodeMetrics(TimeProvider.System, "test");
            var settings = tree.Settings("NullIngest") with { Database = tree.Tables.Settings with { Echo = echo } };
            new IngesterService(settings, Catchment.Files.Plugins.PluginCatalog.BuiltIn, new IngesterMetrics(node), tree.State("here"), loggers: loggers).Run(new RecordedContext(), CancellationToken.None);
            var statements = loggers.Records.Where(r => r.Logger == "sqlalchemy.engine.Engine").ToArray();
            if (!echo)
            {
                statements.ShouldBeEmpty();
                continue;
            }

            statements.ShouldAllBe(r => r.Level == LogLevel.Information && !r.Text.Contains('\n', StringComparison.Ordinal));
            statements.ShouldContain(r => r.Text.StartsWith("INSERT INTO", StringComparison.Ordinal) && r.Text.Contains("file_events", StringComparison.Ordinal) && r.Text.Contains("SUCCESS", StringComparison.Ordinal));
            statements.ShouldContain(r => r.Text.StartsWith("BEGIN", StringComparison.Ordinal));
            statements.ShouldContain(r => r.Text.StartsWith("COMMIT", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Without_a_pool_no_connection_stays()
    {
        using var tables = new TestDatabase(DatabaseKind.PostgreSql);
        using var tree = new IngestTree(tables);
        tree.Add(IngesterServiceTests.Names(3));
        var name = tables.Settings.Url.ToString().Split('/')[^1];
        foreach (var isUnpooled in new[] { true, false })
        {
            using var database = FilesDatabase.Open(tables.Settings with { IsUnpooled = isUnpooled }, tree.State("here"), TimeProvider.System);
            new IngesterTables(database, "here").Refresh(isWide: true);
            string Connections() => PostgresServer.Shared.Execute($"SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = '{name}' AND application_name = 'catchment' AND state = 'idle'");
            var began = TimeProvider.System.GetTimestamp();
            while (Connections() != (isUnpooled ? "f" : "t")) // The server's process ends a moment later.
                TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Patience.Limit);
        }

        tree.Run(tree.Settings("NullIngest") with { Database = tables.Settings with { IsUnpooled = true } }).Counts[FileStatus.Success].ShouldBe(3);
    }

    private sealed class RecordedLoggers : ILoggerFactory
    {
        internal ConcurrentQueue<(string Logger, LogLevel Level, string Text)> Records { get; } = new();

        public void AddProvider(ILoggerProvider provider)
        {
            // There is none.
        }

        public ILogger CreateLogger(string categoryName) => new RecordedLogger(this, categoryName);

        public void Dispose()
        {
            // Nothing is held.
        }
    }

    private sealed class RecordedLogger(RecordedLoggers all, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            all.Records.Enqueue((name, logLevel, formatter(state, exception)));
    }
}
