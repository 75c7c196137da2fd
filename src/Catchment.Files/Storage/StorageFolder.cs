using Catchment.Core.Storage;

namespace Catchment.Files.Storage;

/// <summary>The storage folder, told from the empty place in which its disk is mounted otherwise.</summary>
/// <param name="path">Its absolute path.</param>
internal sealed class StorageFolder(string path)
{
    private FileFacts? _known = IsEmpty(path) ? null : Facts(path);

    /// <summary>Its path.</summary>
    public string FullPath => path;

    /// <summary>Whether it is there: the one that once had something in it, or one that has. What is missing in another is not known to be gone.</summary>
    public bool IsThere
    {
        get
        {
            if (Facts(path) is not { } now)
                return false;
            if (_known is { } before && now.IsSameAs(before))
                return true;
            if (IsEmpty(path))
                return false;
            _known = now;
            return true;
        }
    }

    private static FileFacts? Facts(string path)
    {
        try
        {
            using var folder = FolderHandle.Open(path);
            return folder?.Facts();
        }
        catch (StorageException)
        {
            return null;
        }
    }

    private static bool IsEmpty(string path)
    {
        try
        {
            return !Directory.EnumerateFileSystemEntries(path).Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
