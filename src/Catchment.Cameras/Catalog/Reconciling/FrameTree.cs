using System.Runtime.InteropServices;
using Catchment.Cameras.Hub;

namespace Catchment.Cameras.Catalog.Reconciling;

/// <summary>The frames on disk: day folders below <c>images</c>, and below the archives.</summary>
/// <param name="images">The folder <c>images</c>.</param>
/// <param name="archives">Folders that frames are moved to.</param>
internal sealed class FrameTree(string images, IReadOnlyList<string> archives)
{
    /// <summary>Bytes of a file in which its picture's size is looked for.</summary>
    private const int HeadBytes = 64 * 1024;

    /// <summary>The tree of a hub.</summary>
    internal static FrameTree Of(HubSettings settings) =>
        new(HubFolders.Images(settings), settings.Retention.Archives);

    /// <summary>All days that have a folder, oldest first.</summary>
    internal IReadOnlyList<DateOnly> Days()
    {
        var days = new SortedSet<DateOnly>();
        foreach (var root in Roots)
        {
            if (Directory.Exists(root))
                days.UnionWith(DaysBelow(root));
        }

        return [.. days];
    }

    /// <summary>Whether the archives can be seen. One that is not mounted, and shows as an empty folder, says nothing about its frames; nor does one that is no longer configured.</summary>
    internal bool SeesArchives => archives.Count > 0 && archives.All(a => Directory.Exists(a) && DaysBelow(a).Any());

    /// <summary>The frames of a day, in no order. A frame that is in both places counts where the hub put it.</summary>
    internal IEnumerable<Found> FramesOf(DateOnly day)
    {
        foreach (var root in Roots)
        {
            var folder = Path.Combine(root, FrameFile.DayName(day));
            if (!Directory.Exists(folder))
                continue;
            foreach (var path in Directory.EnumerateFiles(folder))
            {
                if (FrameFile.TryParse(Path.GetFileName(path.AsSpan()), out var label, out var time, out var format) && DateOnly.FromDateTime(time) == day)
                    yield return new Found(label.ToString(), time, format, root != images);
            }
        }
    }

    /// <summary>Reads the rest of what the catalog wants to know of a frame.</summary>
    /// <returns>Null when the file is gone.</returns>
    internal FrameEntry? Look(Found frame, Camera camera)
    {
        try
        {
            using var file = File.OpenHandle(PathOf(frame));
            var length = RandomAccess.GetLength(file);
            Span<byte> head = stackalloc byte[(int)Math.Min(length, 4096)];
            head = head[..RandomAccess.Read(file, head, 0)];
            if (!Pictures.PictureSize.TryRead(head, frame.Format, out var width, out var height) && length > head.Length)
            {
                var more = new byte[Math.Min(length, HeadBytes)];
                Pictures.PictureSize.TryRead(more.AsSpan(0, RandomAccess.Read(file, more, 0)), frame.Format, out width, out height);
            }

            return new FrameEntry(camera, frame.Time, frame.Format, length, width > 0 ? width : null, height > 0 ? height : null, frame.IsArchived);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is there and cannot be read: it is listed, for somebody to find.
            return new FrameEntry(camera, frame.Time, frame.Format, SizeOf(PathOf(frame)), null, null, frame.IsArchived);
        }
    }

    /// <summary>Whether a frame's file is there.</summary>
    internal bool Has(Found frame) => File.Exists(PathOf(frame));

    private static long SizeOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }

    private static IEnumerable<DateOnly> DaysBelow(string root)
    {
        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            if (FrameFile.TryParseDay(Path.GetFileName(folder.AsSpan()), out var day))
                yield return day;
        }
    }

    private IEnumerable<string> Roots => [images, .. archives];

    private string PathOf(Found frame)
    {
        var name = Path.Combine(FrameFile.DayName(DateOnly.FromDateTime(frame.Time)), FrameFile.NameOf(frame.Label, frame.Time, frame.Format));
        if (!frame.IsArchived)
            return Path.Combine(images, name);
        return archives.Select(a => Path.Combine(a, name)).FirstOrDefault(File.Exists) ?? Path.Combine(images, name);
    }

    /// <summary>A frame's file, as its name tells it.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Found(string Label, DateTime Time, FrameFormat Format, bool IsArchived);
}
