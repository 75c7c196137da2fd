using System.Globalization;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Pump;

/// <summary>
/// A root folder with the day folders in it that were used lately, kept open: a request costs one look at a name instead of a walk from
/// the top, and nothing is allocated. No link is followed below the root. For many threads.
/// </summary>
/// <param name="path">The root.</param>
internal sealed class DataRoot(string path) : IDisposable
{
    private const int MostOpenDays = 64;
    private const int NameBytes = 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<DateOnly, SharedFolder> _days = [];
    private SharedFolder? _root;

    /// <summary>Opens a day's folder; null: there is none. Dispose it.</summary>
    /// <param name="day">The day.</param>
    /// <param name="facts">What the folder is now.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    internal SharedFolder? Open(DateOnly day, out FileFacts facts)
    {
        facts = default;
        using var root = OpenRoot();
        if (root is null)
            return null;
        Span<byte> name = stackalloc byte[NameBytes];
        day.TryFormat(name, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (root.Handle.Facts(name) is not { Kind: FileKind.Folder } now)
            return null;
        facts = now;
        lock (_gate)
        {
            if (_days.TryGetValue(day, out var known) && known.Facts.IsSameAs(now) && known.TryShare())
                return known;
        }

        return root.Handle.OpenFolder(name) is { } opened ? Keep(day, opened) : null;
    }

    /// <summary>Opens the root; null: there is none. Dispose it.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    internal SharedFolder? OpenRoot()
    {
        lock (_gate)
        {
            if (_root is null && FolderHandle.Open(path) is { } opened)
                _root = new SharedFolder(opened, opened.Facts());
            _root?.TryShare();
            return _root;
        }
    }

    /// <summary>Lets go of the root when something else has its path now (a disk was mounted); to be called about once a second.</summary>
    /// <returns>False: there is no such folder.</returns>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    internal bool Check()
    {
        using var now = FolderHandle.Open(path);
        lock (_gate)
        {
            if (_root is not null && (now is null || !now.Facts().IsSameAs(_root.Facts)))
                LetGo();
        }

        return now is not null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            LetGo();
    }

    private SharedFolder Keep(DateOnly day, FolderHandle opened)
    {
        var folder = new SharedFolder(opened, opened.Facts());
        folder.TryShare();
        lock (_gate)
        {
            if (_days.Count >= MostOpenDays)
                CloseDays();
            if (_days.Remove(day, out var former))
                former.Dispose();
            _days.Add(day, folder);
        }

        return folder;
    }

    private void LetGo()
    {
        CloseDays();
        _root?.Dispose();
        _root = null;
    }

    private void CloseDays()
    {
        foreach (var folder in _days.Values)
            folder.Dispose();
        _days.Clear();
    }
}
