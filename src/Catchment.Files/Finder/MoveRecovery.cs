using System.Globalization;
using System.Text;
using Catchment.Core.Diagnostics;
using Catchment.Core.Storage;
using Catchment.Files.Checksums;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Finder;

/// <summary>
/// Completes or undoes moves that were noted and not resolved, by what is really there: the row, the file in storage, the file in the
/// source. Afterwards no file of ours is in storage without a row, and no row of ours without its file.
/// </summary>
/// <remarks>Source: <c>files</c> 4.6, 4.7, 11 (D2).</remarks>
internal sealed partial class MoveRecovery(FinderFolders folders, FinderDatabase database, FileMover mover, FinderJournal journal)
{
    /// <summary>Resolves what can be.</summary>
    /// <returns>False: some notes stay, and wait for the next call.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal bool Run(CancellationToken stop)
    {
        var isAll = true;
        using var source = new FolderCache(folders.Source);
        using var storage = new FolderCache(folders.Storage);
        foreach (var (note, move) in database.Unresolved(stop))
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                var what = Resolve(source, storage, note, move, stop);
                database.Resolve([note], stop);
                var path = LogText.OneLine(move.Origin);
                LogResolved(journal.Finder, path, what);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                isAll = false;
                if (!journal.IsFirst(note))
                    continue;
                var (path, reason) = (LogText.OneLine(move.Origin), LogText.OneLine(e.Message));
                LogUnresolved(journal.Finder, path, reason);
            }
            finally
            {
                mover.EndGroup();
                source.Close();
                storage.Close();
            }
        }

        return isAll;
    }

    /// <summary>Resolves one.</summary>
    /// <returns>What was done.</returns>
    /// <exception cref="IOException">It cannot be resolved now.</exception>
    private string Resolve(FolderCache source, FolderCache storage, long note, PlannedMove move, CancellationToken stop)
    {
        var origin = FilePath.Of(move.Origin);
        var name = Encoding.UTF8.GetBytes(origin.Name);
        var from = source.Open(origin.Folder);
        var to = storage.Open(move.Target.Path.Folder);
        to?.Delete(VerifiedCopy.TemporaryName(move.Target.Checksum, note));
        var there = to?.Facts(name) is { Kind: FileKind.File } t ? t : (FileFacts?)null;
        var here = from?.Facts(name) is { Kind: FileKind.File } s && IsNoted(s, move) ? s : (FileFacts?)null;
        var rows = database.Matching([move.Target], stop);
        var hasRow = rows.Any(r => r.Path == move.Target.Path && r.Checksum == move.Target.Checksum);

        if (there is null)
            return hasRow ? MoveNow(from, name, here, note, move, stop) : "it was not moved";

        // Moved it is the same file; copied it is one of another file system with the same content.
        var isCopy = (long)there.Value.Device != move.Device;
        if (!isCopy && (long)there.Value.Inode != move.Inode)
            return "it was not moved: another file is at its place";
        if (there.Value.Size != move.Target.Size || FileChecksum.Of(to!, name, stop).Text != move.Target.Checksum)
        {
            if (isCopy || hasRow)
                return "it was not moved: another file is at its place";
            return Undo(move, isCopy: false, "it had changed, and was moved back");
        }

        if (!hasRow)
        {
            var (id, why) = database.Record([(move.Target, null)], stop)[0];
            if (id is null)
                return Undo(move, isCopy, $"its row was refused ({why ?? "its name or content is tracked"}), and the move was undone");
        }

        if (here is { } left && IsLeftOver(left, there.Value, isCopy, from!, to!, name, move, stop))
        {
            to!.Flush();
            if (mover.RemoveSource(origin, left) is { } refused)
                throw new IOException(refused);
        }

        return hasRow ? "its row was there" : "its row was added";
    }

    /// <summary>Whether what is still in the source is the file that has its row now: a copy's original, or its first name on a file system that moves in two steps.</summary>
    private static bool IsLeftOver(FileFacts left, FileFacts there, bool isCopy, FolderHandle from, FolderHandle to, byte[] name, PlannedMove move, CancellationToken stop) =>
        !from.Facts().IsSameAs(to.Facts()) && (left.IsSameAs(there) || (isCopy && FileChecksum.Of(from, name, stop).Text == move.Target.Checksum));

    private string MoveNow(FolderHandle? from, byte[] name, FileFacts? here, long note, PlannedMove move, CancellationToken stop)
    {
        if (here is not { } facts || FileChecksum.Of(from!, name, stop).Text != move.Target.Checksum)
            return "its row is there, and the file is gone";
        var (end, why) = mover.Move(FilePath.Of(move.Origin), facts, move.Target.Checksum, note, stop);
        if (end == MoveEnd.Copied && mover.RemoveSource(FilePath.Of(move.Origin), facts) is { } refused)
            throw new IOException(refused);
        return end is MoveEnd.Moved or MoveEnd.Copied ? "its row was there, and it was moved" : throw new IOException(string.Create(CultureInfo.InvariantCulture, $"it cannot be moved ({end}): {why}"));
    }

    private string Undo(PlannedMove move, bool isCopy, string done) =>
        mover.Undo(move.Target.Path, isCopy) is { } why ? throw new IOException($"it cannot be moved back: {why}") : done;

    private static bool IsNoted(FileFacts facts, PlannedMove move) => (long)facts.Inode == move.Inode && (long)facts.Device == move.Device && facts.Size == move.Target.Size;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path}: an unfinished move was resolved: {What}")]
    private static partial void LogResolved(ILogger logger, string path, string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path}: an unfinished move cannot be resolved yet: {Reason}")]
    private static partial void LogUnresolved(ILogger logger, string path, string reason);
}
