using System.Text;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings.Tables;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Recordings.Indexing;

/// <summary>
/// Makes the catalog of recorded events equal to their files: of some events that changed, or of a whole day. Whatever it is told, it looks
/// at the files and writes what they say; it looks again afterwards, because they may have changed meanwhile, and another process may have
/// written what it saw before. For one thread at a time.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="tables">The catalog.</param>
/// <param name="time">The clock.</param>
/// <param name="unreadable">Told of a tracking set that the disk does not give.</param>
/// <param name="beforeRemoval">Called before rows are taken out; throws an <see cref="IOException"/> when it is the disk that is gone, and not what they name.</param>
internal sealed class DayIndexer(IEventFiles files, RecordingTables tables, TimeProvider time, Action<string> unreadable, Action? beforeRemoval = null) : IDisposable
{
    /// <summary>Days kept in memory: the one under way, and the one that is compared or was under way before.</summary>
    private const int MostDays = 2;

    private const int Batch = 200;

    /// <summary>What was changed so shortly before it was looked at may still be written to without a trace in the folder's time.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(2);

    private static readonly byte[] IndexName = Encoding.UTF8.GetBytes(EventFolders.IndexName);

    private readonly EventReader _reader = new(files);
    private readonly List<(DayBook Book, DayPictures Pictures)> _days = [];

    /// <summary>Events looked at as parts of a whole day.</summary>
    internal long Looked { get; private set; }

    /// <summary>Events looked at for themselves.</summary>
    internal long Renewed { get; private set; }

    /// <summary>Rows added or changed.</summary>
    internal long Written { get; private set; }

    /// <summary>Rows taken out.</summary>
    internal long Removed { get; private set; }

    /// <summary>Makes some events of a day what they are now.</summary>
    /// <param name="day">The day.</param>
    /// <param name="ids">The events.</param>
    /// <param name="due">When another look is worth it.</param>
    /// <returns>The events to look at again: what changed meanwhile, or what has pictures that are not counted yet.</returns>
    /// <exception cref="IOException">The files cannot be read.</exception>
    /// <exception cref="System.Data.Common.DbException">The database is away, or refused.</exception>
    internal IReadOnlyList<string> Renew(DateOnly day, IReadOnlyList<string> ids, out TimeSpan due)
    {
        Renewed += ids.Count;
        var (book, pictures) = Of(day);
        book.Refresh();
        var isCounted = pictures.Refresh();
        var again = new List<string>();
        for (var from = 0; from < ids.Count; from += Batch)
            again.AddRange(RenewBatch(book, pictures, [.. ids.Skip(from).Take(Batch)]));
        due = isCounted ? TimeSpan.Zero : pictures.Due;
        return isCounted ? again : [.. ids.Where(i => book.Find(i) is not null).Union(again, StringComparer.Ordinal)];
    }

    /// <summary>Makes a whole day what it is now.</summary>
    /// <param name="day">The day.</param>
    /// <param name="pulse">Called now and then.</param>
    /// <param name="cancellation">Cuts it short.</param>
    /// <returns>The events to look at again.</returns>
    /// <exception cref="OperationCanceledException">It was cut short.</exception>
    /// <exception cref="IOException">The files cannot be read.</exception>
    /// <exception cref="System.Data.Common.DbException">The database is away, or refused.</exception>
    internal IReadOnlyList<string> Compare(DateOnly day, Action pulse, CancellationToken cancellation)
    {
        var before = StampOf(day, out var isQuiet);
        var (book, pictures) = Of(day);
        book.Refresh(isWhole: true);
        pictures.Refresh(isWanted: true);
        var known = tables.Stamps(day);
        var different = new List<string>();
        var again = new List<string>();
        string[] ids = [.. book.Ids];
        using (var folder = EventFiles.Open(files.Folders.Csv, day))
        {
            foreach (var id in ids)
            {
                Looked++;
                if (book.Find(id) is not { } entry || !known.Remove(id, out var stamp) || stamp == 0 || stamp != _reader.StampOf(folder, id, entry, pictures.Of(id)))
                    different.Add(id);
            }
        }

        different.AddRange(known.Keys);
        for (var from = 0; from < different.Count; from += Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            again.AddRange(RenewBatch(book, pictures, different.GetRange(from, Math.Min(Batch, different.Count - from))));
            pulse();
        }

        var isSettled = isQuiet && again.Count == 0 && StampOf(day, out _) == before;
        if (ids.Length == 0 && !Directory.Exists(files.Folders.CsvOf(day)))
            tables.Forget(day);
        else
            tables.Settle(day, isSettled ? before : null);
        return again;
    }

    /// <summary>What stands for the state of a day's files: its index, and which tracking sets and pictures there are.</summary>
    /// <param name="day">The day.</param>
    /// <param name="isQuiet">Nothing of it was changed in the last minutes.</param>
    internal long StampOf(DateOnly day, out bool isQuiet)
    {
        using var folder = EventFiles.Open(files.Folders.Csv, day);
        using var images = EventFiles.Open(files.Folders.Images, day);
        FileFacts?[] all = [folder?.Facts(IndexName), folder?.Facts(), images?.Facts()];
        var now = time.GetUtcNow();
        isQuiet = all.All(f => f is not { } facts || (now - DateTimeOffset.UnixEpoch.AddTicks(facts.Modified / TimeSpan.NanosecondsPerTick)).Duration() > Quiet);
        using var stamp = new Stamp();
        foreach (var facts in all)
            stamp.Add(facts);
        return stamp.Take();
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private List<string> RenewBatch(DayBook book, DayPictures pictures, List<string> ids)
    {
        var day = book.Day;
        book.Refresh(); // As it is now, not as it was when the day's comparison began.
        var rows = new List<RecordingRow>(ids.Count);
        var gone = new List<string>();
        using (var folder = EventFiles.Open(files.Folders.Csv, day))
        {
            foreach (var id in ids)
            {
                if (book.Find(id) is { } entry)
                    rows.Add(_reader.Read(new EventKey(day, id), entry, pictures.Of(id), _reader.StampOf(folder, id, entry, pictures.Of(id)), unreadable));
                else
                    gone.Add(id);
            }
        }

        if (gone.Count > 0)
            beforeRemoval?.Invoke();
        var (written, removed) = tables.Write(day, rows, gone);
        Written += written;
        Removed += removed;
        return LookAgain(book, pictures, rows, gone);
    }

    private List<string> LookAgain(DayBook book, DayPictures pictures, List<RecordingRow> rows, List<string> gone)
    {
        book.Refresh();
        using var folder = EventFiles.Open(files.Folders.Csv, book.Day);
        List<string> again = [.. gone.Where(id => book.Find(id) is not null)];
        foreach (var row in rows)
        {
            if (book.Find(row.Key.Id) is not { } entry || (row.Stamp != 0 && row.Stamp != _reader.StampOf(folder, row.Key.Id, entry, pictures.Of(row.Key.Id))))
                again.Add(row.Key.Id);
        }

        return again;
    }

    private (DayBook Book, DayPictures Pictures) Of(DateOnly day)
    {
        var at = _days.FindIndex(d => d.Book.Day == day);
        var found = at >= 0 ? _days[at] : (new DayBook(files.Folders, day), new DayPictures(files.Folders, day, time));
        if (at >= 0)
            _days.RemoveAt(at);
        else if (_days.Count == MostDays)
            _days.RemoveAt(0);
        _days.Add(found);
        return found;
    }
}
