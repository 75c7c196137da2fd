using System.Data.Common;
using System.Globalization;
using Catchment.Core.Databases;

namespace Catchment.Files.Tables;

/// <summary>Ingesters, what they have, and where the storage folder is.</summary>
internal sealed partial class Ledger
{
    /// <summary>The files that a worker has, locked until the transaction ends.</summary>
    internal Dictionary<long, FileState> Claimed(DbConnection connection, long worker)
    {
        using var command = connection.Command($"SELECT file, status, since, newest, rerun_row, worker, came_from, has_begun FROM {_schema}file_states WHERE worker = @worker ORDER BY file{ForUpdate}");
        using var reader = command.With("@worker", worker).ExecuteReader();
        return ReadStates(reader);
    }

    /// <summary>The files that any worker has.</summary>
    internal List<long> AllClaimed(DbConnection connection, long scope)
    {
        using var command = connection.Command($"SELECT file FROM {_schema}file_states WHERE scope = @scope AND worker IS NOT NULL");
        return command.With("@scope", scope).ReadNumbers();
    }

    /// <summary>Adds a worker.</summary>
    /// <returns>Its number.</returns>
    internal long AddWorker(DbConnection connection, long scope, string place, long now)
    {
        using var command = connection.Command($"INSERT INTO {_schema}file_workers (scope, place, renewed) VALUES (@scope, @place, @now) RETURNING id");
        return Convert.ToInt64(command.With("@scope", scope).With("@place", place).With("@now", now).ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Notes that a worker lives.</summary>
    /// <returns>False: it was given up by another.</returns>
    internal bool Renew(DbConnection connection, long worker, long now)
    {
        using var command = connection.Command($"UPDATE {_schema}file_workers SET renewed = @now WHERE id = @worker");
        return command.With("@now", now).With("@worker", worker).ExecuteNonQuery() == 1;
    }

    /// <summary>Workers that are gone: those of a place, which is ours alone now, and those that gave no sign of life since a time.</summary>
    internal List<long> Gone(DbConnection connection, long scope, long self, string? place, long silentSince)
    {
        using var command = connection.Command($"SELECT id FROM {_schema}file_workers WHERE scope = @scope AND id <> @self AND (renewed < @since OR place = @place) ORDER BY id{ForUpdate}");
        return command.With("@scope", scope).With("@self", self).With("@since", silentSince).With("@place", place ?? "").ReadNumbers();
    }

    /// <summary>Takes a worker out, unless it has claims.</summary>
    internal void RemoveWorker(DbConnection connection, long worker)
    {
        using var command = connection.Command($"DELETE FROM {_schema}file_workers WHERE id = @worker AND NOT EXISTS (SELECT 1 FROM {_schema}file_states WHERE worker = @worker)");
        command.With("@worker", worker).ExecuteNonQuery();
    }

    /// <summary>Notes where a files table's storage folder is.</summary>
    internal void SaveStorage(DbConnection connection, string filesTable, string storage)
    {
        using var command = connection.Command($"INSERT INTO {_schema}file_storages (files_table, storage) VALUES (@table, @storage) ON CONFLICT (files_table) DO UPDATE SET storage = excluded.storage");
        command.With("@table", filesTable).With("@storage", storage).ExecuteNonQuery();
    }

    /// <summary>The storage folder that a finder noted; null: none did.</summary>
    internal string? Storage(DbConnection connection, string filesTable)
    {
        using var command = connection.Command($"SELECT storage FROM {_schema}file_storages WHERE files_table = @table");
        return command.With("@table", filesTable).ExecuteScalar() as string;
    }
}
