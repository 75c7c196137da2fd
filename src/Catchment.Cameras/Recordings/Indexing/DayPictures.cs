using System.Runtime.InteropServices;
using System.Text;
using Catchment.Cameras.Events;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Recordings.Indexing;

/// <summary>
/// How many pictures each event of a day has, from one walk through the day's folder. A walk through a large folder takes its time, so
/// the next one is not due before twenty times as long: counting the pictures of an event under way never takes more than a
/// twentieth of a processor. For one thread at a time.
/// </summary>
/// <param name="folders">The roots.</param>
/// <param name="day">The day.</param>
/// <param name="time">The clock.</param>
internal sealed class DayPictures(EventFolders folders, DateOnly day, TimeProvider time)
{
    private const int Pause = 20;

    /// <summary>A folder that was changed so shortly before it was read may change again without a new time: clocks of file systems tick every few milliseconds.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<string, PictureSpan> _events = new(StringComparer.Ordinal);
    private FileFacts? _facts;
    private bool _isRead;
    private bool _isFresh;
    private long _ended;
    private TimeSpan _wait;

    /// <summary>How long until the folder may be walked through again.</summary>
    internal TimeSpan Due => _isRead && time.GetElapsedTime(_ended) is var since && since < _wait ? _wait - since : TimeSpan.Zero;

    /// <summary>An event's pictures, as of the last walk.</summary>
    internal PictureSpan Of(string id) => _events.GetValueOrDefault(id);

    /// <summary>Walks through the folder if it has changed, and if that is due or wanted all the same.</summary>
    /// <returns>False: it has changed, and is not due.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal bool Refresh(bool isWanted = false)
    {
        using var folder = EventFiles.Open(folders.Images, day);
        var facts = folder?.Facts();
        if (!isWanted && _isRead && !_isFresh && facts == _facts)
            return true;
        if (!isWanted && Due > TimeSpan.Zero)
            return false;
        var began = time.GetTimestamp();
        _events.Clear();
        _isFresh = facts is { } f && (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch.AddTicks(f.Modified / TimeSpan.NanosecondsPerTick)).Duration() < Tick;
        _facts = facts;
        if (folder is not null)
            Walk(folder);
        _isRead = true;
        _ended = time.GetTimestamp();
        _wait = time.GetElapsedTime(began, _ended) * Pause;
        return true;
    }

    private void Walk(FolderHandle folder)
    {
        var events = _events.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> id = stackalloc char[EventNames.MaxIdLength];
        using var reader = folder.Read();
        while (reader.TryRead(out var name))
        {
            if (!TryReadName(name, id, out var length, out var taken))
                continue;
            ref var span = ref CollectionsMarshal.GetValueRefOrAddDefault(events, id[..length], out _);
            span = new PictureSpan(span.Count + 1, span.Last > taken ? span.Last : taken);
        }
    }

    /// <summary>Takes a picture's name apart.</summary>
    /// <param name="name">The name.</param>
    /// <param name="id">Takes the event's id.</param>
    /// <param name="length">The id's length.</param>
    /// <param name="taken">The picture's time.</param>
    internal static bool TryReadName(ReadOnlySpan<byte> name, Span<char> id, out int length, out DateTime taken)
    {
        length = name.IndexOf((byte)'_');
        taken = default;
        return length is > 0 and <= EventNames.MaxIdLength && Encoding.ASCII.GetChars(name[..length], id) == length && EventNames.IsId(id[..length])
            && EventFiles.TryReadPictureTime(name[(length + 1)..], out taken);
    }
}
