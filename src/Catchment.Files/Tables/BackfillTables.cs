using System.Data.Common;

namespace Catchment.Files.Tables;

/// <summary>What backfill reads and writes.</summary>
/// <param name="database">Where the tables are; its settings name an events table.</param>
/// <remarks>Source: <c>files</c> 7.</remarks>
public sealed class BackfillTables(FilesDatabase database)
{
    /// <summary>Which of these places have a row, whatever its content was.</summary>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IReadOnlySet<FilePath> Tracked(IReadOnlyCollection<FilePath> paths)
    {
        using var connection = database.Original.Connect();
        var rows = database.Tables.Matching(connection, [.. paths.Select(p => new FoundFile(p, "", 0))]);
        return rows.Select(r => r.Path).Where(paths.Contains).ToHashSet();
    }

    /// <summary>The rows that have the checksum or the name of one of these files.</summary>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IReadOnlyList<TrackedFile> Matching(IReadOnlyCollection<FoundFile> files)
    {
        using var connection = database.Original.Connect();
        return database.Tables.Matching(connection, files);
    }

    /// <summary>Adds rows, each with its BACKFILL, all in one transaction, so that no ingester takes one for new.</summary>
    /// <returns>The row's number of each; null where the table refused it.</returns>
    /// <exception cref="DbException">The database is away, or refused; nothing was added.</exception>
    public IReadOnlyList<long?> Record(IReadOnlyList<FoundFile> files)
    {
        using var connection = database.Original.Connect();
        using var transaction = connection.BeginTransaction(database.IsOneStore ? System.Data.IsolationLevel.ReadCommitted : System.Data.IsolationLevel.Serializable);
        var now = LocalTime.Now(database.Clock);
        var ids = database.Tables.Add(transaction, files, now);
        database.Tables.Add(transaction, [.. ids.OfType<long>().Select(id => new FileEvent(id, now, FileStatus.Backfill))]);
        transaction.Commit();
        return ids;
    }
}
