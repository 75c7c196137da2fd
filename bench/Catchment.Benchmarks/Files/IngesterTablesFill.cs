using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Files.Tables;

namespace Catchment.Benchmarks.Files;

/// <summary>Makes the original's tables, and fills them by SQL with files that were ingested long ago.</summary>
/// <param name="settings">Where, and the tables' names.</param>
internal sealed class IngesterTablesFill(FilesDatabaseSettings settings)
{
    private const string Word = "f";

    /// <summary>Makes the tables, empty.</summary>
    internal void Make()
    {
        using var database = Open();
        Execute(database, $"DROP TABLE IF EXISTS {settings.Events!.Table}", $"DROP TABLE IF EXISTS {settings.Files.Table}");
        if (database.Kind == DatabaseKind.PostgreSql)
            Execute(database, "DROP SCHEMA IF EXISTS catchment CASCADE");
        FilesSetup.Run(settings);
    }

    /// <summary>Adds files up to a number, each with three events; their times are spread over the last 100 days, as a night's files come in a night.</summary>
    internal void FillTo(long count)
    {
        using var database = Open();
        long before;
        using (var connection = database.Connect())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = $"SELECT count(*) FROM {settings.Files.Table}";
            before = Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        }

        if (before >= count)
            return;
        var (files, events) = (settings.Files.Table, settings.Events!.Table);
        var (from, to) = (before + 1, count);
        if (database.Kind == DatabaseKind.PostgreSql)
        {
            Execute(
                database,
                $"INSERT INTO {files} (id, relpath, filename, checksum, size_bytes, added_on) SELECT i, 'd' || i / 1000, 'old' || i || '.fits', lpad(to_hex(i), 128, '0'), 1, localtimestamp - interval '100 days' * (1 - i::float8 / {to}) FROM generate_series({from}, {to}) AS i",
                $"SELECT setval(pg_get_serial_sequence('{files}', 'id'), {to})",
                $"INSERT INTO {events} (start_time, status, files_id, ingest_ver, duration) SELECT added_on + interval '1 millisecond' * k, (ARRAY['UNTRIED', 'PENDING', 'SUCCESS'])[k]::status, id, CASE k WHEN 3 THEN '' END, CASE k WHEN 3 THEN interval '1 millisecond' END FROM {files}, generate_series(1, 3) AS k WHERE id BETWEEN {from} AND {to} ORDER BY id, k",
                $"ANALYZE {files}",
                $"ANALYZE {events}");
            return;
        }

        var numbers = $"WITH RECURSIVE n (i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to})";
        const string Time = "strftime('%Y-%m-%d %H:%M:%f', 'now', 'localtime', '-' || printf('%.3f', 8640000.0 * (1 - i * 1.0 / {0})) || ' seconds')";
        var time = Time.Replace("{0}", $"{to}", StringComparison.Ordinal);
        Execute(
            database,
            $"{numbers} INSERT INTO {files} (id, relpath, filename, checksum, size_bytes, added_on) SELECT i, 'd' || i / 1000, 'old' || i || '.fits', printf('%0128x', i), 1, {time} || '000' FROM n",
            $"{numbers} INSERT INTO {events} (start_time, status, files_id, ingest_ver, duration) SELECT {time} || '00' || k, CASE k WHEN 1 THEN 'UNTRIED' WHEN 2 THEN 'PENDING' ELSE 'SUCCESS' END, i, CASE k WHEN 3 THEN '' END, CASE k WHEN 3 THEN '1970-01-01 00:00:00.001000' END FROM n, (SELECT 1 AS k UNION ALL SELECT 2 UNION ALL SELECT 3) ORDER BY i, k");
    }

    /// <summary>Makes new files, and tracks them as a finder does.</summary>
    internal void Track(string storage, int round, int count)
    {
        var folder = Directory.CreateDirectory(Path.Combine(storage, $"new{round}")).Name;
        var found = new List<(FoundFile, long?)>(count);
        for (var i = 0; i < count; i++)
        {
            var name = $"{Word}{round}_{i}.fits";
            File.WriteAllText(Path.Combine(storage, folder, name), "1");
            found.Add((new FoundFile(new FilePath(folder, name), $"f{round:x7}{i:x120}", 1), null));
        }

        using var database = FilesDatabase.Open(settings, storage, TimeProvider.System);
        var tables = new FinderTables(database, "/source", storage);
        foreach (var part in found.Chunk(1000))
            _ = tables.Record(part).Contains(null) ? throw new BenchmarkException("A file could not be tracked.") : 0;
    }

    private Database Open() => Database.Open(settings.Url, new DatabaseOptions { OwnsFile = settings.Url.Kind == DatabaseKind.Sqlite, CommandTimeout = TimeSpan.FromHours(1) });

    private static void Execute(Database database, params string[] statements)
    {
        using DbConnection connection = database.Connect();
        foreach (var statement in statements)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The program's own text and numbers.
            command.CommandText = statement;
#pragma warning restore CA2100
            command.CommandTimeout = 3600;
            command.ExecuteNonQuery();
        }
    }
}
