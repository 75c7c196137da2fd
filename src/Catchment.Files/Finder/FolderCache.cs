using System.Text;
using Catchment.Core.Storage;
using Catchment.Files.Tables;

namespace Catchment.Files.Finder;

/// <summary>
/// Opens folders below a root, component by component, so that no link is followed and none leads out. The last one stays open, as
/// files come folder by folder. For one thread at a time.
/// </summary>
/// <param name="root">The root; it stays its owner's.</param>
internal sealed class FolderCache(FolderHandle root) : IDisposable
{
    private readonly List<string> _made = [];
    private string? _path;
    private FolderHandle? _folder;

    /// <summary>A folder.</summary>
    /// <param name="path">Its path below the root; <c>.</c> is the root.</param>
    /// <returns>Null when there is none, or a link on the way; valid until the next call.</returns>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    internal FolderHandle? Open(string path)
    {
        if (path == FilePath.Top)
            return root;
        if (path == _path)
            return _folder;
        Close();
        return Descend(path, isMade: false);
    }

    /// <summary>A folder, made with those above it when it is not there.</summary>
    /// <exception cref="StorageException">It cannot be made or opened, or is none.</exception>
    internal FolderHandle Make(string path)
    {
        if (path == FilePath.Top)
            return root;
        if (path == _path && _folder is not null)
            return _folder;
        Close();
        return Descend(path, isMade: true)!;
    }

    /// <summary>Forgets the folder that is open: it may be another by now.</summary>
    internal void Close()
    {
        _folder?.Dispose();
        _folder = null;
        _path = null;
    }

    /// <summary>Removes folders that were made here, if they are empty again: a folder, and those above it.</summary>
    internal void RemoveMade(string path)
    {
        Close();
        for (; path != FilePath.Top && _made.Contains(path); path = FilePath.Of(path).Folder)
        {
            var place = FilePath.Of(path);
            if (Open(place.Folder) is not { } above || !above.DeleteEmptyFolder(Encoding.UTF8.GetBytes(place.Name)))
                return;
            _made.Remove(path);
        }
    }

    /// <summary>Forgets which folders were made here: files of theirs are tracked.</summary>
    internal void KeepMade()
    {
        Close();
        _made.Clear();
    }

    /// <summary>Brings the names of folders that were made here to the medium.</summary>
    internal void FlushMade()
    {
        foreach (var above in _made.Select(m => FilePath.Of(m).Folder).Distinct(StringComparer.Ordinal).ToArray())
            Open(above)?.Flush();
    }

    public void Dispose() => Close();

    private FolderHandle? Descend(string path, bool isMade)
    {
        var folder = root;
        Span<byte> name = stackalloc byte[FolderHandle.MaxNameBytes];
        for (var start = 0; start < path.Length;)
        {
            var slash = path.IndexOf('/', start);
            var end = slash < 0 ? path.Length : slash;
            if (!Encoding.UTF8.TryGetBytes(path.AsSpan(start, end - start), name, out var length))
                throw new StorageException("open", path, TooLong);
            FolderHandle? next;
            try
            {
                var isNew = false;
                next = isMade ? folder.MakeFolder(name[..length], out isNew) : folder.OpenFolder(name[..length]);
                if (isNew)
                    _made.Add(path[..end]);
            }
            finally
            {
                if (folder != root)
                    folder.Dispose();
            }

            if (next is null)
                return null;
            folder = next;
            start = end + 1;
        }

        (_path, _folder) = (path, folder);
        return folder;
    }

    private const int TooLong = 36; // ENAMETOOLONG
}
