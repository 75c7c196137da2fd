using Microsoft.Win32.SafeHandles;

namespace Catchment.Core.Storage;

/// <summary>
/// A file that other programs write, too: read whole, and replaced whole only while it is as it was read. A replacement belongs to whom
/// the file belonged, with the same permissions. Links on the way to it are followed.
/// </summary>
public static class SharedFile
{
    /// <summary>What the file system knows of a file; null when it is not there.</summary>
    /// <exception cref="StorageException">It cannot be asked.</exception>
    public static FileFacts? Facts(string path) => Look(path, out _);

    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">The most bytes that are read.</param>
    /// <exception cref="IOException">It cannot be read, is no file, or is longer.</exception>
    public static byte[] Read(string path, int limit)
    {
        // Without a lock: whoever has it open goes on.
        using var file = Open(() => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var length = RandomAccess.GetLength(file);
        if (length > limit)
            throw new IOException($"'{path}' has {length} bytes; at most {limit} are read.");
        var bytes = new byte[length];
        var filled = 0;
        while (filled < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(filled), filled) is > 0 and var read)
            filled += read;
        return filled == bytes.Length ? bytes : bytes[..filled];
    }

    /// <summary>Replaces a file in one step, flushed, unless it is no longer as it was.</summary>
    /// <param name="path">The file; its folder is there.</param>
    /// <param name="expected">What was known of the file when it was read; null: it was not there.</param>
    /// <param name="content">Its new bytes.</param>
    /// <returns>False when it has changed meanwhile; it is as it is then.</returns>
    /// <exception cref="IOException">It cannot be replaced, or its owner could not be kept; it is as it was.</exception>
    /// <remarks>For one at a time; who else uses this method has to be kept out by a lock.</remarks>
    public static bool TryReplace(string path, FileFacts? expected, ReadOnlySpan<byte> content)
    {
        var target = (expected is null ? null : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName) ?? Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.tmp");
        try
        {
            File.Delete(temporary); // A killed process's.
            using (var file = Open(() => File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write)))
            {
                RandomAccess.Write(file, content, 0);
                if (Look(target, out var owner) is not null)
                {
                    var errno = Linux.GiveTo((int)file.DangerousGetHandle(), owner);
                    if (errno != 0)
                        throw new StorageException("keep the owner of", target, errno);
                }

                RandomAccess.FlushToDisk(file);
            }

            if (Facts(target) != expected)
                return false;
            File.Move(temporary, target, overwrite: true);
            AtomicFolder.FlushFolder(Path.GetDirectoryName(target)!);
            return true;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"Cannot replace '{target}': {e.Message}", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Makes an empty file, unless it is there, that belongs to whom another one belongs, with the same permissions, as far as this process may.</summary>
    /// <param name="path">The file; its folder is there.</param>
    /// <param name="model">The other one.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void MakeLike(string path, string model)
    {
        if (File.Exists(path) || Look(model, out var owner) is null)
            return;
        try
        {
            using var file = Open(() => File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write));

            // Only root gives to another user, and only a member of a group to that.
            foreach (var wish in new[] { owner, owner with { User = Linux.Unchanged }, owner with { User = Linux.Unchanged, Group = Linux.Unchanged } })
            {
                if (Linux.GiveTo((int)file.DangerousGetHandle(), wish) == 0)
                    return;
            }
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster.
        }
    }

    private static FileFacts? Look(string path, out FileOwner owner)
    {
        var errno = Linux.StatPath(path, out var facts, out owner);
        return errno switch
        {
            0 => facts,
            Linux.ENOENT or Linux.ENOTDIR => null,
            _ => throw new StorageException("look at", path, errno),
        };
    }

    private static SafeFileHandle Open(Func<SafeFileHandle> open)
    {
        try
        {
            return open();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e); // One kind for whoever asks.
        }
    }
}
