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

    [Fact]
    public void A_second_role_is_told_what_to_grant_and_works_with_it()
    {
        using var tables = new TestDatabase(DatabaseKind.PostgreSql);
        using (tables.Open())
        {
            // The first role made what Catchment keeps.
        }

        var role = $"Second {Guid.NewGuid():N}";
        tables.Execute($"CREATE ROLE \"{role}\" LOGIN; GRANT SELECT, INSERT ON files, file_events TO \"{role}\"; GRANT USAGE ON SEQUENCE files_id_seq TO \"{role}\"");
        var url = DatabaseUrl.Parse(tables.Url.Replace("//postgres@", $"//{Uri.EscapeDataString(role)}@", StringComparison.Ordinal), "/");
        var settings = tables.Settings with { Url = url };
        var error = Should.Throw<FilesDatabaseException>(() => FilesDatabase.Open(settings, tables.Folder, TimeProvider.System)).Message;
        tables.Execute(error[error.IndexOf("GRANT", StringComparison.Ordinal)..]);
        using var database = FilesDatabase.Open(settings, tables.Folder, TimeProvider.System);
        database.KeepsToItself.ShouldBeFalse();
        new FinderTables(database, "/source", "/storage").Record([(new FoundFile(new FilePath(FilePath.Top, "a.fits"), "sum", 1), null)])[0].ShouldNotBeNull();
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
