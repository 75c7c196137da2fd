using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Files.Tables;

namespace Catchment.Files.Finder;

/// <summary>The finder's tables, waited for when the database is away, or refuses everything. For one thread at a time.</summary>
/// <remarks>Source: <c>files</c> 4.4 step 5, 11 (D2, D13, D39).</remarks>
internal sealed class FinderDatabase(FinderTables tables, FinderJournal journal, TimeProvider time)
{
    private readonly ReconnectDelay _delay = new();

    /// <summary>The rows that have the checksum or the name of one of these files.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal IReadOnlyList<TrackedFile> Matching(IReadOnlyList<FoundFile> files, CancellationToken stop) => files.Count == 0 ? [] : Try(() => tables.Matching(files), stop);

    /// <summary>Notes moves that will be made.</summary>
    /// <returns>The notes' numbers.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal IReadOnlyList<long> Plan(IReadOnlyList<PlannedMove> moves, CancellationToken stop) => Try(() => tables.Plan(moves), stop);

    /// <summary>Takes notes out.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal void Resolve(IReadOnlyCollection<long> notes, CancellationToken stop)
    {
        if (notes.Count > 0)
            Try(() => tables.Resolve(notes), stop);
    }

    /// <summary>Moves that were noted and not resolved.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal IReadOnlyList<(long Note, PlannedMove Move)> Unresolved(CancellationToken stop) => Try(tables.Unresolved, stop);

    /// <summary>Whether a finder of another source has noted that it brings a file to this place.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal bool IsBroughtByAnother(FilePath place, CancellationToken stop) => Try(() => tables.IsBroughtByAnother(place), stop);

    /// <summary>Adds rows, and takes the notes of their moves out.</summary>
    /// <returns>The row's number of each; null where the table refused it, with the reason when it gave one.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop; rows may be missing.</exception>
    internal IReadOnlyList<(long? Id, string? Why)> Record(IReadOnlyList<(FoundFile File, long? Note)> files, CancellationToken stop)
    {
        if (files.Count == 0)
            return [];
        try
        {
            var ids = tables.Record(files);
            Clear();
            return [.. ids.Select(id => (id, (string?)null))];
        }
        catch (Exception e) when (IsForAll(e))
        {
            Tell(e);
            Wait(stop);
            return RecordAgain(files, stop);
        }
        catch (DbException e)
        {
            // The rows may be there, and only what we keep beside them not: who has its row must not be moved back.
            var there = Matching([.. files.Select(f => f.File)], stop).ToDictionary(r => (r.Path, r.Checksum), r => r.Id);
            if (files.Any(f => there.ContainsKey((f.File.Path, f.File.Checksum))))
                return RecordAgain(files, stop);

            // One row that the table cannot hold must not keep the others out.
            return files.Count == 1 ? [(null, e.Message)] : [.. files.SelectMany(f => Record([f], stop))];
        }
    }

    /// <summary>Whether a value is one that the database cannot hold, such as a name with characters that its encoding lacks.</summary>
    internal static bool IsOfValue(DbException error) => error.SqlState is { } state && state.StartsWith("22", StringComparison.Ordinal); // data exception

    /// <summary>Records after the connection broke: what became of the rows is seen in the table.</summary>
    private (long? Id, string? Why)[] RecordAgain(IReadOnlyList<(FoundFile File, long? Note)> files, CancellationToken stop)
    {
        // A locked file can be read: that this works says nothing.
        var there = Try(() => tables.Matching([.. files.Select(f => f.File)]), stop, clears: false).ToLookup(r => (r.Path, r.Checksum), r => r.Id);
        var results = new (long?, string?)[files.Count];
        var missing = new List<int>();
        for (var i = 0; i < results.Length; i++)
        {
            if (there[(files[i].File.Path, files[i].File.Checksum)].ToArray() is [var id, ..])
                results[i] = (id, null);
            else
                missing.Add(i);
        }

        Resolve([.. files.Where((f, i) => f.Note is not null && results[i].Item1 is not null).Select(f => f.Note!.Value)], stop);
        var added = Record([.. missing.Select(i => files[i])], stop);
        for (var i = 0; i < added.Count; i++)
            results[missing[i]] = added[i];
        return results;
    }

    private void Try(Action work, CancellationToken stop) => Try(
        () =>
        {
            work();
            return true;
        },
        stop);

    private T Try<T>(Func<T> work, CancellationToken stop, bool clears = true)
    {
        var result = _delay.Retry(work, IsTold, time, stop);
        if (clears)
            Clear();
        return result;

        bool IsTold(Exception e)
        {
            if (!IsForAll(e))
                return false;
            Tell(e);
            return true;
        }
    }

    /// <summary>Whether it is no fault of the rows.</summary>
    private static bool IsForAll(Exception e) => Database.IsAway(e) || Database.IsForbidden(e);

    private void Clear()
    {
        _delay.Reset();
        journal.Clear(FinderTrouble.Database);
    }

    private void Tell(Exception e) => journal.InTheWay(FinderTrouble.Database, $"The database cannot be used; files wait until it can. {e.Message}");

    private void Wait(CancellationToken stop) => Task.Delay(_delay.Next(), time, stop).GetAwaiter().GetResult();
}
