using System.Data.Common;
using System.Runtime.Versioning;
using Catchment.Core.Databases;
using Catchment.Files.Catalog;
using Catchment.Files.Tables;
using Catchment.Files.Tests.Tables;

namespace Catchment.Files.Tests.Catalog;

/// <summary>Who only looks leaves nothing behind; who makes what Catchment keeps makes it for those who have the database.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FilesViewTests
{
    public static TheoryData<DatabaseKind> Kinds => CatalogRig.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_look_makes_nothing_and_uses_what_is_there(DatabaseKind kind)
    {
        using var tables = new TestDatabase(kind);
        tables.Execute("INSERT INTO files (relpath, filename, checksum, size_bytes, added_on) VALUES ('.', 'a', 'c', 3, '2026-01-01 00:00:00.000000')");
        tables.Execute("INSERT INTO file_events (start_time, status, files_id) VALUES ('2026-01-01 00:00:01.000000', 'FAILURE', 1)");
        var before = Directory.GetFileSystemEntries(tables.Folder);

        StatusSeen(tables).ShouldBe((FileStatus.Failure, false));
        Directory.GetFileSystemEntries(tables.Folder).ShouldBe(before, ignoreOrder: true);
        if (kind == DatabaseKind.PostgreSql)
            Should.Throw<DbException>(() => tables.Execute("SELECT 1 FROM catchment.file_states"));

        tables.Open().Dispose();
        StatusSeen(tables).ShouldBe((FileStatus.Failure, true));
    }

    [Fact]
    public void The_file_beside_the_database_is_for_those_who_have_the_database()
    {
        using var tables = new TestDatabase(DatabaseKind.Sqlite);
        var file = tables.Settings.Url.FilePath!;
        const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(file, Shared);

        tables.Open().Dispose();

        File.GetUnixFileMode($"{file}.catchment").ShouldBe(Shared);
    }

    private static (FileStatus? Status, bool IsKept) StatusSeen(TestDatabase tables)
    {
        string folder;
        FileStatus? status;
        using (var database = FilesDatabase.View(tables.Settings, [tables.Folder], TimeProvider.System))
        {
            folder = Path.GetDirectoryName(database.Own.Url.FilePath) ?? tables.Folder;
            var catalog = new FileCatalog(database);
            catalog.Look(default).ShouldBeTrue();
            status = catalog.Page(new FileQuery(), default).Items.Single().Status;
        }

        return (status, Directory.Exists(folder));
    }
}
