using Catchment.Core.Storage;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Cameras.Retention;

/// <summary>Copies and compares files of two folders. For one thread at a time.</summary>
internal sealed class FileCopy
{
    private const int BufferBytes = 128 * 1024;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly byte[] _other = new byte[BufferBytes];

    /// <summary>Copies a file, whole and flushed, under its name; only the folder is not flushed yet.</summary>
    /// <param name="source">Where the file is.</param>
    /// <param name="target">Where the copy goes.</param>
    /// <param name="name">The name of both.</param>
    /// <param name="stop">Ends it; nothing is left of it.</param>
    /// <returns>False when the name is taken.</returns>
    /// <exception cref="UnreadableFrameException">The source cannot be read.</exception>
    /// <exception cref="IOException">The target cannot be written.</exception>
    internal bool Copy(FolderHandle source, FolderHandle target, ReadOnlySpan<byte> name, CancellationToken stop)
    {
        using var frame = Open(source, name);
        byte[] temporary = [(byte)'.', .. name, .. ".tmp"u8];
        var isWhole = false;
        try
        {
            using (var file = target.CreateFile(temporary) ?? Again(target, temporary))
            {
                long at = 0;
                for (int length; (length = Read(frame, _buffer, at)) > 0; at += length)
                {
                    stop.ThrowIfCancellationRequested();
                    RandomAccess.Write(file, _buffer.AsSpan(0, length), at);
                }

                KeepTime(frame, file);
                RandomAccess.FlushToDisk(file);
            }

            isWhole = target.Move(temporary, target, name) == MoveOutcome.Moved;
            return isWhole;
        }
        finally
        {
            if (!isWhole)
                Discard(target, temporary);
        }
    }

    /// <summary>Whether two folders hold the same file under a name: size and content. The target's content is then flushed.</summary>
    /// <exception cref="UnreadableFrameException">The source cannot be read.</exception>
    /// <exception cref="IOException">The target cannot be read.</exception>
    internal bool AreSame(FolderHandle source, FolderHandle target, ReadOnlySpan<byte> name, CancellationToken stop)
    {
        if (source.Facts(name) is not { Kind: FileKind.File } one || target.Facts(name) is not { Kind: FileKind.File } other || one.Size != other.Size)
            return false;
        using var left = Open(source, name);
        using var right = target.OpenFile(name);
        for (long at = 0; at < one.Size;)
        {
            stop.ThrowIfCancellationRequested();
            var length = Read(left, _buffer, at);
            if (length == 0 || !Fill(right, _other.AsSpan(0, length), at) || !_buffer.AsSpan(0, length).SequenceEqual(_other.AsSpan(0, length)))
                return false;
            at += length;
        }

        RandomAccess.FlushToDisk(right);
        return true;
    }

    private static SafeFileHandle Open(FolderHandle source, ReadOnlySpan<byte> name)
    {
        try
        {
            return source.OpenFile(name);
        }
        catch (StorageException e)
        {
            throw new UnreadableFrameException(e);
        }
    }

    private static int Read(SafeFileHandle file, byte[] buffer, long at)
    {
        try
        {
            return RandomAccess.Read(file, buffer, at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFrameException(e);
        }
    }

    private static bool Fill(SafeFileHandle file, Span<byte> buffer, long at)
    {
        var filled = 0;
        for (int length; filled < buffer.Length; filled += length)
        {
            length = RandomAccess.Read(file, buffer[filled..], at + filled);
            if (length == 0)
                return false;
        }

        return true;
    }

    /// <summary>A temporary file of that name was left by a killed copy of this very frame.</summary>
    private static SafeFileHandle Again(FolderHandle target, ReadOnlySpan<byte> temporary)
    {
        target.Delete(temporary);
        return target.CreateFile(temporary) ?? throw new IOException($"Cannot copy to {target.PathOf(temporary)}: somebody else does.");
    }

    private static void KeepTime(SafeFileHandle source, SafeFileHandle copy)
    {
        try
        {
            File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(source));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Some network file systems keep times of their own; the frame's time is in its name.
        }
    }

    private static void Discard(FolderHandle target, ReadOnlySpan<byte> temporary)
    {
        try
        {
            target.Delete(temporary);
        }
        catch (StorageException)
        {
            // The error that led here says what is wrong; the next round sweeps.
        }
    }
}
