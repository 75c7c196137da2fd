using System.Globalization;
using Catchment.Core.Databases;
using Catchment.Files.Catalog;
using Catchment.Files.Tables;
using Catchment.Files.Tests.Tables;

namespace Catchment.Files.Tests.Catalog;

/// <summary>Tables with files and events as other programs and people leave them, and a catalog of them.</summary>
internal sealed class CatalogRig : IDisposable
{
    private readonly TestDatabase _tables;

    internal CatalogRig(DatabaseKind kind)
    {
        _tables = new TestDatabase(kind);
        Database = _tables.Open(Clock);
        Catalog = new FileCatalog(Database);
    }

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    internal ManualTime Clock { get; } = new(new DateTime(2026, 5, 1, 12, 0, 0));

    internal FilesDatabase Database { get; }

    internal FileCatalog Catalog { get; }

    internal DateTime Now => Clock.GetLocalNow().DateTime;

    /// <summary>Tracks a file; its checksum is its name's bytes in hexadecimal digits, its size its number.</summary>
    internal void Track(int id, string path, DateTime? added = null)
    {
        var place = FilePath.Of(path);
        Execute($"INSERT INTO files (id, relpath, filename, checksum, size_bytes, added_on) VALUES ({id}, '{place.Folder}', '{place.Name}', '{ChecksumOf(place.Name)}', {id}, '{Text(added ?? Now)}')");
    }

    internal static string ChecksumOf(string name) => Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(name)).PadRight(128, '0')[..128];

    /// <summary>Adds an event as another program or a person does.</summary>
    internal void Event(int file, string status, double secondsAgo) =>
        Execute($"INSERT INTO file_events (start_time, status, files_id) VALUES ('{Text(Now.AddSeconds(-secondsAgo))}', '{status}', {file})");

    internal void Execute(string sql) => _tables.Execute(sql);

    /// <summary>The page's row numbers.</summary>
    internal string Ids(FileQuery query)
    {
        Catalog.Look(default).ShouldBeTrue();
        return string.Join(' ', Catalog.Page(query, default).Items.Select(i => i.File.Id));
    }

    internal string History(int file) => string.Join(' ', Catalog.History(file)!.Events.Select(e => FileStatusText.Of(e.Status)));

    public void Dispose()
    {
        Database.Dispose();
        _tables.Dispose();
    }

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
