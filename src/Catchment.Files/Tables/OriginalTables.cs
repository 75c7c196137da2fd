using System.Data.Common;
using Catchment.Core.Databases;

namespace Catchment.Files.Tables;

/// <summary>
/// The original's two tables: what is read from them and added to them, whoever made them. Rows are only added. Every call takes
/// the connection it works on; a call that adds belongs to a transaction.
/// </summary>
/// <remarks>Source: <c>files</c> 3.</remarks>
internal abstract class OriginalTables
{
    /// <summary>The database's folder of names: two scopes of one name share what Catchment keeps about them.</summary>
    internal abstract string FilesName { get; }

    /// <summary>The events table's full name; null: there is none.</summary>
    internal abstract string? EventsName { get; }

    /// <summary>The files table as SQL names it.</summary>
    internal abstract string FilesSql { get; }

    /// <summary>The events table as SQL names it; null: there is none.</summary>
    internal abstract string? EventsSql { get; }

    /// <summary>Finds the tables of a configuration.</summary>
    /// <exception cref="FilesDatabaseException">One is missing, or is not of the original's form.</exception>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    internal static OriginalTables Find(DbConnection connection, DatabaseKind kind, FilesDatabaseSettings settings) =>
        kind == DatabaseKind.Sqlite ? SqliteTables.Find(connection, settings) : PostgreSqlTables.Find(connection, settings);

    /// <summary>The rows that have one of these checksums, or one of these names.</summary>
    internal abstract IReadOnlyList<TrackedFile> Matching(DbConnection connection, IReadOnlyCollection<FoundFile> files);

    /// <summary>Rows by their numbers; those that are not there are left out.</summary>
    internal abstract IReadOnlyList<TrackedFile> ById(DbConnection connection, IReadOnlyCollection<long> ids);

    /// <summary>Adds rows.</summary>
    /// <returns>The number of each; null where the table refused it (its name or checksum is there).</returns>
    internal abstract IReadOnlyList<long?> Add(DbTransaction transaction, IReadOnlyList<FoundFile> files, long addedOn);

    /// <summary>The numbers of rows above one, ascending.</summary>
    internal abstract IReadOnlyList<long> IdsAfter(DbConnection connection, long id, int most);

    /// <summary>Which of these numbers are there.</summary>
    internal abstract IReadOnlyList<long> Existing(DbConnection connection, IReadOnlyCollection<long> ids);

    /// <summary>Adds events.</summary>
    internal abstract void Add(DbTransaction transaction, IReadOnlyList<FileEvent> events);

    /// <summary>Whether an event is still where it was read.</summary>
    internal abstract bool Holds(DbConnection connection, EventPlace place);

    /// <summary>Whether an event is there.</summary>
    internal abstract bool HasEvent(DbConnection connection, long fileId, long start);

    /// <summary>The events of files that the walk may not have met, in its order.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="files">The files.</param>
    /// <param name="from">Where the walk would begin again, at its widest.</param>
    internal abstract IReadOnlyList<PlacedEvent> EventsOf(DbConnection connection, IReadOnlyCollection<long> files, EventPlace from);

    /// <summary>All events of a file, oldest first.</summary>
    internal abstract IReadOnlyList<FileEvent> History(DbConnection connection, long fileId);

    /// <summary>A part of the events in the table's own order, for a walk over all or over what was added.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="after">The place after which it begins.</param>
    /// <param name="most">Rows at most.</param>
    internal abstract IReadOnlyList<PlacedEvent> EventsAfter(DbConnection connection, EventPlace after, int most);

    /// <summary>Where the walk for what others have added begins again.</summary>
    /// <param name="reached">The last place read.</param>
    /// <param name="now">The clock.</param>
    /// <param name="isWide">Far enough back for times of any zone, at some cost.</param>
    internal abstract EventPlace Resume(EventPlace reached, long now, bool isWide);

    /// <summary>The one of two places that the walk comes to later.</summary>
    internal abstract EventPlace Farther(EventPlace one, EventPlace other);
}
