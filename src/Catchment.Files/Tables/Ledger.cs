using System.Data.Common;
using System.Text.Json;
using Catchment.Core.Databases;

namespace Catchment.Files.Tables;

/// <summary>The statements on what Catchment keeps beside the original's tables, in both dialects.</summary>
/// <param name="kind">Where it is kept.</param>
internal sealed partial class Ledger(DatabaseKind kind)
{
    /// <summary>The class of the locks on events tables ("file" in ASCII).</summary>
    private const int ScopeLock = 0x66696C65;

    private readonly bool _isSqlite = kind == DatabaseKind.Sqlite;
    private readonly string _schema = kind == DatabaseKind.Sqlite ? "" : "catchment.";
    private readonly BulkStatement<(long Scope, long File, FileState State)> _put = new(
        Put("", "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0)"),
        Put("catchment.", "SELECT *, 0 FROM unnest(@p0::bigint[], @p1::bigint[], @p2::bigint[], @p3::bigint[], @p4::bigint[], @p5::bigint[], @p6::bigint[], @p7::bigint[], @p8::bigint[])"),
        [
            r => r.Scope, r => r.File, r => (long)r.State.Status, r => r.State.Since, r => r.State.Newest, r => r.State.RerunRow, r => r.State.Worker,
            r => (long?)r.State.CameFrom, r => r.State.HasBegun ? 1 : 0,
        ]);

    private readonly BulkStatement<(long Scope, long File, long Start)> _remember = new(
        "INSERT INTO file_reruns (scope, file, start) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        "INSERT INTO catchment.file_reruns (scope, file, start) SELECT * FROM unnest(@p0::bigint[], @p1::bigint[], @p2::bigint[]) ON CONFLICT DO NOTHING",
        [r => r.Scope, r => r.File, r => r.Start]);

    /// <summary>Locks an events table's row until the transaction ends, so that one process at a time takes in what is new. The row is made when it is not there.</summary>
    internal ScopeRow LockScope(DbConnection connection, string name)
    {
        // Not a row lock, which is a write: a search that finds nothing leaves the server's disk alone. SQLite's transaction is the lock.
        using var locking = connection.Command(_isSqlite ? "SELECT 1 FROM file_scopes WHERE name = @name" : $"SELECT pg_advisory_xact_lock({ScopeLock}, id::integer) FROM catchment.file_scopes WHERE name = @name");
        using (var found = locking.With("@name", name).ExecuteReader())
        {
            if (found.Read())
                found.Close();
            else
                return MakeScope(connection, name, found);
        }

        return Scope(connection, name)!;
    }

    /// <summary>How far an events table was taken in; null: nobody has begun. It locks nothing.</summary>
    internal ScopeRow? Scope(DbConnection connection, string name)
    {
        using var command = connection.Command($"SELECT id, reached_row, reached_start, reached_file, greatest_file, is_known FROM {_schema}file_scopes WHERE name = @name");
        using var reader = command.With("@name", name).ExecuteReader();
        return reader.Read()
            ? new ScopeRow(reader.GetInt64(0), new EventPlace(reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)), reader.GetInt64(4), reader.GetInt64(5) != 0)
            : null;
    }

    private ScopeRow MakeScope(DbConnection connection, string name, DbDataReader nothing)
    {
        nothing.Close();
        using (var make = connection.Command($"INSERT INTO {_schema}file_scopes (name, reached_row, reached_start, reached_file, greatest_file, is_known) VALUES (@name, 0, @start, 0, 0, 0) ON CONFLICT DO NOTHING"))
            make.With("@name", name).With("@start", EventPlace.Beginning.Start).ExecuteNonQuery();
        return LockScope(connection, name);
    }

    /// <summary>Writes an events table's row.</summary>
    internal void SaveScope(DbConnection connection, ScopeRow scope)
    {
        using var command = connection.Command($"UPDATE {_schema}file_scopes SET reached_row = @row, reached_start = @start, reached_file = @file, greatest_file = @greatest, is_known = @known WHERE id = @id");
        command.With("@row", scope.Reached.Row).With("@start", scope.Reached.Start).With("@file", scope.Reached.FileId)
            .With("@greatest", scope.GreatestFile).With("@known", (short)(scope.IsKnown ? 1 : 0)).With("@id", scope.Id).ExecuteNonQuery();
    }

    /// <summary>Forgets what is known of an events table, but of some files.</summary>
    internal void ForgetStates(DbConnection connection, long scope, IEnumerable<long> kept)
    {
        var value = Values(kept);
        using var states = connection.Command($"DELETE FROM {_schema}file_states WHERE scope = @scope AND NOT (file {In})");
        states.With("@scope", scope).With("@values", value).ExecuteNonQuery();
        using var reruns = connection.Command($"DELETE FROM {_schema}file_reruns WHERE scope = @scope AND NOT (file {In})");
        reruns.With("@scope", scope).With("@values", value).ExecuteNonQuery();
    }

    /// <summary>Forgets what is known of files.</summary>
    internal void Forget(DbConnection connection, long scope, IEnumerable<long> files)
    {
        using var command = connection.Command($"DELETE FROM {_schema}file_states WHERE scope = @scope AND file {In}");
        command.With("@scope", scope).With("@values", Values(files)).ExecuteNonQuery();
    }

    /// <summary>Some files that nobody works on, each with the time of the event that counts.</summary>
    internal List<(long File, long Since)> Settled(DbConnection connection, long scope, int most)
    {
        using var command = connection.Command($"SELECT file, since FROM {_schema}file_states WHERE scope = @scope AND worker IS NULL ORDER BY file DESC LIMIT @most");
        using var reader = command.With("@scope", scope).With("@most", most).ExecuteReader();
        var files = new List<(long, long)>();
        while (reader.Read())
            files.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return files;
    }

    /// <summary>The states of files, locked until the transaction ends or only looked at.</summary>
    internal Dictionary<long, FileState> States(DbConnection connection, long scope, IEnumerable<long> files, bool isLocked = true)
    {
        using var command = connection.Command($"SELECT file, status, since, newest, rerun_row, worker, came_from, has_begun FROM {_schema}file_states WHERE scope = @scope AND file {In}{(isLocked ? $" ORDER BY file{ForUpdate}" : "")}");
        using var reader = command.With("@scope", scope).With("@values", Values(files)).ExecuteReader();
        return ReadStates(reader);
    }

    /// <summary>Which of these files have no state yet.</summary>
    internal List<long> WithoutState(DbConnection connection, long scope, IReadOnlyCollection<long> files)
    {
        using var command = connection.Command($"SELECT file FROM {_schema}file_states WHERE scope = @scope AND file {In}");
        var known = command.With("@scope", scope).With("@values", Values(files)).ReadNumbers().ToHashSet();
        return [.. files.Where(f => !known.Contains(f))];
    }

    /// <summary>Writes states.</summary>
    internal void Put(DbTransaction transaction, long scope, IEnumerable<KeyValuePair<long, FileState>> states) =>
        _put.Execute(transaction, [.. states.OrderBy(s => s.Key).Select(s => (scope, s.Key, s.Value))]); // In order: two processes that do so never wait for each other in a circle.

    /// <summary>Which of these RERUNs were met before.</summary>
    internal HashSet<(long File, long Start)> KnownReruns(DbConnection connection, long scope, IEnumerable<long> files)
    {
        using var command = connection.Command($"SELECT file, start FROM {_schema}file_reruns WHERE scope = @scope AND file {In}");
        using var reader = command.With("@scope", scope).With("@values", Values(files)).ExecuteReader();
        var known = new HashSet<(long, long)>();
        while (reader.Read())
            known.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return known;
    }

    /// <summary>Remembers RERUNs.</summary>
    internal void Remember(DbTransaction transaction, long scope, IEnumerable<(long File, long Start)> reruns) =>
        _remember.Execute(transaction, [.. reruns.Select(r => (scope, r.File, r.Start))]);

    /// <summary>Gives waiting files to a worker, those that wait longest first; in PostgreSQL those that another worker is about to take are left to it.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="scope">Of which events table.</param>
    /// <param name="status">With which status.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="now">Local time.</param>
    /// <param name="most">Files at most.</param>
    /// <param name="isOnce">Leaves out those that this worker had before.</param>
    /// <returns>The files, each with the time that its PENDING has.</returns>
    internal List<(long File, long Start)> Take(DbConnection connection, long scope, FileStatus status, long worker, long now, int most, bool isOnce)
    {
        var greatest = _isSqlite ? "max" : "greatest";
        var skip = _isSqlite ? "" : " FOR UPDATE SKIP LOCKED";
        using var command = connection.Command(
            $"""
            WITH chosen AS (
                SELECT file FROM {_schema}file_states
                WHERE scope = @scope AND status = {(int)status} AND worker IS NULL AND status <> {(int)FileStatus.Success}{(isOnce ? " AND turn <> @worker" : "")}
                ORDER BY since, file LIMIT @most{skip})
            UPDATE {_schema}file_states AS s
            SET came_from = s.status, status = {(int)FileStatus.Pending}, worker = @worker, turn = @worker, has_begun = 0, rerun_row = NULL,
                since = {greatest}(@now, s.newest + 1), newest = {greatest}(@now, s.newest + 1)
            FROM chosen WHERE s.scope = @scope AND s.file = chosen.file
            RETURNING {(_isSqlite ? "file, since" : "s.file, s.since")}
            """);
        using var reader = command.With("@scope", scope).With("@worker", worker).With("@now", now).With("@most", most).ExecuteReader();
        var taken = new List<(long, long)>();
        while (reader.Read())
            taken.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return taken;
    }

    /// <summary>Notes that attempts may begin.</summary>
    /// <returns>Those files of which the worker has the claim.</returns>
    internal HashSet<long> Begin(DbConnection connection, long scope, long worker, IEnumerable<long> files)
    {
        using var command = connection.Command($"UPDATE {_schema}file_states SET has_begun = 1 WHERE scope = @scope AND worker = @worker AND file {In} RETURNING file");
        return [.. command.With("@scope", scope).With("@worker", worker).With("@values", Values(files)).ReadNumbers()];
    }

    /// <summary>Notes moves before they are made; no two are of one origin.</summary>
    /// <returns>The notes' numbers.</returns>
    internal IReadOnlyList<long> AddMoves(DbTransaction transaction, string filesTable, string source, string storage, IReadOnlyList<PlannedMove> moves)
    {
        const string Columns = "(files_table, source, storage, origin, folder, name, checksum, size, inode, device)";
        using var command = transaction.Connection!.Command(_isSqlite
            ? $"INSERT INTO file_moves {Columns} VALUES (@table, @source, @storage, @origin, @folder, @name, @checksum, @size, @inode, @device) RETURNING id"
            : $"INSERT INTO catchment.file_moves {Columns} SELECT @table, @source, @storage, * FROM unnest(@origins, @folders, @names, @checksums, @sizes, @inodes, @devices) RETURNING id, origin");
        command.Transaction = transaction;
        command.With("@table", filesTable).With("@source", source).With("@storage", storage);
        return _isSqlite ? AddOneByOne(command, moves) : AddAtOnce(command, moves);
    }

    /// <summary>The moves that were noted and not resolved.</summary>
    internal List<(long Id, PlannedMove Move)> Moves(DbConnection connection, string filesTable, string source, string storage)
    {
        using var command = connection.Command($"SELECT id, origin, folder, name, checksum, size, inode, device FROM {_schema}file_moves WHERE files_table = @table AND source = @source AND storage = @storage ORDER BY id");
        using var reader = command.With("@table", filesTable).With("@source", source).With("@storage", storage).ExecuteReader();
        var moves = new List<(long, PlannedMove)>();
        while (reader.Read())
        {
            var target = new FoundFile(new FilePath(reader.GetString(2), reader.GetString(3)), reader.GetString(4), reader.GetInt64(5));
            moves.Add((reader.GetInt64(0), new PlannedMove(reader.GetString(1), target, reader.GetInt64(6), reader.GetInt64(7))));
        }

        return moves;
    }

    /// <summary>How many moves of finders with other folders are noted and not resolved.</summary>
    internal List<(string Source, string Storage, long Count)> OtherMoves(DbConnection connection, string filesTable, string source, string storage)
    {
        using var command = connection.Command($"SELECT source, storage, count(*) FROM {_schema}file_moves WHERE files_table = @table AND NOT (source = @source AND storage = @storage) GROUP BY source, storage ORDER BY source, storage");
        using var reader = command.With("@table", filesTable).With("@source", source).With("@storage", storage).ExecuteReader();
        var moves = new List<(string, string, long)>();
        while (reader.Read())
            moves.Add((reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        return moves;
    }

    /// <summary>Whether a move from another source to a place is noted.</summary>
    internal bool HasMoveTo(DbConnection connection, string filesTable, string source, string storage, FilePath place)
    {
        using var command = connection.Command($"SELECT 1 FROM {_schema}file_moves WHERE files_table = @table AND source <> @source AND storage = @storage AND folder = @folder AND name = @name LIMIT 1");
        command.With("@table", filesTable).With("@source", source).With("@storage", storage).With("@folder", place.Folder).With("@name", place.Name);
        return command.ExecuteScalar() is not null;
    }

    /// <summary>Takes notes of moves out.</summary>
    internal void RemoveMoves(DbConnection connection, IEnumerable<long> ids)
    {
        using var command = connection.Command($"DELETE FROM {_schema}file_moves WHERE id {In}");
        command.With("@values", Values(ids)).ExecuteNonQuery();
    }

    private static long[] AddOneByOne(DbCommand command, IReadOnlyList<PlannedMove> moves)
    {
        command.With("@origin", "").With("@folder", "").With("@name", "").With("@checksum", "").With("@size", 0L).With("@inode", 0L).With("@device", 0L);
        var ids = new long[moves.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            var (origin, (path, checksum, size), inode, device) = moves[i];
            command.Parameters["@origin"].Value = origin;
            command.Parameters["@folder"].Value = path.Folder;
            command.Parameters["@name"].Value = path.Name;
            command.Parameters["@checksum"].Value = checksum;
            command.Parameters["@size"].Value = size;
            command.Parameters["@inode"].Value = inode;
            command.Parameters["@device"].Value = device;
            ids[i] = (long)command.ExecuteScalar()!;
        }

        return ids;
    }

    private static long[] AddAtOnce(DbCommand command, IReadOnlyList<PlannedMove> moves)
    {
        command.With("@origins", moves.Select(m => m.Origin).ToArray())
            .With("@folders", moves.Select(m => m.Target.Path.Folder).ToArray()).With("@names", moves.Select(m => m.Target.Path.Name).ToArray())
            .With("@checksums", moves.Select(m => m.Target.Checksum).ToArray()).With("@sizes", moves.Select(m => m.Target.Size).ToArray())
            .With("@inodes", moves.Select(m => m.Inode).ToArray()).With("@devices", moves.Select(m => m.Device).ToArray());
        var added = new Dictionary<string, long>(StringComparer.Ordinal);
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
                added.Add(reader.GetString(1), reader.GetInt64(0));
        }

        return [.. moves.Select(m => added[m.Origin])];
    }

    private string ForUpdate => _isSqlite ? "" : " FOR UPDATE";

    private string In => _isSqlite ? "IN (SELECT value FROM json_each(@values))" : "= ANY (@values)";

    private object Values(IEnumerable<long> numbers) => _isSqlite ? JsonSerializer.Serialize(numbers) : numbers.ToArray();

    private static string Put(string schema, string rows) =>
        $"INSERT INTO {schema}file_states (scope, file, status, since, newest, rerun_row, worker, came_from, has_begun, turn) {rows} "
        + "ON CONFLICT (scope, file) DO UPDATE SET status = excluded.status, since = excluded.since, newest = excluded.newest, rerun_row = excluded.rerun_row, "
        + "worker = excluded.worker, came_from = excluded.came_from, has_begun = excluded.has_begun";

    private static Dictionary<long, FileState> ReadStates(DbDataReader reader)
    {
        var states = new Dictionary<long, FileState>();
        while (reader.Read())
        {
            states[reader.GetInt64(0)] = new FileState(
                (FileStatus)reader.GetInt64(1),
                reader.GetInt64(2),
                reader.GetInt64(3),
                reader.IsDBNull(4) ? null : reader.GetInt64(4),
                reader.IsDBNull(5) ? null : reader.GetInt64(5),
                reader.IsDBNull(6) ? null : (FileStatus)reader.GetInt64(6),
                reader.GetInt64(7) != 0);
        }

        return states;
    }
}
