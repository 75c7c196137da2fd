using Catchment.Core.Storage;
using Catchment.Files.Tables;

namespace Catchment.Files.Patterns;

/// <summary>
/// A source of backfill: a path below the storage folder, in which <c>*</c>, <c>?</c> and <c>[…]</c> stand for parts of names, as
/// Python's <c>glob</c> has them. The storage folder's own path is taken literally.
/// </summary>
/// <remarks>Source: <c>files</c> 7, D30.</remarks>
public sealed class PathPattern
{
    private const int MostCharacters = 4096;
    private const int NoFolder = 20; // ENOTDIR

    private readonly string _storage;
    private readonly string _relative;

    private PathPattern(string text, string storage, string relative, bool wasAbsolute) =>
        (Text, _storage, _relative, WasAbsolute) = (text, storage, relative, wasAbsolute);

    /// <summary>The source as it was written.</summary>
    public string Text { get; }

    /// <summary>It was written as an absolute path, which is worth a warning.</summary>
    public bool WasAbsolute { get; }

    /// <summary>Reads a source.</summary>
    /// <param name="text">The source.</param>
    /// <param name="storage">The absolute path of the storage folder.</param>
    /// <exception cref="PathPatternException">It leads out of the storage folder, or is no path at all.</exception>
    public static PathPattern Parse(string text, string storage)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Path.IsPathFullyQualified(storage))
            throw new ArgumentException($"The storage folder '{storage}' is not absolute.", nameof(storage));
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new PathPatternException("a zero byte is in no path");
        if (text.Length > MostCharacters)
            throw new PathPatternException($"a path has {MostCharacters} characters at most");
        storage = Path.TrimEndingDirectorySeparator(Path.GetFullPath(storage));
        var relative = text.StartsWith('/') ? BelowStorage(text, storage) : text;
        if (Leaves(relative))
            throw new PathPatternException("'..' leads out of the storage folder");
        return new PathPattern(text, storage, relative, text.StartsWith('/'));
    }

    /// <summary>What there is of it now, one after another: paths relative to the storage folder, links on the way followed.</summary>
    /// <param name="skipped">Told of the folder that has a matching place whose name is no UTF-8; there is no path for it.</param>
    /// <param name="unread">Told of a folder that cannot be read: it counts as empty.</param>
    /// <param name="stop">Ends it.</param>
    /// <remarks>What does not exist or vanishes is left out; a dangling link exists.</remarks>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public IEnumerable<string> Expand(Action<string>? skipped = null, Action<StorageException>? unread = null, CancellationToken stop = default) =>
        _relative.Length == 0 ? (Directory.Exists(_storage) ? [""] : []) : Expand(_relative, foldersOnly: false, new Listing(skipped, unread, stop));

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string BelowStorage(string text, string storage)
    {
        // By components, as they are written.
        var parts = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var above = storage.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < above.Length || !parts.AsSpan(0, above.Length).SequenceEqual(above))
            throw new PathPatternException($"an absolute path that is not below the storage folder '{storage}'");
        return string.Join('/', parts[above.Length..]) + (text.EndsWith('/') && parts.Length > above.Length ? "/" : "");
    }

    private static bool Leaves(string relative)
    {
        var depth = 0;
        foreach (var component in relative.Split('/'))
        {
            depth += component switch { "" or "." => 0, ".." => -1, _ => 1 };
            if (depth < 0)
                return true;
        }

        return false;
    }

    private IEnumerable<string> Expand(string pattern, bool foldersOnly, Listing listing)
    {
        if (!NamePattern.IsOne(pattern))
            return Exists(pattern) ? [pattern] : [];
        var slash = pattern.LastIndexOf('/');
        var name = pattern[(slash + 1)..];
        if (slash < 0)
            return Names("", new NamePattern(name), foldersOnly, listing);
        var folder = pattern[..slash].TrimEnd('/');
        var folders = NamePattern.IsOne(folder) ? Expand(folder, foldersOnly: true, listing) : [folder];
        return NamePattern.IsOne(name)
            ? folders.SelectMany(below => Names(below + "/", new NamePattern(name), foldersOnly, listing))
            : folders.Select(below => $"{below}/{name}").Where(Exists);
    }

    private bool Exists(string relative)
    {
        var path = $"{_storage}/{relative}";
        if (relative.EndsWith('/'))
            return Directory.Exists(path);
        try
        {
            File.GetAttributes(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private IEnumerable<string> Names(string folder, NamePattern pattern, bool foldersOnly, Listing listing)
    {
        var path = $"{_storage}/{folder}";
        var names = new List<string>();
        try
        {
            using var handle = FolderHandle.Open(path);
            using var reader = handle?.Read();
            while (reader?.TryRead(out var bytes) == true)
            {
                listing.Stop.ThrowIfCancellationRequested();
                if (FilePath.TextOf(bytes) is not { } name)
                    listing.Skipped?.Invoke(path);
                else if (pattern.Matches(name))
                    names.Add(name);
            }
        }
        catch (StorageException e)
        {
            if (e.Errno != NoFolder)
                listing.Unread?.Invoke(e);
        }

        return names.Where(name => !foldersOnly || Directory.Exists(path + name)).Select(name => folder + name);
    }

    /// <summary>Who is told while folders are read, and what ends it.</summary>
    private sealed record Listing(Action<string>? Skipped, Action<StorageException>? Unread, CancellationToken Stop);
}
