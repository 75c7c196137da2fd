using System.Collections.Concurrent;
using System.Data.Common;
using Catchment.Core.Databases;
using Catchment.Core.Storage;
using Catchment.Files.Checksums;
using Catchment.Files.Settings;
using Catchment.Files.Tables;

namespace Catchment.Files.Finder;

/// <summary>
/// Gives files their rows, group by group: one question, one note of all moves, the moves, one addition of rows. Killed at any moment it
/// leaves notes by which <see cref="MoveRecovery"/> completes or undoes what it had begun. For one thread at a time.
/// </summary>
/// <remarks>Source: <c>files</c> 4.4, 4.5, 4.7, 11 (D1, D2, D5, D11, D13, D38, D41, D42).</remarks>
internal sealed class FileRecorder(FinderSettings settings, FinderFolders folders, FinderDatabase database, FileMover mover, FinderJournal journal, TimeProvider time) : IDisposable
{
    /// <summary>Files in a group at most.</summary>
    internal const int MostFiles = 1000;

    /// <summary>Bytes of a group at most, but for its first file: what has to be copied takes its time.</summary>
    internal const long MostBytes = 256 << 20;

    /// <summary>Milliseconds that a file waits for others.</summary>
    internal const int LongestWait = 50;

    private const int MostSums = 100_000;

    private readonly DuplicateFiles _duplicates = new(settings, folders, mover, journal);
    private readonly ConcurrentDictionary<ulong, (ulong Stamp, FileChecksum Sum)> _sums = new();

    private volatile bool _hasUnresolved;

    /// <summary>A move was not resolved: <see cref="MoveRecovery"/> is to try again.</summary>
    internal bool HasUnresolved
    {
        get => _hasUnresolved;
        set => _hasUnresolved = value;
    }

    /// <summary>Told of each moment; a test that throws there is a kill.</summary>
    internal Action<FinderMoment> Reached { get; init; } = _ => { };

    private bool IsMoved => settings.StandardAction == FileAction.Move && !folders.IsOnePlace;

    /// <summary>The checksum of a file that an action failed on, so that it is not read again each time; null: it has to be read.</summary>
    internal FileChecksum? FailedSum(PathKey key, ulong stamp) => _sums.TryGetValue(key.Value, out var sum) && sum.Stamp == stamp ? sum.Sum : null;

    /// <summary>Decides on files, and carries it out.</summary>
    /// <param name="files">The files.</param>
    /// <param name="stop">Ends a copy, and the wait for a database or for space.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop; notes tell what had begun.</exception>
    internal void Record(IReadOnlyList<HashedFile> files, CancellationToken stop)
    {
        try
        {
            // Of two with one name or one content the second is judged when the first has its row, or not.
            for (var rest = files; rest.Count > 0;)
            {
                var names = new HashSet<string>(StringComparer.Ordinal);
                var now = rest.ToLookup(f => names.Add(f.Target.Path.Name) & names.Add("/" + f.Target.Checksum));
                RecordDifferent([.. now[true]], stop);
                rest = [.. now[false]];
            }
        }
        finally
        {
            mover.EndGroup();
            _duplicates.EndGroup();
        }
    }

    public void Dispose() => _duplicates.Dispose();

    private void RecordDifferent(IReadOnlyList<HashedFile> files, CancellationToken stop)
    {
        IReadOnlyList<TrackedFile> rows;
        try
        {
            rows = database.Matching([.. files.Select(f => f.Target)], stop);
        }
        catch (DbException e) when (FinderDatabase.IsOfValue(e))
        {
            OneByOne(files, e, f => RecordDifferent([f], stop));
            return;
        }

        var byName = rows.ToLookup(r => r.Path.Name, StringComparer.Ordinal);
        var byChecksum = rows.ToLookup(r => r.Checksum, StringComparer.Ordinal);
        var fresh = new List<HashedFile>();
        foreach (var file in files)
        {
            var alike = byChecksum[file.Target.Checksum].Where(r => r.Path.Name == file.Target.Path.Name).ToArray();
            if (alike.Length > 0)
                Duplicate(file, alike, stop);
            else if (byName[file.Target.Path.Name].FirstOrDefault() is { } named)
                Refuse(file, FileOutcome.Conflict, $"the name has a row already, with other content: file {named.Id}, {named.Path.Relative}");
            else if (byChecksum[file.Target.Checksum].FirstOrDefault() is { } same)
                Refuse(file, FileOutcome.Conflict, $"the content has a row already, with another name: file {same.Id}, {same.Path.Relative}");
            else if (settings is { StandardAction: FileAction.Move, Method: SearchMethod.ParseRsyncLogs })
                Refuse(file, FileOutcome.Failed, "it cannot be moved: it is in storage, not in the source; the standard action has to be Noop");
            else
                fresh.Add(file);
        }

        if (!IsMoved)
        {
            RecordInPlace(fresh, stop);
            return;
        }

        // What finds no space waits for it; those that were moved before have their rows by then.
        var delay = new ReconnectDelay();
        for (var rest = MoveAndRecord(fresh, stop); rest.Count > 0; rest = MoveAndRecord(rest, stop))
            Task.Delay(delay.Next(), time, stop).GetAwaiter().GetResult();
    }

    private void Duplicate(HashedFile file, TrackedFile[] rows, CancellationToken stop)
    {
        if (_duplicates.Take(file, rows, stop) is { } why)
            Refuse(file, FileOutcome.Failed, why);
    }

    private void RecordInPlace(List<HashedFile> files, CancellationToken stop)
    {
        var results = database.Record([.. files.Select(f => (Row(f), (long?)null))], stop);
        for (var i = 0; i < files.Count; i++)
        {
            if (results[i].Id is { } id)
                Accept(files[i], id, remains: true);
            else
                RefusedByTable(files[i], results[i].Why, stop);
        }
    }

    /// <summary>Moves files and records them.</summary>
    /// <returns>Files for which there is no space.</returns>
    private List<HashedFile> MoveAndRecord(List<HashedFile> files, CancellationToken stop)
    {
        if (files.Count == 0)
            return [];
        IReadOnlyList<long> notes;
        try
        {
            notes = database.Plan([.. files.Select(f => new PlannedMove(f.Candidate.Path.Relative, Row(f), (long)f.Facts.Inode, (long)f.Facts.Device))], stop);
        }
        catch (DbException e) when (FinderDatabase.IsOfValue(e))
        {
            var full = new List<HashedFile>();
            OneByOne(files, e, f => full.AddRange(MoveAndRecord([f], stop)));
            return full;
        }

        Reached(FinderMoment.Noted);
        var moved = new List<(HashedFile File, long Note, bool IsCopy)>();
        var unmoved = new List<long>();
        var waiting = new List<HashedFile>();
        for (var i = 0; i < files.Count; i++)
        {
            var end = waiting.Count > 0 ? MoveEnd.Full : Move(files[i], notes[i], stop);
            if (end is MoveEnd.Moved or MoveEnd.Copied)
            {
                moved.Add((files[i], notes[i], end == MoveEnd.Copied));
                Reached(FinderMoment.Moved);
            }
            else if (end == MoveEnd.Unsure)
            {
                HasUnresolved = true;
            }
            else
            {
                unmoved.Add(notes[i]);
            }

            if (end == MoveEnd.Full)
                waiting.Add(files[i]);
        }

        if (settings.Durability == Durability.Synced)
            Flush(moved);
        var results = database.Record([.. moved.Select(m => (Row(m.File), m.IsCopy ? (long?)null : m.Note))], stop);
        Reached(FinderMoment.Recorded);
        for (var i = 0; i < moved.Count; i++)
        {
            if (Finish(moved[i].File, moved[i].IsCopy, results[i], stop))
                unmoved.Add(moved[i].Note);
            Reached(FinderMoment.Finished);
        }

        database.Resolve(unmoved, stop);
        Reached(FinderMoment.Resolved);
        mover.EndGroup();
        stop.ThrowIfCancellationRequested();
        return waiting;
    }

    private MoveEnd Move(HashedFile file, long note, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
            return MoveEnd.Changed;
        try
        {
            var (end, why) = mover.Move(file.Candidate.Path, file.Facts, file.Target.Checksum, note, stop);
            if (end == MoveEnd.Taken)
                RefuseUnlessTracked(file, why, stop);
            else if (end is MoveEnd.Failed or MoveEnd.Unsure)
                Refuse(file, FileOutcome.Failed, why);
            else if (end == MoveEnd.Gone)
                journal.Gone(file.Candidate);
            return end;
        }
        catch (OperationCanceledException)
        {
            return MoveEnd.Changed; // It stays; those that were moved before get their rows.
        }
    }

    /// <summary>Ends a move by what the table said; true when its note is to go.</summary>
    private bool Finish(HashedFile file, bool isCopy, (long? Id, string? Why) result, CancellationToken stop)
    {
        var path = file.Candidate.Path;
        if (result.Id is { } id)
        {
            var kept = isCopy ? mover.RemoveSource(path, file.Facts) : null;
            Accept(file, id, remains: kept is not null);
            if (kept is not null)
                journal.Log(Microsoft.Extensions.Logging.LogLevel.Error, path.Relative, $"tracked, but it could not be removed from the source: {kept}");
            return isCopy;
        }

        if (mover.Undo(path, isCopy) is { } why)
        {
            HasUnresolved = true;
            Refuse(file, FileOutcome.Failed, $"the table refused it, and it cannot be moved back to the source yet: {why}");
            return false;
        }

        RefusedByTable(file, result.Why, stop);
        return true;
    }

    /// <summary>Goes on with each file by itself, as the database cannot hold something about one of them.</summary>
    private void OneByOne(IReadOnlyList<HashedFile> files, DbException error, Action<HashedFile> work)
    {
        if (files.Count == 1)
            Refuse(files[0], FileOutcome.Failed, $"the database cannot hold its path: {error.Message}");
        else
            files.ToList().ForEach(work);
    }

    private void Flush(List<(HashedFile File, long Note, bool IsCopy)> moved)
    {
        try
        {
            mover.Flush(moved.Select(m => m.File.Candidate.Path));
            journal.Clear(FinderTrouble.Storage);
        }
        catch (StorageException e)
        {
            // The files are there; only a power cut could tell the difference.
            journal.InTheWay(FinderTrouble.Storage, $"Files cannot be brought to the medium. {e.Message}");
        }
    }

    private void RefusedByTable(HashedFile file, string? why, CancellationToken stop)
    {
        if (why is not null)
            Refuse(file, FileOutcome.Failed, $"the table refused its row: {why}");
        else
            RefuseUnlessTracked(file, "the table refused its row", stop);
    }

    /// <summary>Refuses a file; when another finder tracked its like just now, the next search says what that makes of it.</summary>
    private void RefuseUnlessTracked(HashedFile file, string why, CancellationToken stop)
    {
        // In this order: its note goes with its row.
        var (outcome, more) = database.IsBroughtByAnother(file.Target.Path, stop) ? (FileOutcome.Failed, "; a finder of another source brings it just now, and it is looked at again") : (FileOutcome.Conflict, "");
        if (database.Matching([file.Target], stop).Count == 0)
            Refuse(file, outcome, why + more);
    }

    private FoundFile Row(HashedFile file) => file.Target with { Path = folders.Recorded(file.Candidate.Path, IsMoved) };

    private void Accept(HashedFile file, long id, bool remains)
    {
        journal.Tracked(file, id, remains);
        _sums.TryRemove(file.Candidate.Key.Value, out _);
        file.Candidate.Progress?.Settle();
    }

    private void Refuse(HashedFile file, FileOutcome outcome, string why)
    {
        journal.Refused(file, outcome, why);
        if (KnownFiles.IsSettled(outcome))
            file.Candidate.Progress?.Settle();
        else if (_sums.Count < MostSums)
            _sums[file.Candidate.Key.Value] = (file.Stamp, new FileChecksum(file.Target.Checksum, file.Target.Size));
    }
}
