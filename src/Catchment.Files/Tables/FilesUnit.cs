using System.Data;
using System.Data.Common;

namespace Catchment.Files.Tables;

/// <summary>
/// One unit of work on the original's tables and on what Catchment keeps beside them. In PostgreSQL both are in one transaction. With
/// a file of its own each has its transaction: then the caller's order of the two commits says what a kill in between leaves behind.
/// </summary>
internal sealed class FilesUnit : IDisposable
{
    private readonly FilesDatabase _database;
    private DbConnection? _original;
    private DbTransaction? _change;

    internal FilesUnit(FilesDatabase database)
    {
        _database = database;
        Own = database.Own.Connect();
        try
        {
            // Of an SQLite file it takes the lock at once, so that no other process changes what was read.
            OwnTransaction = Own.BeginTransaction(database.IsOneStore ? IsolationLevel.ReadCommitted : IsolationLevel.Serializable);
        }
        catch
        {
            Own.Dispose();
            throw;
        }
    }

    /// <summary>The connection to Catchment's own tables.</summary>
    internal DbConnection Own { get; }

    /// <summary>Its transaction.</summary>
    internal DbTransaction OwnTransaction { get; }

    /// <summary>The connection to the original's tables.</summary>
    internal DbConnection Original => _database.IsOneStore ? Own : _original ??= _database.Original.Connect();

    /// <summary>The transaction that adds to the original's tables.</summary>
    internal DbTransaction Change => _database.IsOneStore ? OwnTransaction : _change ??= Original.BeginTransaction(IsolationLevel.Serializable);

    /// <summary>Makes what was added to the original's tables last, and then what was written to our own.</summary>
    internal void CommitOriginalFirst()
    {
        _change?.Commit();
        OwnTransaction.Commit();
    }

    /// <summary>Makes what was written to our own tables last, and then what was added to the original's.</summary>
    internal void CommitOwnFirst(Action<FilesUnit> original)
    {
        if (_database.IsOneStore)
        {
            original(this);
            OwnTransaction.Commit();
            return;
        }

        OwnTransaction.Commit();
        original(this);
        _change?.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _change?.Dispose();
        _original?.Dispose();
        OwnTransaction.Dispose();
        Own.Dispose();
    }
}
