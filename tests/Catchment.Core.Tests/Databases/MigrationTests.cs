using Catchment.Core.Databases;
using Catchment.Core.Tests.Hosting;

namespace Catchment.Core.Tests.Databases;

public sealed class MigrationTests : IDisposable
{
    private static readonly Migration[] Three =
    [
        new(1, "frames", "CREATE TABLE frames (id INTEGER PRIMARY KEY); INSERT INTO frames VALUES (1)", "CREATE TABLE catchment.frames (id bigint PRIMARY KEY); INSERT INTO catchment.frames VALUES (1)"),
        new(2, "their size", "ALTER TABLE frames ADD size INTEGER", "ALTER TABLE catchment.frames ADD size integer"),
        new(5, "index; on size", "CREATE INDEX frames_size ON frames (size); -- done", "CREATE INDEX frames_size ON catchment.frames (size); -- done"),
    ];

    private static int _count;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_fresh_database_gets_all_and_an_older_one_what_is_missing(DatabaseKind kind)
    {
        var url = NewUrl(kind);
        using var database = Database.Open(url);
        database.Migrate("cameras", Three[..1]).ShouldBe(1);
        database.Migrate("cameras", Three).ShouldBe(2);
        database.Migrate("cameras", Three).ShouldBe(0);
        database.Migrate("files", []).ShouldBe(0);
        using var connection = database.Connect();
        Applied(connection, kind).ShouldBe("cameras 1 frames, cameras 2 their size, cameras 5 index; on size");
        Sql.Scalar(connection, $"SELECT max(id) FROM {Table(kind, "frames")}").ShouldBe(1L);
        var age = Sql.Scalar(connection, kind == DatabaseKind.Sqlite
            ? "SELECT max(strftime('%s', 'now') - strftime('%s', applied_at)) FROM catchment_migrations"
            : "SELECT max(extract(epoch FROM now() - applied_at))::bigint FROM catchment.catchment_migrations");
        age.ShouldBeOfType<long>().ShouldBeInRange(0, 60);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Components_have_versions_of_their_own(DatabaseKind kind)
    {
        using var database = Database.Open(NewUrl(kind));
        database.Migrate("cameras", Three).ShouldBe(3);
        database.Migrate("o'files", [new(1, "other", $"CREATE TABLE {Table(kind, "other")} (a integer)", $"CREATE TABLE {Table(kind, "other")} (a integer)")]).ShouldBe(1);
        using var connection = database.Connect();
        Applied(connection, kind).ShouldEndWith("o'files 1 other");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_newer_database_is_refused_and_left_alone(DatabaseKind kind)
    {
        using var database = Database.Open(NewUrl(kind));
        database.Migrate("cameras", Three);
        var error = Should.Throw<DatabaseVersionException>(() => database.Migrate("cameras", Three[..2]));
        (error.Component, error.Found, error.Known).ShouldBe(("cameras", 5, 2));
        error.Message.ShouldContain("version 5 of cameras, this program knows versions up to 2");
        (Database.IsAway(error), Database.IsForbidden(error)).ShouldBe((false, false));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_failing_migration_leaves_nothing_of_itself_and_says_which_it_is(DatabaseKind kind)
    {
        using var database = Database.Open(NewUrl(kind));
        var failing = new Migration(
            6, "half", "CREATE TABLE half (a); INSERT INTO nowhere VALUES (1)", "CREATE TABLE catchment.half (); INSERT INTO nowhere VALUES (1)");
        var error = Should.Throw<MigrationException>(() => database.Migrate("cameras", [.. Three, failing]));
        error.Message.ShouldStartWith("Migration 6 (half) of cameras failed and was rolled back: ");
        (error.Component, error.Version, Database.IsAway(error), Database.IsForbidden(error)).ShouldBe(("cameras", 6, false, false));
        database.Migrate("cameras", Three).ShouldBe(0, "those before it stay");
        database.Migrate("cameras", [.. Three, failing with { Sqlite = "CREATE TABLE half (a)", PostgreSql = "CREATE TABLE catchment.half ()" }]).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Threads_that_migrate_at_once_run_each_migration_once(DatabaseKind kind)
    {
        var url = NewUrl(kind);
        using var start = new Barrier(4);
        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                using var database = Database.Open(url);
                start.SignalAndWait(Patience.Limit).ShouldBeTrue();
                return database.Migrate("cameras", Three);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).InTimeAsync();
        counts.Sum().ShouldBe(Three.Length);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Processes_that_migrate_at_once_run_each_migration_once(DatabaseKind kind)
    {
        var url = NewUrl(kind);
        using var first = ChildProcess.Start(ChildMigration.Word, url.ToString());
        using var second = ChildProcess.Start(ChildMigration.Word, url.ToString());
        var counts = await Task.WhenAll(first.LineAsync("migrated "), second.LineAsync("migrated "));
        counts.Sum(static line => int.Parse(line["migrated ".Length..])).ShouldBe(ChildMigration.Count);
        (await first.EndAsync()).Code.ShouldBe(0);
        (await second.EndAsync()).Code.ShouldBe(0);
        using var database = Database.Open(url);
        database.Migrate(ChildMigration.Component, ChildMigration.Migrations).ShouldBe(0);
    }

    [Fact]
    public void A_role_that_may_not_make_the_schema_is_told_so_and_may_use_one_that_is_made_for_it()
    {
        var server = PostgresServer.Shared;
        var name = NewName();
        server.CreateDatabase(name);
        server.Execute($"CREATE ROLE {name} LOGIN");
        using var database = Database.Open(DatabaseUrl.Parse(server.UrlOf(name, name), "/"));
        var error = Should.Throw<MigrationException>(() => database.Migrate("cameras", Three));
        (Database.IsAway(error), Database.IsForbidden(error)).ShouldBe((false, true));
        error.Message.ShouldContain("permission denied");

        server.Execute($"CREATE SCHEMA catchment AUTHORIZATION {name}", name);
        database.Migrate("cameras", Three).ShouldBe(3);
        server.Execute($"ALTER ROLE {name} SET default_transaction_read_only = on");
        using var reader = Database.Open(DatabaseUrl.Parse(server.UrlOf(name, name), "/"));
        reader.Migrate("cameras", Three).ShouldBe(0, "nothing is missing, so nothing is written");
        Database.IsForbidden(Should.Throw<MigrationException>(() => reader.Migrate("files", Three))).ShouldBeTrue();
    }

    [Fact]
    public void Catchments_tables_are_off_the_search_path()
    {
        using var database = Database.Open(NewUrl(DatabaseKind.PostgreSql));
        database.Migrate("cameras", Three);
        using var connection = database.Connect();
        Sql.Scalar(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").ShouldBe(0L);
        Sql.Scalar(connection, "SELECT to_regclass('frames') IS NULL").ShouldBe(true);
    }

    [Fact]
    public void Versions_that_do_not_rise_are_a_bug()
    {
        using var database = Database.Open(NewUrl(DatabaseKind.Sqlite));
        Should.Throw<ArgumentException>(() => database.Migrate("cameras", [Three[1], Three[0]])).Message.ShouldContain("Migration 1 of cameras comes after 2");
        Should.Throw<ArgumentException>(() => database.Migrate("cameras", [Three[0] with { Version = 0 }]));
        Should.Throw<ArgumentException>(() => database.Migrate(" ", Three));
    }

    private static string Table(DatabaseKind kind, string name) => kind == DatabaseKind.Sqlite ? name : "catchment." + name;

    private static string NewName() => $"migrations{Interlocked.Increment(ref _count)}";

    private static string Applied(System.Data.Common.DbConnection connection, DatabaseKind kind) => (string)Sql.Scalar(connection, kind == DatabaseKind.Sqlite
        ? "SELECT group_concat(line, ', ') FROM (SELECT component || ' ' || version || ' ' || name AS line FROM catchment_migrations ORDER BY component, version)"
        : "SELECT string_agg(component || ' ' || version || ' ' || name, ', ' ORDER BY component, version) FROM catchment.catchment_migrations")!;

    private DatabaseUrl NewUrl(DatabaseKind kind) =>
        DatabaseUrl.Parse(kind == DatabaseKind.Sqlite ? $"sqlite:///{NewName()}.db" : PostgresServer.Shared.CreateDatabase(NewName()), _folder.FullPath);
}
