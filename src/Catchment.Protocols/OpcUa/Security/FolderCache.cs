using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Catchment.Protocols.OpcUa.Security;

/// <summary>
/// What the files of a folder hold, read anew as soon as a file comes, goes or changes. The folder is listed at each look, and not only
/// when its own time has changed: a revocation list that is written over its predecessor leaves the folder's time as it was.
/// </summary>
/// <typeparam name="T">What a file holds.</typeparam>
/// <param name="folder">The folder; it may be missing.</param>
/// <param name="read">Reads a file's content; nothing, or an <see cref="OpcUaException"/>, passes over the file.</param>
/// <param name="logger">Is told once of each file that cannot be read.</param>
internal sealed class FolderCache<T>(string folder, Func<byte[], IReadOnlyList<T>> read, ILogger logger)
    where T : class
{
    // Times of files move in steps: a file that was written so shortly before it was read may have been written again since.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Dictionary<string, CachedFile> _files = new(StringComparer.Ordinal);
    private IReadOnlyList<StoredItem<T>> _items = [];
    private bool _isUnreadable;

    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>Everything that is in the folder's files now, in the order of their names.</summary>
    public IReadOnlyList<StoredItem<T>> Look()
    {
        lock (_gate)
        {
            if (Refresh())
                _items = [.. _files.OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => f.Value.Items.Select(item => new StoredItem<T>(item, f.Key)))];
            return _items;
        }
    }

    private bool Refresh()
    {
        Dictionary<string, CachedFile> found = new(StringComparer.Ordinal);
        var isChanged = false;
        try
        {
            foreach (var file in new DirectoryInfo(Folder).EnumerateFiles())
            {
                // Half-written ones of others begin with a dot.
                if (file.Name.StartsWith('.'))
                    continue;
                var isKnown = _files.TryGetValue(file.FullName, out var known)
                    && known.IsSettled && known.Length == file.Length && known.Written == file.LastWriteTimeUtc;
                isChanged |= !isKnown;
                found[file.FullName] = isKnown ? known! : Read(file);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // A store that nobody has put anything into yet.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Half a list would acquit whom the other half revokes: what was read before counts on.
            if (!_isUnreadable)
                SecurityLog.FolderUnreadable(logger, Folder, e.Message);
            _isUnreadable = true;
            return false;
        }

        _isUnreadable = false;
        isChanged |= found.Count != _files.Count;
        _files = found;
        return isChanged;
    }

    private CachedFile Read(FileInfo file)
    {
        var (length, written) = (file.Length, file.LastWriteTimeUtc);
        var isSettled = written < TimeProvider.System.GetUtcNow().UtcDateTime - Settling;
        try
        {
            var items = read(PemFile.ReadBounded(file.FullName));
            return items.Count > 0
                ? new CachedFile(length, written, isSettled, items)
                : throw new OpcUaException(StatusCodes.BadDecodingError, "There is nothing in it that belongs into its folder.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OpcUaException or CryptographicException)
        {
            if (!_files.TryGetValue(file.FullName, out var known) || known.Length != length || known.Written != written)
                SecurityLog.FileUnreadable(logger, file.FullName, e.Message);
            return new CachedFile(length, written, isSettled, []);
        }
    }

    private sealed record CachedFile(long Length, DateTime Written, bool IsSettled, IReadOnlyList<T> Items);
}
