using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Tests.Schema;

public sealed class TelemetrySetupTests
{
    private const string File = "INSERT INTO file_origins VALUES ('h', '/a_20240415223050000000000.bintel', '2024-04-15 22:40:50.000000+00:00', '2024-04-15 22:30:50.000000+00:00', 5)";
    private const string Record = "INSERT INTO file_ingest_times VALUES ('2024-04-15 22:30:50.000000+00:00', 'a', '2024-04-16 00:00:00.000000+00:00', 'h', '/a_20240415223050000000000.bintel')";
    private const string Replica = "INSERT INTO file_replicas VALUES ('backup', '/b', '2024-04-15 22:40:50.000000+00:00', 5, 'h', '/a_20240415223050000000000.bintel')";
    private const string Entry = "INSERT INTO telem (ts, device, msg, ec) VALUES ('2024-04-15 22:30:50.000000+00:00', 'a', '{}', 'telem_stage')";

    [Fact]
    public void PostgreSql_gets_the_catalogue_of_the_original()
    {
        using var database = new TestDatabase(DatabaseKind.PostgreSql);
        var expected = Vectors.Json("schema_catalog.json");
        Lines("columns").ShouldBe(database.Rows(
            "SELECT table_name, ordinal_position, column_name, data_type, character_maximum_length, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name COLLATE \"C\", ordinal_position"));
        Lines("constraints").ShouldBe(database.Rows(
            "SELECT conrelid::regclass::text, contype::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 3"));
        Lines("indexes").ShouldBe(database.Rows("SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"));
        Lines("views").ShouldBe(database.Rows("SELECT table_name, is_updatable FROM information_schema.views WHERE table_schema = 'public'"));

        IEnumerable<string> Lines(string what) => expected.GetProperty(what).EnumerateArray().Select(line =>
            string.Join('|', line.EnumerateArray().Select(v => v.ValueKind == System.Text.Json.JsonValueKind.Null ? "NULL" : v.ToString())));
    }

    [Fact]
    public void SQLite_has_the_same_tables_columns_and_indexes()
    {
        using var sqlite = new TestDatabase(DatabaseKind.Sqlite);
        using var postgreSql = new TestDatabase(DatabaseKind.PostgreSql);
        sqlite.Rows("SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type IN ('table', 'view') ORDER BY m.name, p.cid")
            .ShouldBe(postgreSql.Rows("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name COLLATE \"C\", ordinal_position"));
        sqlite.Rows("SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite_%' ORDER BY name").ShouldBe(["telem|observation_spans_fixup", "telem|telem_device_ts"]);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void A_second_setup_changes_nothing(DatabaseKind kind)
    {
        using var database = new TestDatabase(kind, isSetUp: false);
        TelemetrySetup.Run(database.Url).Changes.Count.ShouldBeGreaterThan(6);
        foreach (var sql in new[] { Entry, File, Record, Replica })
            database.Execute(sql);
        TelemetrySetup.Run(database.Url).Changes.ShouldBeEmpty();
        foreach (var table in new[] { "telem", "file_origins", "file_ingest_times", "file_replicas" })
            database.Count(table).ShouldBe(1);
    }

    [Fact]
    public void Several_computers_may_set_up_one_database_at_once()
    {
        using var database = new TestDatabase(DatabaseKind.PostgreSql, isSetUp: false);
        var reports = Enumerable.Range(0, 4).AsParallel().WithDegreeOfParallelism(4).Select(_ => TelemetrySetup.Run(database.Url)).ToList();
        reports.Count(static r => r.Changes.Count > 0).ShouldBe(1);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void What_is_missing_is_made_and_what_is_there_stays(DatabaseKind kind)
    {
        using var database = new TestDatabase(kind);
        database.Execute(Entry);
        database.Execute("DROP VIEW observations");
        database.Execute("DROP INDEX telem_device_ts");
        database.Execute("DROP TABLE file_replicas");
        TelemetrySetup.Run(database.Url).Changes.ShouldBe(
            ["table file_replicas", "index telem_device_ts", "view observations", .. kind == DatabaseKind.Sqlite ? Array.Empty<string>() : ["foreign key of file_replicas"]]);
        database.Count("telem").ShouldBe(1);
        database.Count("observations").ShouldBe(0);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Records_that_a_drop_by_hand_left_are_taken_out(DatabaseKind kind)
    {
        using var database = new TestDatabase(kind);
        foreach (var sql in new[] { Entry, File, Record, Replica })
            database.Execute(sql);
        var cascade = kind == DatabaseKind.Sqlite ? "" : " CASCADE";
        database.Execute($"DROP TABLE telem{cascade}");
        database.Execute($"DROP TABLE file_origins{cascade}");
        var report = TelemetrySetup.Run(database.Url);
        report.RecordsRemoved.ShouldBe(1);
        report.Changes.ShouldContain("table telem");
        database.Count("file_ingest_times").ShouldBe(0);
        database.Count("file_replicas").ShouldBe(1); // no file tells of them
        TelemetrySetup.Run(database.Url).Changes.ShouldBeEmpty();
        if (kind == DatabaseKind.Sqlite)
            return;
        database.Rows("SELECT conname, convalidated FROM pg_constraint WHERE contype = 'f' ORDER BY 1").ShouldBe(
            ["file_ingest_times_origin_host_origin_path_fkey|True", "file_replicas_origin_host_origin_path_fkey|False"]);
        database.Execute(File);
        TelemetrySetup.Run(database.Url).Changes.ShouldHaveSingleItem().ShouldBe("foreign key of file_replicas, for all rows");
    }

    [Fact]
    public void A_role_that_may_not_make_tables_is_told_so_in_plain_words()
    {
        using var database = new TestDatabase(DatabaseKind.PostgreSql, isSetUp: false);
        var role = $"reader_{Guid.NewGuid():N}";
        PostgresServer.Shared.Execute($"CREATE ROLE {role} LOGIN; GRANT ALL ON DATABASE {database.Url.DatabaseName} TO {role}; REVOKE CREATE ON SCHEMA public FROM PUBLIC", database.Url.DatabaseName!);
        var url = DatabaseUrl.Parse(PostgresServer.Shared.UrlOf(database.Url.DatabaseName!, role), "/");
        Should.Throw<TelemetryDatabaseException>(() => TelemetrySetup.Run(url)).Message.ShouldContain($"ALTER DATABASE \"{database.Url.DatabaseName}\" OWNER TO \"{role}\"");
        TelemetrySetup.Run(database.Url);
        TelemetrySetup.Run(url).Changes.ShouldBeEmpty(); // nothing to do needs no right
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Missing_tables_are_named_with_what_makes_them(DatabaseKind kind)
    {
        using var database = new TestDatabase(kind);
        database.Execute("DROP TABLE file_replicas");
        Should.Throw<TelemetryDatabaseException>(() => TelemetryDatabase.Open(database.Url).Dispose()).Message.ShouldMatch("no table file_replicas.*xtelemdb setup");
    }

    [Fact]
    public void A_missing_personal_copy_is_not_made_by_looking_for_it()
    {
        using var database = new TestDatabase(DatabaseKind.Sqlite, isSetUp: false);
        Should.Throw<TelemetryDatabaseException>(() => TelemetryDatabase.Open(database.Url).Dispose()).Message.ShouldContain("xtelemdb setup");
        System.IO.File.Exists(database.Url.FilePath).ShouldBeFalse();
    }
}
