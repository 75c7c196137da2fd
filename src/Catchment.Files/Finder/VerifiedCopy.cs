using System.Buffers;
using System.Text;
using Catchment.Core.Storage;
using Catchment.Files.Checksums;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Files.Finder;

/// <summary>Copies a file to another file system: whole, flushed and of the right content before it has its name.</summary>
/// <remarks>Source: <c>files</c> 4.5, 4.6.</remarks>
internal static class VerifiedCopy
{
    private const int BufferBytes = 1 << 20;
    private const int ChecksumPart = 16;

    /// <summary>The name that a copy has until it is whole; it can be made out from the note of the move.</summary>
    internal static byte[] TemporaryName(string checksum, long note) => Encoding.UTF8.GetBytes($".{checksum[..ChecksumPart]}-{note}.tmp");

    /// <summary>Copies.</summary>
    /// <param name="source">The folder of the file.</param>
    /// <param name="target">The folder that the copy comes to.</param>
    /// <param name="name">The name of both.</param>
    /// <param name="temporary">The copy's name until it is whole.</param>
    /// <param name="checksum">What the content has to be.</param>
    /// <param name="written">Told of each part that was written.</param>
    /// <param name="stop">Ends it; nothing is left of it.</param>
    /// <returns><see cref="MoveOutcome.OtherMedium"/>: the content is another by now. Never removes the source; the copy's name is not on the medium yet.</returns>
    /// <exception cref="IOException">One cannot be read, or the other not written; nothing is left of the copy.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal static MoveOutcome Copy(FolderHandle source, FolderHandle target, byte[] name, byte[] temporary, string checksum, Action written, CancellationToken stop)
    {
        using var original = source.OpenFile(name);
        target.Delete(temporary); // Left by a copy of this very move.
        var isWhole = false;
        try
        {
            using (var copy = target.CreateFile(temporary) ?? throw new IOException($"Cannot copy to {target.PathOf(temporary)}: somebody else does."))
            {
                if (CopyContent(original, copy, written, stop) != checksum)
                    return MoveOutcome.OtherMedium;
                KeepAttributes(original, copy);
                RandomAccess.FlushToDisk(copy);
            }

            var outcome = target.Move(temporary, target, name);
            isWhole = outcome == MoveOutcome.Moved;
            return outcome;
        }
        finally
        {
            if (!isWhole)
                Discard(target, temporary);
        }
    }

    private static string CopyContent(SafeFileHandle original, SafeFileHandle copy, Action written, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var hash = new Blake2b512();
            long at = 0;
            for (int length; (length = RandomAccess.Read(original, buffer, at)) > 0; at += length)
            {
                stop.ThrowIfCancellationRequested();
                RandomAccess.Write(copy, buffer.AsSpan(0, length), at);
                hash.Update(buffer.AsSpan(0, length));
                written();
            }

            Span<byte> sum = stackalloc byte[Blake2b512.ResultSize];
            hash.Finish(sum);
            return Convert.ToHexStringLower(sum);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void KeepAttributes(SafeFileHandle original, SafeFileHandle copy)
    {
        try
        {
            File.SetLastAccessTimeUtc(copy, File.GetLastAccessTimeUtc(original));
            File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(original));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(copy, File.GetUnixFileMode(original));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Some network file systems keep modes and times of their own; the content is what counts.
        }
    }

    private static void Discard(FolderHandle target, byte[] temporary)
    {
        try
        {
            target.Delete(temporary);
        }
        catch (StorageException)
        {
            // The error that led here says what is wrong; the note of the move tells the next start.
        }
    }
}
