using System.Text;
using Catchment.Core.Storage;

namespace Catchment.Files.Patterns;

/// <summary>
/// A source of backfill: a path below the storage folder, in which <c>*</c>, <c>?</c> and <c>[…]</c> stand for parts of names, as
/// Python's <c>glob</c> has them. The storage folder's own path is taken literally.
/// </summary>
/// <remarks>Source: <c>files</c> 7, D30.</remarks>
public sealed class PathPattern
{
    private const int MostCharacters = 4096;

    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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
            throw new PathPatternException(text, "a zero byte is in no path");
        if (text.Length > MostCharacters)
            throw new PathPatternException(text, $"a path has {MostCharacters} characters at most");
        storage = Path.TrimEndingDirectorySeparator(Path.GetFullPath(storage));
        var relative = text.StartsWith('/') ? BelowStorage(text, storage) : text;
        if (Leaves(relative))
            throw new PathPatternException(text, "'..' leads out of the storage folder");
        return new PathPattern(text, storage, relative, text.StartsWith('/'));
    }

    /// <summary>What there is of it now, one after another: paths relative to the storage folder, links on the way followed.</summary>
    /// <param name="skipped">Told of the folder that has a matching place whose name is no UTF-8; there is no path for it.</param>
    /// <remarks>What does not exist, cannot be read or vanishes is left out; a dangling link exists.</remarks>
    public IEnumerable<string> Expand(Action<string>? skipped = null) =>
        _relative.Length == 0 ? (Directory.Exists(_storage) ? [""] : []) : Expand(_relative, foldersOnly: false, skipped);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string BelowStorage(string text, string storage)
    {
        // By components, as they are written.
        var parts = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var above = storage.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < above.Length || !parts.AsSpan(0, above.Length).SequenceEqual(above))
            throw new PathPatternException(text, $"an absolute path that is not below the storage folder '{storage}'");
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

    private IEnumerable<string> Expand(string pattern, bool foldersOnly, Action<string>? skipped)
    {
        if (!NamePattern.IsOne(pattern))
            return Exists(pattern) ? [pattern] : [];
        var slash = pattern.LastIndexOf('/');
        var name = pattern[(slash + 1)..];
        if (slash < 0)
            return Names("", new NamePattern(name), foldersOnly, skipped);
        var folder = pattern[..slash].TrimEnd('/');
        var folders = NamePattern.IsOne(folder) ? Expand(folder, foldersOnly: true, skipped) : [folder];
        return NamePattern.IsOne(name)
            ? folders.SelectMany(below => Names(below + "/", new NamePattern(name), foldersOnly, skipped))
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

    private IEnumerable<string> Names(string folder, NamePattern pattern, bool foldersOnly, Action<string>? skipped)
    {
        var path = $"{_storage}/{folder}";
        var names = new List<string>();
        try
        {
            using var handle = FolderHandle.Open(path);
            using var reader = handle?.Read();
            while (reader?.TryRead(out var bytes) == true)
            {
                if (Decoded(bytes) is not { } name)
                    skipped?.Invoke(path);
                else if (pattern.Matches(name))
                    names.Add(name);
            }
        }
        catch (IOException)
        {
            // No folder, or none that may be read: as empty as it looks.
        }

        return names.Where(name => !foldersOnly || Directory.Exists(path + name)).Select(name => folder + name);
    }

    private static string? Decoded(ReadOnlySpan<byte> name)
    {
        try
        {
            return Strict.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
