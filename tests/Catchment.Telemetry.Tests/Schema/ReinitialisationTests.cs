using Catchment.Core.Databases;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Tests.Schema;

public sealed class ReinitialisationTests
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Level_1_takes_out_the_data_and_keeps_what_is_known_of_replicas(DatabaseKind kind)
    {
        using var database = Filled(kind);
        Reinitialisation.Data(database.Url).ReplicasKept.ShouldBe(1);
        new[] { "telem", "file_origins", "file_ingest_times", "file_replicas" }.Select(database.Count).ShouldBe([0, 0, 0, 1]);
        database.Execute(File);
        TelemetrySetup.Run(database.Url);
        if (kind == DatabaseKind.PostgreSql)
            database.Rows("SELECT convalidated FROM pg_constraint WHERE conname = 'file_replicas_origin_host_origin_path_fkey'").ShouldBe(["True"]);
    }

    [Fact]
    public void Level_1_keeps_replicas_also_where_a_key_was_made_twice()
    {
        using var database = Filled(DatabaseKind.PostgreSql);
        database.Execute("ALTER TABLE file_replicas ADD CONSTRAINT once_more FOREIGN KEY (origin_host, origin_path) REFERENCES file_origins (origin_host, origin_path)");
        Reinitialisation.Data(database.Url).ReplicasKept.ShouldBe(1);
        database.Count("file_replicas").ShouldBe(1);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Level_2_leaves_empty_tables_and_says_what_is_lost(DatabaseKind kind)
    {
        using var database = Filled(kind);
        Reinitialisation.Tables(database.Url).ReplicasLost.ShouldBe(1);
        new[] { "telem", "file_origins", "file_ingest_times", "file_replicas", "observations" }.Select(database.Count).ShouldBe([0, 0, 0, 0, 0]);
        TelemetrySetup.Run(database.Url).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void Level_3_drops_database_and_roles_over_another_database()
    {
        using var database = new TestDatabase(DatabaseKind.PostgreSql);
        var (role, owner) = ($"goes_{Guid.NewGuid():N}", $"stays_{Guid.NewGuid():N}");
        var other = DatabaseUrl.Parse(PostgresServer.Shared.CreateDatabase($"other_{Guid.NewGuid():N}"), "/");
        PostgresServer.Shared.Execute($"CREATE ROLE {role}; CREATE ROLE {owner}; ALTER DATABASE {other.DatabaseName} OWNER TO {owner}");
        var server = DatabaseUrl.Parse(PostgresServer.Shared.Url, "/");
        Reinitialisation.Database(server, database.Url.DatabaseName!, [role, owner, "never_was"]).RolesKept.ShouldHaveSingleItem().ShouldStartWith($"{owner}: ");
        PostgresServer.Shared.Execute($"SELECT datname FROM pg_database WHERE datname = '{database.Url.DatabaseName}' UNION SELECT rolname FROM pg_roles WHERE rolname = '{role}'").ShouldBeEmpty();
    }

    [Fact]
    public void Level_3_refuses_a_database_in_use_and_the_one_it_is_connected_to()
    {
        using var database = new TestDatabase(DatabaseKind.PostgreSql);
        using var used = Database.Open(database.Url, new DatabaseOptions { ApplicationName = "somebody" });
        using var connection = used.Connect();
        Should.Throw<TelemetryDatabaseException>(() => Reinitialisation.Database(DatabaseUrl.Parse(PostgresServer.Shared.Url, "/"), database.Url.DatabaseName!, [])).Message.ShouldContain("postgres (somebody)");
        Should.Throw<TelemetryDatabaseException>(() => Reinitialisation.Database(database.Url, database.Url.DatabaseName!, [])).Message.ShouldContain("connected to");
    }

    [Fact]
    public void The_statements_of_level_3_quote_names() =>
        Reinitialisation.DatabaseStatements("x\"t", ["a-b"]).ShouldBe(["DROP DATABASE \"x\"\"t\"", "DROP ROLE IF EXISTS \"a-b\""]);

    [Fact]
    public void Level_3_of_a_personal_copy_removes_its_file_and_no_other()
    {
        using var database = Filled(DatabaseKind.Sqlite);
        Reinitialisation.PersonalCopy(database.Url).ReplicasLost.ShouldBe(1);
        System.IO.File.Exists(database.Url.FilePath).ShouldBeFalse();
        System.IO.File.WriteAllBytes(database.Url.FilePath!, []);
        Should.Throw<TelemetryDatabaseException>(() => Reinitialisation.PersonalCopy(database.Url));
        System.IO.File.Exists(database.Url.FilePath).ShouldBeTrue();
    }

    private const string File = "INSERT INTO file_origins VALUES ('h', '/a_20240415223050000000000.bintel', '2024-04-15 22:40:50.000000+00:00', '2024-04-15 22:30:50.000000+00:00', 5)";

    private static TestDatabase Filled(DatabaseKind kind)
    {
        var database = new TestDatabase(kind);
        database.Execute(File);
        database.Execute("INSERT INTO file_ingest_times VALUES ('2024-04-15 22:30:50.000000+00:00', 'a', '2024-04-16 00:00:00.000000+00:00', 'h', '/a_20240415223050000000000.bintel')");
        database.Execute("INSERT INTO file_replicas VALUES ('backup', '/b', '2024-04-15 22:40:50.000000+00:00', 5, 'h', '/a_20240415223050000000000.bintel')");
        database.Execute("INSERT INTO telem (ts, device, msg, ec) VALUES ('2024-04-15 22:30:50.000000+00:00', 'a', '{}', 'telem_stage')");
        return database;
    }
}
