using Catchment.Core.Databases;
using Catchment.Files.Tables;

namespace Catchment.Files.Tests.Tables;

public sealed class FilesSetupTests
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void What_is_there_stays_as_it_is(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        FilesSetup.Run(tables.Settings).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Tables_that_others_made_get_no_type_and_no_second_index(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind, isSetUp: false);
        var isSqlite = kind == DatabaseKind.Sqlite;
        if (tables.Settings.Url.FilePath is { } file)
            File.WriteAllBytes(file, []);
        tables.Execute($"CREATE TABLE {tables.Settings.Files.Table} (id {(isSqlite ? "INTEGER" : "BIGSERIAL")} PRIMARY KEY, relpath VARCHAR, filename VARCHAR UNIQUE, checksum VARCHAR UNIQUE, size_bytes BIGINT, added_on TIMESTAMP)");
        tables.Execute($"CREATE TABLE {tables.Settings.Events!.Table} (ingest_ver VARCHAR, start_time TIMESTAMP, duration {(isSqlite ? "DATETIME" : "INTERVAL")}, err_message TEXT, status VARCHAR(8), files_id INTEGER, PRIMARY KEY (start_time, files_id))");
        FilesSetup.Run(tables.Settings).ShouldHaveSingleItem().ShouldStartWith("the index ");
        FilesSetup.Run(tables.Settings).ShouldBeEmpty();
        tables.Execute($"DROP INDEX {tables.Settings.Events.Table}_by_file");
        tables.Execute($"CREATE INDEX of_my_own ON {tables.Settings.Events.Table} (files_id, start_time)");
        FilesSetup.Run(tables.Settings).ShouldBeEmpty();
    }
}
