using System.Diagnostics;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Catalog.Tables;
using Catchment.Core.Databases;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Catchment.Benchmarks.Catalog;

/// <summary>The limit: rows into an empty table of the same shape through nothing but the database.</summary>
internal static class BareInsert
{
    private const string Shape = "(time bigint NOT NULL, series bigint NOT NULL, format smallint NOT NULL, size bigint NOT NULL, width integer, height integer, archived smallint NOT NULL, PRIMARY KEY (time, series, format))";

    internal static TimeSpan Measure(Database database, IReadOnlyList<FrameEntry[]> batches)
    {
        using var connection = database.Connect();
        Run("DROP TABLE IF EXISTS bare");
        Run("CREATE TABLE bare " + Shape + (connection is SqliteConnection ? " WITHOUT ROWID" : ""));
        Run("CREATE INDEX bare_series ON bare (series, time, format)");
        var began = Stopwatch.GetTimestamp();
        foreach (var batch in batches)
        {
            if (connection is SqliteConnection sqlite)
                Insert(sqlite, batch);
            else
                Copy((NpgsqlConnection)connection, batch);
        }

        var took = Stopwatch.GetElapsedTime(began);
        Run("DROP TABLE bare");
        return took;

        void Run(string text)
        {
            using var command = connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }
    }

    private static void Insert(SqliteConnection connection, FrameEntry[] batch)
    {
        var handle = connection.Handle;
        raw.sqlite3_exec(handle, "BEGIN");
        raw.sqlite3_prepare_v2(handle, "INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?)", out var statement);
        using (statement)
        {
            foreach (var frame in batch)
            {
                raw.sqlite3_bind_int64(statement, 1, CatalogTime.Of(frame.Time));
                raw.sqlite3_bind_int64(statement, 2, frame.Camera.Label.Length);
                raw.sqlite3_bind_int64(statement, 3, (long)frame.Format);
                raw.sqlite3_bind_int64(statement, 4, frame.Size);
                raw.sqlite3_bind_int64(statement, 5, frame.Width!.Value);
                raw.sqlite3_bind_int64(statement, 6, frame.Height!.Value);
                raw.sqlite3_bind_int64(statement, 7, 0);
                raw.sqlite3_step(statement);
                raw.sqlite3_reset(statement);
            }
        }

        raw.sqlite3_exec(handle, "COMMIT");
    }

    private static void Copy(NpgsqlConnection connection, FrameEntry[] batch)
    {
        using var copy = connection.BeginBinaryImport("COPY bare FROM STDIN (FORMAT BINARY)");
        foreach (var frame in batch)
        {
            copy.StartRow();
            copy.Write(CatalogTime.Of(frame.Time));
            copy.Write((long)frame.Camera.Label.Length);
            copy.Write((short)frame.Format);
            copy.Write(frame.Size);
            copy.Write(frame.Width!.Value);
            copy.Write(frame.Height!.Value);
            copy.Write((short)0);
        }

        copy.Complete();
    }
}
