using System.Data.Common;

namespace Catchment.Files.Tables;

/// <summary>What a finder reads and writes: rows of the files table, and notes of moves under way. Safe for many threads.</summary>
/// <remarks>
/// The order that a kill cannot hurt: <see cref="Plan"/>, move, <see cref="Record"/>, which takes the note out with the row. A note that is
/// still there at the start says that a move may have been made and its row may be missing.
/// </remarks>
public sealed class FinderTables
{
    private readonly FilesDatabase _database;
    private readonly string _source;
    private readonly string _storage;

    /// <summary>Opens them for a finder, and notes its storage folder for ingesters that name none.</summary>
    /// <param name="database">Where they are.</param>
    /// <param name="source">The finder's source folder, absolute.</param>
    /// <param name="storage">Its storage folder, absolute.</param>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public FinderTables(FilesDatabase database, string source, string storage)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
        _source = source;
        _storage = storage;
        using var own = database.Own.Connect();
        database.Ledger.SaveStorage(own, database.Tables.FilesName, storage);
    }

    /// <summary>The rows that have the checksum or the name of one of these files.</summary>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IReadOnlyList<TrackedFile> Matching(IReadOnlyCollection<FoundFile> files)
    {
        using var connection = _database.Original.Connect();
        return _database.Tables.Matching(connection, files);
    }

    /// <summary>Whether a row is there.</summary>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public bool Has(long id)
    {
        using var connection = _database.Original.Connect();
        return _database.Tables.Existing(connection, [id]).Count > 0;
    }

    /// <summary>Notes moves that will be made.</summary>
    /// <returns>The notes' numbers.</returns>
    /// <exception cref="DbException">The database is away, or refused; nothing was noted.</exception>
    public IReadOnlyList<long> Plan(IReadOnlyList<PlannedMove> moves)
    {
        using var unit = new FilesUnit(_database);
        var ids = _database.Ledger.AddMoves(unit.OwnTransaction, _database.Tables.FilesName, _source, _storage, moves);
        unit.CommitOriginalFirst();
        return ids;
    }

    /// <summary>Adds rows, and takes the notes of their moves out.</summary>
    /// <param name="files">The files, each with the number of its note; null: it was not moved.</param>
    /// <returns>The row's number of each; null where the table refused it: its name or checksum is there. The note of that one stays, until the move is undone.</returns>
    /// <exception cref="DbException">The database is away, or refused. Nothing was added, unless the connection broke at the very end.</exception>
    public IReadOnlyList<long?> Record(IReadOnlyList<(FoundFile File, long? Note)> files)
    {
        using var unit = new FilesUnit(_database);
        var ids = _database.Tables.Add(unit.Change, [.. files.Select(f => f.File)], LocalTime.Now(_database.Clock));
        _database.Ledger.RemoveMoves(unit.Own, files.Where((f, i) => f.Note is not null && ids[i] is not null).Select(f => f.Note!.Value));
        unit.CommitOriginalFirst();
        return ids;
    }

    /// <summary>Moves that were noted by a finder of these folders and not resolved.</summary>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IReadOnlyList<(long Note, PlannedMove Move)> Unresolved()
    {
        using var own = _database.Own.Connect();
        return _database.Ledger.Moves(own, _database.Tables.FilesName, _source, _storage);
    }

    /// <summary>Whether a finder of another source has noted that it brings a file to a place of the storage folder: the note goes when the row comes.</summary>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public bool IsBroughtByAnother(FilePath place)
    {
        using var own = _database.Own.Connect();
        return _database.Ledger.HasMoveTo(own, _database.Tables.FilesName, _source, _storage, place);
    }

    /// <summary>How many moves were noted by finders of other folders and not resolved: under way there, or left by one whose folders were others.</summary>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public IReadOnlyList<(string Source, string Storage, long Count)> UnresolvedElsewhere()
    {
        using var own = _database.Own.Connect();
        return _database.Ledger.OtherMoves(own, _database.Tables.FilesName, _source, _storage);
    }

    /// <summary>Takes notes out: their moves were undone, or never made.</summary>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    public void Resolve(IReadOnlyCollection<long> notes)
    {
        using var own = _database.Own.Connect();
        _database.Ledger.RemoveMoves(own, notes);
    }
}
