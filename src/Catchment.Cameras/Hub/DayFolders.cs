using System.Globalization;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Hub;

/// <summary>
/// The folders <c>images/&lt;YYYY-MM-DD&gt;</c>: the one in use is kept open, and made again when somebody removed or moved it.
/// </summary>
/// <param name="images">The folder <c>images</c>; its parent exists.</param>
/// <param name="durability">How durable a file is when its write returns.</param>
/// <param name="opening">Told of a day before its folder is written to, so that a restart knows where leftovers may lie.</param>
public sealed class DayFolders(string images, Durability durability, Action<DateOnly> opening) : IDisposable
{
    private readonly Lock _lock = new();
    private volatile OpenDay? _current;

    /// <summary>The folder of a day.</summary>
    public string PathOf(DateOnly date) => Path.Combine(images, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Writes a frame into its day's folder.</summary>
    /// <returns>False when the name is taken.</returns>
    /// <exception cref="StorageException">The file system refused.</exception>
    public bool Write(DateOnly date, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        var folder = Share(date);
        try
        {
            return folder.Write(name, content);
        }
        catch (StorageException e) when (e.IsFolderMissing)
        {
            Forget(folder); // Removed while open: what is written to its descriptor has no place any more.
        }
        finally
        {
            folder.Dispose();
        }

        folder = Share(date);
        try
        {
            return folder.Write(name, content);
        }
        finally
        {
            folder.Dispose();
        }
    }

    /// <summary>The last two days that have a folder, in order: around midnight both are written to.</summary>
    /// <param name="images">The folder <c>images</c>.</param>
    public static IReadOnlyList<DateOnly> Newest(string images)
    {
        var days = new List<DateOnly>();
        foreach (var folder in Directory.EnumerateDirectories(images))
        {
            if (DateOnly.TryParseExact(Path.GetFileName(folder.AsSpan()), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                days.Add(day);
        }

        days.Sort();
        return days[Math.Max(0, days.Count - 2)..];
    }

    /// <summary>Counts the frames of a day, of every format.</summary>
    public long Count(DateOnly date)
    {
        var folder = PathOf(date);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).LongCount(f => FrameName.IsFrame(f)) : 0;
    }

    /// <summary>Lets go of a folder that was moved away, so that the next frame makes it anew where it belongs.</summary>
    public void LetGoOfMoved()
    {
        if (_current is { } day && !Directory.Exists(day.Folder.Path))
            Forget(day.Folder);
    }

    /// <summary>Closes the open folder.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _current?.Folder.Dispose();
            _current = null;
        }
    }

    private AtomicFolder Share(DateOnly date)
    {
        if (_current is { } day && day.Date == date && day.Folder.TryShare())
            return day.Folder;
        lock (_lock)
        {
            if (_current is { } current)
            {
                if (current.Date == date && current.Folder.TryShare())
                    return current.Folder;
                _current = null;
                current.Folder.Dispose();
            }

            opening(date);
            AtomicFolder.Open(images, durability).Dispose();
            var folder = AtomicFolder.Open(PathOf(date), durability);
            folder.TryShare();
            _current = new OpenDay(date, folder);
            return folder;
        }
    }

    private void Forget(AtomicFolder folder)
    {
        lock (_lock)
        {
            if (_current is not { } day || day.Folder != folder)
                return;
            _current = null;
            folder.Dispose();
        }
    }

    private sealed record OpenDay(DateOnly Date, AtomicFolder Folder);
}
