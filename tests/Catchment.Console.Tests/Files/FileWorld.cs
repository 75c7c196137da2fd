using System.Globalization;
using Catchment.Core.Databases;
using Catchment.Files.Catalog;
using Catchment.Files.Tables;

namespace Catchment.WebConsole.Tests.Files;

/// <summary>Tracked files in a real SQLite file, with events as a finder, an ingester and people leave them.</summary>
internal sealed class FileWorld : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FilesDatabaseSettings _settings;
    private FileBoard? _board;

    public FileWorld()
    {
        _settings = new FilesDatabaseSettings
        {
            Url = DatabaseUrl.Parse($"sqlite:///{_folder["files.db"]}", "/"),
            Files = new TableName(null, "files"),
            Events = new TableName(null, "file_events"),
        };
        FilesSetup.Run(_settings);
    }

    /// <summary>The board's clock: the real one, as it paces questions.</summary>
    public static DateTime Now => TimeProvider.System.GetLocalNow().DateTime;

    /// <summary>Gives a console this world.</summary>
    public ConsoleParts Into(ConsoleParts parts, bool isRerunByIngester = true)
    {
        _board = new FileBoard(() => FilesDatabase.Open(_settings, _folder.FullPath, TimeProvider.System), parts.Live, TimeProvider.System);
        return parts with { Files = new FileParts { Board = _board, IsRerunByIngester = isRerunByIngester } };
    }

    /// <summary>Tracks a file; its events are a second apart and end now.</summary>
    public void Add(int id, string path, params string[] events)
    {
        var place = FilePath.Of(path);
        Execute($"INSERT INTO files (id, relpath, filename, checksum, size_bytes, added_on) VALUES ({id}, '{place.Folder}', '{place.Name}', '{id:x128}', {id * 1000}, '{Text(Now.AddMinutes(-5))}')");
        for (var i = 0; i < events.Length; i++)
            Event(id, events[i], events.Length - i);
    }

    public void Event(int id, string status, int secondsAgo) => Execute(
        $"INSERT INTO file_events (start_time, status, files_id, err_message) VALUES ('{Text(Now.AddSeconds(-secondsAgo))}', '{status}', {id}, {(status == "FAILURE" ? "'LookupError: <no such dataset>'" : "NULL")})");

    /// <summary>Adds many files at once.</summary>
    public void Fill(int first, int last, string status) => Execute(
        $"""
        INSERT INTO files (id, relpath, filename, checksum, size_bytes, added_on)
        WITH RECURSIVE n (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last}) SELECT i, 'night', 'raw_' || i || '.fits', 'c' || i, 8640, '{Text(Now.AddDays(-1))}' FROM n;
        INSERT INTO file_events (start_time, status, files_id) SELECT '{Text(Now.AddHours(-2))}', '{status}', id FROM files WHERE id BETWEEN {first} AND {last};
        """);

    public void TakeAway() => File.Move(_folder["files.db"], _folder["away.db"]);

    public void Dispose()
    {
        _board?.Dispose();
        _folder.Dispose();
    }

    private void Execute(string sql)
    {
        using var database = Database.Open(_settings.Url, new DatabaseOptions { OwnsFile = false });
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
