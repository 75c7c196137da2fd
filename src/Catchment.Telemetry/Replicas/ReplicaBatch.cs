using System.Data.Common;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Replicas;

/// <summary>Gathers rows of copies, and saves them together: each batch is a transaction.</summary>
/// <param name="database">The database.</param>
/// <param name="retry">Repeats a batch that the database could not finish.</param>
/// <param name="most">Rows of a batch.</param>
internal sealed class ReplicaBatch(TelemetryDatabase database, TransactionRetry retry, int most)
{
    private readonly List<ReplicaRow> _rows = [];
    private readonly List<FileRefresh> _refreshed = [];

    /// <summary>What has become of all rows that were saved.</summary>
    internal ReplicasSaved Total { get; private set; }

    /// <summary>Rows that wait.</summary>
    internal int Count => _rows.Count;

    /// <summary>Adds a row, and saves when there are enough.</summary>
    /// <param name="row">The row.</param>
    /// <param name="original">What the inventory is to know of the original from now on; null: what it knows.</param>
    /// <param name="stop">Ends the wait for a database that is away.</param>
    /// <exception cref="DbException">The database refused, or stays away.</exception>
    internal void Add(ReplicaRow row, FileRefresh? original, CancellationToken stop)
    {
        _rows.Add(row);
        if (original is not null)
            _refreshed.Add(original);
        if (_rows.Count >= most)
            Save(stop);
    }

    /// <summary>Saves what waits.</summary>
    /// <exception cref="DbException">The database refused, or stays away.</exception>
    internal void Save(CancellationToken stop)
    {
        if (_rows.Count == 0)
            return;
        _refreshed.Sort(static (a, b) => string.CompareOrdinal(a.Now.Path, b.Now.Path));
        var saved = retry.Run(
            () =>
            {
                using var connection = database.Connect();
                using var transaction = connection.BeginTransaction();
                TelemetryTables.Refresh(transaction, _refreshed);
                var done = ReplicaStore.Save(transaction, _rows);
                transaction.Commit();
                return done;
            },
            stop);
        _rows.Clear();
        _refreshed.Clear();
        Total = new ReplicasSaved(Total.Added + saved.Added, Total.Updated + saved.Updated, Total.Unchanged + saved.Unchanged, Total.Unmatched + saved.Unmatched, Total.Origins + saved.Origins, Total.Ahead + saved.Ahead);
    }
}
