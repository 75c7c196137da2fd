using System.Text;
using Catchment.Core.Storage;
using Catchment.Files.Checksums;
using Catchment.Files.Tables;

namespace Catchment.Files.Finder;

/// <summary>
/// Moves files from the source to the storage folder and back: never over another file, never through a link. For one
/// thread at a time.
/// </summary>
/// <remarks>Source: <c>files</c> 4.5, 4.7, 11 (D1, D3, D40).</remarks>
internal sealed class FileMover(FinderFolders folders, FinderJournal journal) : IDisposable
{
    private const int ReadOnlyFileSystem = 30; // EROFS
    private const int IoError = 5; // EIO
    private const int TimedOut = 110; // ETIMEDOUT
    private const int StaleHandle = 116; // ESTALE
    private const int Full = 28; // ENOSPC
    private const int OverQuota = 122; // EDQUOT

    private readonly FolderCache _from = new(folders.Source);
    private readonly FolderCache _to = new(folders.Storage);

    /// <summary>Told of each part of a copy; a test that throws there is a kill.</summary>
    internal Action<FinderMoment> Reached { get; init; } = _ => { };

    /// <summary>Moves a file; onto another file system it is copied, and <see cref="RemoveSource"/> is to follow.</summary>
    /// <param name="path">Its path, below both folders.</param>
    /// <param name="facts">What it was when it was read.</param>
    /// <param name="checksum">What its content is.</param>
    /// <param name="note">The move's note.</param>
    /// <param name="stop">Ends a copy; nothing has happened then.</param>
    /// <returns>How it ended, and why.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal (MoveEnd End, string Why) Move(FilePath path, FileFacts facts, string checksum, long note, CancellationToken stop)
    {
        var (end, why) = MoveOrFail(path, facts, checksum, note, stop);
        if (end is MoveEnd.Moved or MoveEnd.Copied)
            return (end, why);

        // A file server that did not get its answer through does a move again, and refuses what it has done itself.
        if (end != MoveEnd.Unsure && IsInStorage(path, facts, end))
            return (MoveEnd.Unsure, $"the file system says that it was not moved, but it was; its row follows. {why}");
        RemoveMadeQuietly(path);
        return (end, why);
    }

    private (MoveEnd End, string Why) MoveOrFail(FilePath path, FileFacts facts, string checksum, long note, CancellationToken stop)
    {
        try
        {
            var result = TryMove(path, facts, checksum, note, stop);
            if (result.End is MoveEnd.Moved or MoveEnd.Copied)
                journal.Clear(FinderTrouble.Storage);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!IsFull(e))
                return (MoveEnd.Failed, e.Message);
            journal.InTheWay(FinderTrouble.Storage, $"The storage folder takes no more files; they wait in the source. {e.Message}");
            return (MoveEnd.Full, e.Message);
        }
    }

    /// <summary>Takes a file that was moved back to the source, or its copy away, and folders that were made for it.</summary>
    /// <param name="path">Its path, below both folders.</param>
    /// <param name="isCopy">It was copied.</param>
    /// <returns>Why it could not be; null: it was.</returns>
    internal string? Undo(FilePath path, bool isCopy)
    {
        try
        {
            var name = Encoding.UTF8.GetBytes(path.Name);
            var target = _to.Open(path.Folder);
            if (target?.Facts(name) is not { Kind: FileKind.File } there)
                return null; // Somebody took it away: nothing is left that would lack a row.
            var source = _from.Make(path.Folder);
            if (source.Facts().IsSameAs(target.Facts()))
                return null; // One folder under two paths: it never left.
            if (source.Facts(name) is { } left)
            {
                // Two names of one file, or a file and its copy. Anything else is another file, and ours has no other name.
                if (!left.IsSameAs(there) && !(isCopy && left.Kind == FileKind.File && Checksum(source, name) == Checksum(target, name)))
                    return $"its place in the source is taken ({there.Size} bytes stay in storage)";
                target.Delete(name);
            }
            else if (isCopy)
            {
                var checksum = Checksum(target, name);
                if (VerifiedCopy.Copy(target, source, name, VerifiedCopy.TemporaryName(checksum, 0), checksum, static () => { }, CancellationToken.None) != MoveOutcome.Moved)
                    return $"its place in the source is taken ({there.Size} bytes stay in storage)";
                source.Flush();
                target.Delete(name);
            }
            else if (target.Move(name, source, name) is not MoveOutcome.Moved and var outcome)
            {
                return outcome == MoveOutcome.Taken ? "its place in the source is taken" : "it went meanwhile";
            }

            _to.RemoveMade(path.Folder);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>Removes a file whose copy is in storage and has its row; one that changed since is another, and stays.</summary>
    /// <returns>Why it could not be; null: it was, or is another.</returns>
    internal string? RemoveSource(FilePath path, FileFacts facts)
    {
        try
        {
            var name = Encoding.UTF8.GetBytes(path.Name);
            if (_from.Open(path.Folder) is { } folder && folder.Facts(name) == facts)
                folder.Delete(name);
            return null;
        }
        catch (StorageException e)
        {
            return e.Message;
        }
    }

    /// <summary>Brings the names of files that came to storage to the medium.</summary>
    /// <exception cref="StorageException">They could not be.</exception>
    internal void Flush(IEnumerable<FilePath> paths)
    {
        foreach (var path in paths.Select(p => p.Folder).Distinct(StringComparer.Ordinal))
            _to.Open(path)?.Flush();
        _to.FlushMade();
    }

    /// <summary>Ends a group: folders may be others by the next.</summary>
    internal void EndGroup()
    {
        _from.KeepMade();
        _to.KeepMade();
    }

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    private (MoveEnd End, string Why) TryMove(FilePath path, FileFacts facts, string checksum, long note, CancellationToken stop)
    {
        var name = Encoding.UTF8.GetBytes(path.Name);
        for (var isAgain = false; ; isAgain = true)
        {
            if (_from.Open(path.Folder) is not { } source || source.Facts(name) is not { } before)
                return (MoveEnd.Gone, "");
            if (before != facts)
                return (MoveEnd.Changed, "");
            var target = _to.Make(path.Folder);
            var outcome = source.Move(name, target, name);
            if (outcome == MoveOutcome.OtherMedium && target.Facts(name) is not null)
                outcome = MoveOutcome.Taken;
            switch (outcome)
            {
                case MoveOutcome.Moved:
                    return Arrived(path, target, name, facts);
                case MoveOutcome.Taken:
                    return (MoveEnd.Taken, $"{target.PathOf(name)} is there already; nothing is overwritten");
                case MoveOutcome.OtherMedium:
                    return Copied(VerifiedCopy.Copy(source, target, name, VerifiedCopy.TemporaryName(checksum, note), checksum, () => Reached(FinderMoment.Copying), stop), target, name);
                case MoveOutcome.Gone when isAgain:
                    return (MoveEnd.Failed, $"{target.Path} was removed");
                default:
                    _from.Close(); // One of the two folders is not at its place any more.
                    _to.Close();
                    break;
            }
        }
    }

    private bool IsInStorage(FilePath path, FileFacts facts, MoveEnd end)
    {
        try
        {
            return _to.Open(path.Folder)?.Facts(Encoding.UTF8.GetBytes(path.Name)) is { } there && there.IsSameAs(facts);
        }
        catch (StorageException e)
        {
            return end == MoveEnd.Failed && e.Errno is IoError or TimedOut or StaleHandle; // Nobody knows: the note stays.
        }
    }

    private (MoveEnd End, string Why) Arrived(FilePath path, FolderHandle target, byte[] name, FileFacts facts)
    {
        try
        {
            if (target.Facts(name) is { } moved && moved with { Changed = facts.Changed } == facts) // Moving changes that time.
                return (MoveEnd.Moved, "");
        }
        catch (StorageException e)
        {
            return (MoveEnd.Unsure, e.Message);
        }

        // Written to in the last moment. As long as it has no row nobody relies on it.
        return Undo(path, isCopy: false) is { } why ? (MoveEnd.Unsure, $"it changed while it was moved, and cannot be moved back yet: {why}") : (MoveEnd.Changed, "");
    }

    private static (MoveEnd End, string Why) Copied(MoveOutcome outcome, FolderHandle target, byte[] name)
    {
        switch (outcome)
        {
            case MoveOutcome.Taken:
                return (MoveEnd.Taken, $"{target.PathOf(name)} is there already; nothing is overwritten");
            case MoveOutcome.OtherMedium:
                return (MoveEnd.Changed, "");
            case MoveOutcome.Gone:
                return (MoveEnd.Failed, $"the copy to {target.PathOf(name)} was removed before it was whole");
        }

        try
        {
            target.Flush(); // The source is removed soon.
            return (MoveEnd.Copied, "");
        }
        catch (StorageException e)
        {
            return (MoveEnd.Unsure, e.Message);
        }
    }

    private void RemoveMadeQuietly(FilePath path)
    {
        try
        {
            _to.RemoveMade(path.Folder);
        }
        catch (StorageException)
        {
            // An empty folder stays; what was refused before is told.
        }
    }

    private static string Checksum(FolderHandle folder, byte[] name) => FileChecksum.Of(folder, name, CancellationToken.None).Text;

    private static bool IsFull(Exception e) =>
        e is StorageException { Errno: Full or OverQuota or ReadOnlyFileSystem } || (e is IOException and not StorageException && e.HResult is Full or OverQuota);
}
