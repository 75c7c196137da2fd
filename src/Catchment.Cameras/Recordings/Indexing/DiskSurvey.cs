using System.Text;
using Catchment.Cameras.Events;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Recordings.Indexing;

/// <summary>
/// Looks for index rows without files, and for pictures and tracking sets of events that no index names; removes the latter when that is
/// wanted, by exact name, unless they are young or the event is locked. For one thread at a time.
/// </summary>
/// <param name="folders">The roots.</param>
/// <param name="locks">Events that must not be deleted; null: none is.</param>
/// <param name="time">The clock.</param>
/// <param name="isRemoving">Orphans go.</param>
internal sealed class DiskSurvey(EventFolders folders, IEventLocks? locks, TimeProvider time, bool isRemoving)
{
    /// <summary>What was written to more recently may be of an event under way whose index row was not written yet.</summary>
    internal static readonly TimeSpan YoungestRemoved = TimeSpan.FromHours(1);

    private readonly List<MissingSet> _missing = [];
    private readonly List<OrphanEvent> _orphans = [];
    private long _missingCount;
    private long _orphanCount;
    private long _removedCount;

    /// <summary>What was found until now.</summary>
    internal DiskFindings Findings => new(_missing, _missingCount, _orphans, _orphanCount, _removedCount);

    /// <summary>The days that have a folder of pictures.</summary>
    /// <exception cref="IOException">The root cannot be read.</exception>
    internal IReadOnlyList<DateOnly> PictureDays()
    {
        var days = new List<DateOnly>();
        using var root = FolderHandle.Open(folders.Images);
        if (root is null)
            return days;
        using var reader = root.Read();
        while (reader.TryRead(out var name))
        {
            if (EventNames.TryParseDay(Encoding.UTF8.GetString(name), out var day) && root.Facts(name) is { Kind: FileKind.Folder })
                days.Add(day);
        }

        return days;
    }

    /// <summary>Looks at a day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="cancellation">Cuts it short.</param>
    /// <exception cref="OperationCanceledException">It was cut short.</exception>
    /// <exception cref="IOException">The files cannot be read, or orphans not removed.</exception>
    internal void Look(DateOnly day, CancellationToken cancellation)
    {
        var book = Open(day);
        using var csv = EventFiles.Open(folders.Csv, day);
        using var images = EventFiles.Open(folders.Images, day);
        foreach (var id in book.Ids)
        {
            foreach (var type in book.Find(id)!.Types)
            {
                if (csv?.Facts(Encoding.UTF8.GetBytes(EventFolders.SetName(id, type))) is null && ++_missingCount <= DiskFindings.MostListed)
                    _missing.Add(new MissingSet(new EventKey(day, id), type));
            }
        }

        // Pictures lie in the folder of the first one's day, which around midnight is not the day of the index.
        DayBook[] around = [book, .. Neighbours(day).Select(Open)];
        var found = new Dictionary<string, Files>(StringComparer.Ordinal);
        Gather(csv, found, isPictures: false, around[..1]);
        Gather(images, found, isPictures: true, around);
        foreach (var (id, files) in found)
        {
            cancellation.ThrowIfCancellationRequested();
            Judge(new EventKey(day, id), files, csv, images, around);
        }
    }

    /// <summary>The day before and the day after; the calendar's first and last day, which a folder may be named after, have one of them.</summary>
    private static IEnumerable<DateOnly> Neighbours(DateOnly day)
    {
        if (day > DateOnly.MinValue)
            yield return day.AddDays(-1);
        if (day < DateOnly.MaxValue)
            yield return day.AddDays(1);
    }

    private static void Gather(FolderHandle? folder, Dictionary<string, Files> found, bool isPictures, DayBook[] books)
    {
        if (folder is null)
            return;
        var events = found.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> id = stackalloc char[EventNames.MaxIdLength];
        using var reader = folder.Read();
        while (reader.TryRead(out var name))
        {
            var isOne = isPictures ? DayPictures.TryReadName(name, id, out var length, out _) : TryReadSetName(name, id, out length);
            if (!isOne)
                continue;
            if (!events.TryGetValue(id[..length], out var files))
            {
                var text = id[..length].ToString();
                files = Array.Exists(books, b => b.Find(text) is not null) ? Files.Known : new Files();
                found.Add(text, files);
            }

            if (files == Files.Known || folder.Facts(name) is not { Kind: FileKind.File } facts)
                continue;
            (isPictures ? files.Pictures : files.Sets).Add(name.ToArray());
            files.Bytes += facts.Size;
            files.Newest = Math.Max(files.Newest, facts.Modified);
        }
    }

    private static bool TryReadSetName(ReadOnlySpan<byte> name, Span<char> id, out int length)
    {
        length = name.IndexOf((byte)'_');
        if (length is not (> 0 and <= EventNames.MaxIdLength) || !name.EndsWith(".csv"u8))
            return false;
        var type = name[(length + 1)..^4];
        Span<char> typeText = stackalloc char[EventNames.MaxTypeLength];
        return type.Length <= EventNames.MaxTypeLength && Encoding.ASCII.GetChars(name[..length], id) == length && EventNames.IsId(id[..length])
            && EventNames.IsType(typeText[..Encoding.ASCII.GetChars(type, typeText)]);
    }

    private void Judge(EventKey key, Files files, FolderHandle? csv, FolderHandle? images, DayBook[] around)
    {
        if (files == Files.Known || files.Pictures.Count + files.Sets.Count == 0)
            return;
        var newest = DateTimeOffset.UnixEpoch.AddTicks(files.Newest / TimeSpan.NanosecondsPerTick);
        var isRemoved = false;
        if (isRemoving && time.GetUtcNow() - newest > YoungestRemoved && !IsLocked(key, around) && IsStillAnOrphan(key.Id, around))
        {
            foreach (var name in files.Sets)
                csv!.Delete(name);
            foreach (var name in files.Pictures)
                images!.Delete(name);
            isRemoved = true;
            _removedCount++;
        }

        if (++_orphanCount <= DiskFindings.MostListed)
            _orphans.Add(new OrphanEvent(key, files.Pictures.Count, files.Sets.Count, files.Bytes, newest.UtcDateTime, isRemoved));
    }

    private static bool IsStillAnOrphan(string id, DayBook[] around)
    {
        foreach (var book in around)
            book.Refresh();
        return !Array.Exists(around, b => b.Find(id) is not null);
    }

    private bool IsLocked(EventKey key, DayBook[] around) => locks is not null && Array.Exists(around, b => locks.IsLocked(key with { Day = b.Day }));

    private DayBook Open(DateOnly day)
    {
        var book = new DayBook(folders, day);
        book.Refresh();
        return book;
    }

    private sealed class Files
    {
        /// <summary>Stands for the files of an event that an index names.</summary>
        internal static readonly Files Known = new();

        internal List<byte[]> Pictures { get; } = [];

        internal List<byte[]> Sets { get; } = [];

        internal long Bytes { get; set; }

        internal long Newest { get; set; }
    }
}
