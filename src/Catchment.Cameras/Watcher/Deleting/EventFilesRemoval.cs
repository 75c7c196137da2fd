using System.Text;
using Catchment.Cameras.Events;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Watcher.Deleting;

/// <summary>
/// Removes the files of events of one day: exactly those named like a tracking set or a picture of one of them, taken by name from the open
/// folder. Links and folders are not followed; what is not there is removed already.
/// </summary>
/// <remarks>Source: the camera specification, 5 and 10.7.</remarks>
internal static class EventFilesRemoval
{
    private const string Set = ".csv";
    private const string Picture = ".jpg";

    /// <summary>Removes tracking sets, then pictures.</summary>
    /// <param name="folders">The two roots.</param>
    /// <param name="day">The events' day.</param>
    /// <param name="ids">The events.</param>
    /// <param name="stop">Ends it between two files.</param>
    /// <returns>How many files were removed.</returns>
    /// <exception cref="IOException">The file system refused.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    internal static int Remove(EventFolders folders, DateOnly day, HashSet<string> ids, CancellationToken stop)
    {
        var removed = Remove(folders.Csv, day, ids, IsSet, stop) + Remove(folders.Images, day, ids, IsPicture, stop);

        // An event that began just before midnight has its pictures in the folder of the first one's day (5).
        return day == DateOnly.MaxValue ? removed : removed + RemoveAfterMidnight(folders, day.AddDays(1), ids, stop);
    }

    /// <summary>Pictures of the day before's events; an id that this day's index lists, too, is that of another event.</summary>
    private static int RemoveAfterMidnight(EventFolders folders, DateOnly day, HashSet<string> ids, CancellationToken stop)
    {
        using var folder = Open(folders.Images, day);
        if (folder is null || Names(folder, ids, IsPicture) is not { Count: > 0 } names)
            return 0;
        var others = new EventFiles(folders).ReadIndex(day).Rows.Select(r => r.Event).ToHashSet(StringComparer.Ordinal);
        return Remove(folder, names.Where(n => !others.Contains(IdOf(n))), stop);
    }

    private static int Remove(string root, DateOnly day, HashSet<string> ids, Func<ReadOnlySpan<char>, bool> isPart, CancellationToken stop)
    {
        using var folder = Open(root, day);
        return folder is null ? 0 : Remove(folder, Names(folder, ids, isPart), stop);
    }

    /// <summary>The names of files of some events. Gathered first: what a folder tells of itself while names vanish from it is the file system's affair.</summary>
    private static List<byte[]> Names(FolderHandle folder, HashSet<string> ids, Func<ReadOnlySpan<char>, bool> isPart)
    {
        var lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var names = new List<byte[]>();
        using var reader = folder.Read();
        Span<char> text = stackalloc char[FolderHandle.MaxNameBytes];
        while (reader.TryRead(out var name))
        {
            if (!Ascii.IsValid(name))
                continue;
            var word = text[..Encoding.ASCII.GetChars(name, text)];
            var end = word.IndexOf('_');
            if (end > 0 && lookup.Contains(word[..end]) && isPart(word[(end + 1)..]))
                names.Add(name.ToArray());
        }

        return names;
    }

    private static int Remove(FolderHandle folder, IEnumerable<byte[]> names, CancellationToken stop)
    {
        var removed = 0;
        foreach (var name in names)
        {
            stop.ThrowIfCancellationRequested();
            if (folder.Facts(name) is { Kind: not FileKind.Folder } && folder.Delete(name))
                removed++;
        }

        return removed;
    }

    private static string IdOf(byte[] name) => Encoding.ASCII.GetString(name.AsSpan(0, name.AsSpan().IndexOf((byte)'_')));

    private static bool IsSet(ReadOnlySpan<char> rest) => rest.EndsWith(Set, StringComparison.Ordinal) && EventNames.IsType(rest[..^Set.Length]);

    private static bool IsPicture(ReadOnlySpan<char> rest) => rest.EndsWith(Picture, StringComparison.Ordinal) && EventNames.TryParseTime(rest[..^Picture.Length], out _);

    private static FolderHandle? Open(string root, DateOnly day)
    {
        using var above = FolderHandle.Open(root);
        return above?.OpenFolder(Encoding.ASCII.GetBytes(EventNames.Text(day)));
    }
}
