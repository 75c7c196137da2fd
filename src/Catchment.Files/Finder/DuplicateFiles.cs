using System.Text;
using Catchment.Core.Storage;
using Catchment.Files.Settings;
using Catchment.Files.Tables;

namespace Catchment.Files.Finder;

/// <summary>What is done with a file whose name and content have a row. For one thread at a time.</summary>
/// <remarks>Source: <c>files</c> 4.4 step 2, 4.5, 11 (D5, D11).</remarks>
internal sealed class DuplicateFiles(FinderSettings settings, FinderFolders folders, FileMover mover, FinderJournal journal) : IDisposable
{
    private readonly FolderCache _found = new(folders.Found);

    /// <summary>Takes one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rows">The rows of its name and content.</param>
    /// <param name="stop">Ends a copy.</param>
    /// <returns>Why the alternative action failed; null: it did not, or is none of this file's.</returns>
    internal string? Take(HashedFile file, TrackedFile[] rows, CancellationToken stop)
    {
        var path = file.Candidate.Path;
        FolderHandle? folder;
        try
        {
            folder = _found.Open(path.Folder);
        }
        catch (StorageException e)
        {
            return e.Message; // This file's trouble alone.
        }

        if (folder is null)
        {
            journal.Gone(file.Candidate);
            return null;
        }

        if (rows.FirstOrDefault(r => r.Path == folders.Recorded(path, isMoved: false) || folders.IsOwnPlace(folder, r.Path)) is { } own)
        {
            // It is the tracked file itself: whatever the alternative action is, it stays.
            journal.IsTracked(file, own.Id);
            file.Candidate.Progress?.Settle();
            return null;
        }

        var ids = string.Join(", ", rows.Select(r => r.Id));
        if (Alternative(file, rows, folder, stop) is not { } why)
        {
            journal.Duplicate(file, ids);
            file.Candidate.Progress?.Settle();
            if (settings.AlternativeAction == FileAction.Delete || (settings.AlternativeAction == FileAction.Move && !folders.IsOnePlace))
                journal.Removed(file);
            return null;
        }

        return why.Length > 0 ? $"already tracked, see file(s) {ids}; the alternative action failed: {why}" : null;
    }

    /// <summary>Ends a group: folders may be others by the next.</summary>
    internal void EndGroup() => _found.Close();

    public void Dispose() => _found.Dispose();

    /// <summary>Does the alternative action.</summary>
    /// <returns>Why it failed; null: done; empty: the file is another by now.</returns>
    private string? Alternative(HashedFile file, TrackedFile[] rows, FolderHandle folder, CancellationToken stop)
    {
        var path = file.Candidate.Path;
        switch (settings.AlternativeAction)
        {
            case FileAction.Delete when !rows.Any(folders.IsInPlace):
                return "no tracked file of it is in storage, and this copy may be the last";
            case FileAction.Delete:
                try
                {
                    var name = Encoding.UTF8.GetBytes(path.Name);
                    return folder.Facts(name) == file.Facts && folder.Delete(name) ? null : "";
                }
                catch (StorageException e)
                {
                    return e.Message;
                }

            case FileAction.Move when settings.Method == SearchMethod.ParseRsyncLogs:
                return "it is in storage, not in the source";
            case FileAction.Move when !folders.IsOnePlace:
                var (end, why) = mover.Move(path, file.Facts, file.Target.Checksum, 0, stop);
                return end switch
                {
                    MoveEnd.Moved => null,
                    MoveEnd.Copied => mover.RemoveSource(path, file.Facts),
                    MoveEnd.Gone or MoveEnd.Changed => "",
                    _ => why,
                };
            default:
                return null;
        }
    }
}
