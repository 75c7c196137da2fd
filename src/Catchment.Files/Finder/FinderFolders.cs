using System.Text;
using Catchment.Core.Storage;
using Catchment.Files.Settings;
using Catchment.Files.Tables;

namespace Catchment.Files.Finder;

/// <summary>The source and the storage folder, open, and how paths below one become paths below the other.</summary>
/// <remarks>Source: <c>files</c> 4.4, 4.5.</remarks>
internal sealed class FinderFolders : IDisposable
{
    private readonly FinderSettings _settings;

    private FinderFolders(FinderSettings settings, FolderHandle source, FolderHandle storage)
    {
        _settings = settings;
        Source = source;
        Storage = storage;
        StorageFacts = storage.Facts();
        IsOnePlace = source.Facts().IsSameAs(StorageFacts);
    }

    /// <summary>The folder that files arrive in, or that logs are in.</summary>
    internal FolderHandle Source { get; }

    /// <summary>The folder of tracked files.</summary>
    internal FolderHandle Storage { get; }

    /// <summary>What the storage folder is.</summary>
    internal FileFacts StorageFacts { get; }

    /// <summary>Both are one folder: nothing has to be moved.</summary>
    internal bool IsOnePlace { get; }

    /// <summary>The folder that paths of files that are found are below.</summary>
    internal FolderHandle Found => _settings.Method == SearchMethod.Scan ? Source : Storage;

    /// <summary>Opens both.</summary>
    /// <exception cref="FinderFolderException">One is not there, or cannot be opened.</exception>
    internal static FinderFolders Open(FinderSettings settings)
    {
        var source = Open("source", FinderTrouble.Source, settings.Source);
        FolderHandle? storage = null;
        try
        {
            storage = Open("storage", FinderTrouble.Storage, settings.Storage);
            return new FinderFolders(settings, source, storage);
        }
        catch
        {
            storage?.Dispose();
            source.Dispose();
            throw;
        }
    }

    /// <summary>Where the row of a file says that it lies.</summary>
    /// <param name="found">The file's path below <see cref="Found"/>.</param>
    /// <param name="isMoved">It comes to storage; else it stays.</param>
    internal FilePath Recorded(FilePath found, bool isMoved)
    {
        if (isMoved || _settings.Method == SearchMethod.ParseRsyncLogs || IsOnePlace)
            return found;
        // A file that stays in another folder has a path that leads out of storage, as the original writes it.
        var folder = Path.GetRelativePath(_settings.Storage, Path.Combine(_settings.Source, found.Folder));
        return new FilePath(folder, found.Name);
    }

    /// <summary>Whether a file that was found lies where a row says, whatever the paths look like.</summary>
    /// <param name="found">The folder that it is in.</param>
    /// <param name="row">The row's path; its name is the file's.</param>
    internal bool IsOwnPlace(FolderHandle found, FilePath row)
    {
        try
        {
            using var folder = FolderHandle.Open(Path.Combine(_settings.Storage, row.Folder));
            return folder is not null && folder.Facts().IsSameAs(found.Facts());
        }
        catch (IOException)
        {
            return false; // What cannot be opened is not the folder that is open.
        }
    }

    /// <summary>Whether a regular file of a row's size lies where the row says.</summary>
    internal bool IsInPlace(TrackedFile row)
    {
        try
        {
            using var folder = FolderHandle.Open(Path.Combine(_settings.Storage, row.Path.Folder));
            return folder?.Facts(Encoding.UTF8.GetBytes(row.Path.Name)) is { Kind: FileKind.File } there && there.Size == row.Size;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return false; // It is not known, or a name that no file can have.
        }
    }

    /// <summary>Whether their paths still lead to them.</summary>
    internal bool AreThere() => IsThere(Source) && IsThere(Storage);

    public void Dispose()
    {
        Source.Dispose();
        Storage.Dispose();
    }

    private static bool IsThere(FolderHandle folder)
    {
        try
        {
            using var now = FolderHandle.Open(folder.Path);
            return now is not null && now.Facts().IsSameAs(folder.Facts());
        }
        catch (StorageException)
        {
            return false;
        }
    }

    private static FolderHandle Open(string key, FinderTrouble trouble, string path)
    {
        try
        {
            return FolderHandle.Open(path) ?? throw new FinderFolderException(trouble, $"finder.{key}: there is no folder '{path}'. Make it, mount its disk, or correct the key.");
        }
        catch (StorageException e)
        {
            throw new FinderFolderException(trouble, $"finder.{key}: {e.Message}");
        }
    }
}
