using System.Runtime.InteropServices;
using System.Text;
using Catchment.Core.Storage;

namespace Catchment.Files.Storage;

/// <summary>Where a regular file lies.</summary>
/// <param name="Folder">Its folder, open; the holder's to dispose.</param>
/// <param name="Name">Its name in it.</param>
/// <param name="Facts">What the file system knows of it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoredFile(FolderHandle Folder, byte[] Name, FileFacts Facts) : IDisposable
{
    // As many as the system follows.
    private const int MostLinks = 40;

    /// <summary>Finds the regular file of a path, links followed. A pipe or a device is none: who opens it may wait for ever.</summary>
    /// <param name="path">An absolute path.</param>
    /// <returns>Null: there is none.</returns>
    /// <exception cref="StorageException">The file system does not say, or links lead in a circle.</exception>
    /// <exception cref="IOException">The file system does not say where a link leads.</exception>
    /// <exception cref="UnauthorizedAccessException">A link may not be followed.</exception>
    /// <exception cref="ArgumentException">No file can have that name.</exception>
    public static StoredFile? Find(string path)
    {
        for (var links = 0; links < MostLinks; links++)
        {
            if (At(path) is not { } found)
                return null;
            if (found.Facts.Kind == FileKind.File)
                return found;
            found.Dispose();
            if (found.Facts.Kind != FileKind.Other || File.ResolveLinkTarget(path, returnFinalTarget: false) is not { } target)
                return null;
            path = target.FullName;
        }

        throw StorageException.OfCircle("open", path);
    }

    /// <summary>Whether there is a regular file, links followed.</summary>
    /// <exception cref="IOException">The file system does not say: a disk or a server in trouble.</exception>
    public static bool IsThere(string path)
    {
        try
        {
            using var found = Find(path);
            return found is not null;
        }
        catch (StorageException e) when (e.LeadsNowhere || e.IsForbidden)
        {
            return false; // As for the original (files 5.4): what this user may not see is not there.
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            return false; // A name that no file can have.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Folder.Dispose();

    private static StoredFile? At(string path)
    {
        var folder = FolderHandle.Open(Path.GetDirectoryName(path) ?? "/");
        if (folder is null)
            return null;
        try
        {
            var name = Encoding.UTF8.GetBytes(Path.GetFileName(path));
            if (folder.Facts(name) is { } facts)
                return new StoredFile(folder, name, facts);
        }
        catch
        {
            folder.Dispose();
            throw;
        }

        folder.Dispose();
        return null;
    }
}
