using System.Text;
using Catchment.Cameras.Events;
using Catchment.Cameras.Events.Csv;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Pump;

/// <summary>
/// Makes the answers that hold data, and keeps them while their files are unchanged. What the files are now is looked at every time, so
/// a new row is seen at once; what costs is only what has changed, and only of the day that is asked for. For many threads.
/// </summary>
/// <remarks>Source: the camera specification, 6.3 to 6.6 and 6.9.</remarks>
internal sealed class RecordedEvents(EventFolders folders, PumpCache cache, FileMemories memories, PumpMetrics metrics, LeftOutRows leftOut, TimeProvider time) : IDisposable
{
    // A file system's clock ticks in steps of up to 10 ms: two changes in one step look like one.
    private const long StepNanoseconds = 20_000_000;

    // One that has whole seconds alone may tick every other second, as a memory card's does.
    private const long LongStepNanoseconds = 2_020_000_000;

    private static readonly byte[] IndexName = Encoding.UTF8.GetBytes(EventFolders.IndexName);

    private readonly EventFiles _files = new(folders);

    /// <summary>The root of indexes and sets.</summary>
    internal DataRoot Csv { get; } = new(folders.Csv);

    /// <summary>The root of pictures.</summary>
    internal DataRoot Images { get; } = new(folders.Images);

    /// <summary>The days, as <c>dat</c> answers.</summary>
    /// <exception cref="IOException">The root cannot be read.</exception>
    internal byte[] Days()
    {
        using var root = Csv.OpenRoot();
        if (root is null)
            return PumpReplies.EmptyList;
        var facts = root.Handle.Facts();
        if (cache.Find(CacheKey.Days) is { } known && known.Facts == facts)
            return Hit(known);
        var trusted = Trusted(facts);
        var days = _files.Days();
        return Keep(CacheKey.Days, trusted, PumpReplies.Compress((ref Protocols.Pickle.PickleWriter pickle) =>
        {
            pickle.BeginList();
            foreach (var day in days)
                pickle.Text(EventNames.Text(day));
            pickle.EndList();
        }));
    }

    /// <summary>A day's index, as <c>idx</c> answers.</summary>
    /// <exception cref="IOException">It is there but cannot be read.</exception>
    internal byte[] Index(DateOnly day)
    {
        using var folder = Csv.Open(day, out _);
        if (folder?.Handle.Facts(IndexName) is not { Kind: FileKind.File } facts)
            return PumpReplies.EmptyIndex;
        var key = CacheKey.Of(stackalloc char[CacheKey.MostCharacters], CacheKey.IndexAnswer, day);
        if (cache.Find(key) is { } known && known.Facts == facts)
            return Hit(known);
        var indexKey = CacheKey.Of(stackalloc char[CacheKey.MostCharacters], CacheKey.Index, day);
        lock (cache.MakerOf(indexKey))
        {
            if (cache.Find(key) is { } made && made.Facts == facts)
                return Hit(made);
            var (recorded, trusted) = Read(day, folder, facts, indexKey);
            return Keep(key, trusted, IndexAnswer.Make(recorded.Index.Rows));
        }
    }

    /// <summary>A tracking set, as <c>evt</c> answers.</summary>
    /// <param name="day">The day.</param>
    /// <param name="id">The event.</param>
    /// <param name="type">The set's type.</param>
    /// <exception cref="IOException">It is there but cannot be read.</exception>
    internal byte[] Set(DateOnly day, ReadOnlySpan<byte> id, ReadOnlySpan<byte> type)
    {
        Span<byte> nameRoom = stackalloc byte[CacheKey.MostCharacters];
        var name = SetName(nameRoom, id, type);
        using var folder = Csv.Open(day, out _);
        if (folder?.Handle.Facts(name) is not { Kind: FileKind.File } facts || StartOf(day, folder, id) is not { } start)
            return PumpReplies.EmptySet;
        var key = CacheKey.Of(stackalloc char[CacheKey.MostCharacters], CacheKey.SetAnswer, day, name);
        if (cache.Find(key) is { } known && known.Facts == facts && known.Start == start)
            return Hit(known);
        lock (cache.MakerOf(key))
        {
            if (cache.Find(key) is { } made && made.Facts == facts && made.Start == start)
                return Hit(made);
            return Keep(key, Trusted(facts), MakeSet(folder, name, start), start);
        }
    }

    /// <summary>The times of an event's pictures, as <c>img</c> answers.</summary>
    /// <param name="day">The day.</param>
    /// <param name="id">The event.</param>
    /// <exception cref="IOException">The day's folder is there but cannot be read.</exception>
    internal byte[] Pictures(DateOnly day, ReadOnlySpan<byte> id)
    {
        using var folder = Images.Open(day, out var facts);
        if (folder is null)
            return PumpReplies.EmptyList;
        var key = CacheKey.Of(stackalloc char[CacheKey.MostCharacters], CacheKey.PicturesAnswer, day, id);
        if (cache.Find(key) is { } known && known.Facts == facts)
            return Hit(known);
        var listKey = CacheKey.Of(stackalloc char[CacheKey.MostCharacters], CacheKey.Pictures, day);
        lock (cache.MakerOf(listKey))
        {
            if (cache.Find(key) is { } made && made.Facts == facts)
                return Hit(made);
            var list = cache.Find(listKey);
            if (list is null || list.Facts != facts)
            {
                var trusted = Trusted(facts);
                var pictures = PictureTimes.Read(folder.Handle);
                list = new CachedItem { Facts = trusted, Value = pictures, Bytes = pictures.Bytes };
                cache.Keep(listKey, list);
            }

            Span<char> text = stackalloc char[EventNames.MaxIdLength];
            var answer = ((PictureTimes)list.Value).Answer(text[..Encoding.ASCII.GetChars(id, text)]);
            return answer == PumpReplies.EmptyList ? answer : Keep(key, list.Facts, answer); // Ids that there are not must not drive out what there is.
        }
    }

    /// <summary>Trusts nothing that is known of a day, because somebody said that it has changed.</summary>
    internal void Distrust(DateOnly day)
    {
        cache.Distrust(EventNames.Text(day));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Csv.Dispose();
        Images.Dispose();
    }

    private static ReadOnlySpan<byte> SetName(Span<byte> room, ReadOnlySpan<byte> id, ReadOnlySpan<byte> type)
    {
        id.CopyTo(room);
        room[id.Length] = (byte)'_';
        type.CopyTo(room[(id.Length + 1)..]);
        ".csv"u8.CopyTo(room[(id.Length + 1 + type.Length)..]);
        return room[..(id.Length + type.Length + 5)];
    }

    private byte[] MakeSet(SharedFolder folder, ReadOnlySpan<byte> name, long start)
    {
        if (ReadSet(folder, name, out var count) is not { } rows)
            return PumpReplies.EmptySet;
        count += rows.RemoveAll(r => !FrameTimes.HasSpan(start, FrameTimes.Nanoseconds(r.Time, r.Nanoseconds)));
        if (count > 0)
            leftOut.Note(folder.Handle.PathOf(name), count);
        return SetAnswer.Make(rows, start);
    }

    private List<TrackingRow>? ReadSet(SharedFolder folder, ReadOnlySpan<byte> name, out int count)
    {
        count = 0;
        var memory = memories.Rent();
        try
        {
            if (!folder.Handle.ReadFile(name, memory, CsvFiles.LargestFile) || memory.Content.IsEmpty)
                return null;
            var rows = TrackingCsv.Read(memory.Content, out count);
            if (rows is null)
                leftOut.NoteSet(folder.Handle.PathOf(name));
            return rows;
        }
        finally
        {
            memories.Return(memory);
        }
    }

    /// <summary>An event's start by the day's index; null: it is not in it.</summary>
    private long? StartOf(DateOnly day, SharedFolder folder, ReadOnlySpan<byte> id)
    {
        if (folder.Handle.Facts(IndexName) is not { Kind: FileKind.File } facts)
            return null;
        Span<char> text = stackalloc char[EventNames.MaxIdLength];
        text = text[..Encoding.ASCII.GetChars(id, text)];
        var key = CacheKey.Of(stackalloc char[CacheKey.MostCharacters], CacheKey.Index, day);
        lock (cache.MakerOf(key))
            return Read(day, folder, facts, key).Day.StartOf(text);
    }

    /// <summary>The day as it is now. The caller holds the maker of its key.</summary>
    private (RecordedDay Day, FileFacts Facts) Read(DateOnly day, SharedFolder folder, FileFacts facts, ReadOnlySpan<char> key)
    {
        var known = cache.Find(key);
        var recorded = known?.Value as RecordedDay ?? new RecordedDay();
        if (known is not null && known.Facts == facts)
            return (recorded, facts);
        var trusted = Trusted(facts);
        var memory = memories.Rent();
        try
        {
            if (folder.Handle.ReadFile(IndexName, memory, CsvFiles.LargestFile))
                recorded.Read(memory.Content);
            else
                recorded = new RecordedDay();
        }
        finally
        {
            memories.Return(memory);
        }

        if (recorded.Index.LeftOut > 0)
            leftOut.Note(folders.IndexOf(day), recorded.Index.LeftOut);
        cache.Keep(key, new CachedItem { Facts = trusted, Value = recorded, Bytes = recorded.Bytes });
        return (recorded, trusted);
    }

    /// <summary>
    /// Whether the next change of a file will show in its facts: not when it changed just before it is read. A clock that was set back
    /// leaves times in the future; they are no reason to read a file with every request.
    /// </summary>
    internal static bool ShowNextChange(FileFacts facts, DateTimeOffset now)
    {
        var age = Math.Abs((now - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick - facts.Changed);
        return age >= (facts.Modified % 1_000_000_000 == 0 ? LongStepNanoseconds : StepNanoseconds);
    }

    private FileFacts Trusted(FileFacts facts) => ShowNextChange(facts, time.GetUtcNow()) ? facts : default;

    private byte[] Hit(CachedItem item)
    {
        metrics.Hit();
        return item.Answer;
    }

    private byte[] Keep(ReadOnlySpan<char> key, FileFacts facts, byte[] answer, long start = 0)
    {
        metrics.Made();
        if (facts != default)
            cache.Keep(key, new CachedItem { Facts = facts, Start = start, Value = answer, Bytes = answer.Length });
        return answer;
    }
}
