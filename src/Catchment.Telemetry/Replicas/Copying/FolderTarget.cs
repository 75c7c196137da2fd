using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;
using Catchment.Telemetry.Schema;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Telemetry.Replicas.Copying;

/// <summary>
/// A folder, such as that of a mounted drive. A copy is written under a temporary name, flushed, read back from the medium, and only then gets its
/// name. Nothing is reached through a link, so nothing lands outside.
/// </summary>
internal sealed class FolderTarget : ICopyTarget
{
    private const int NoSpace = 28; // ENOSPC
    private const int OverQuota = 122; // EDQUOT
    private const string LockName = ".catchment-copy.lock";
    private const string ProbeName = ".catchment-copy.probe.tmp";

    private const long CoarsestClock = 2_000_000; // microseconds: FAT has even seconds
    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly byte[] LockNameBytes = Encoding.UTF8.GetBytes(LockName);

    private readonly FolderHandle _root;
    private readonly FileLock _lock;

    private FolderTarget(string path, string hostname, FolderHandle root, FileLock @lock) => (Root, Hostname, _root, _lock) = (path, hostname, root, @lock);

    /// <inheritdoc/>
    public string Hostname { get; }

    /// <inheritdoc/>
    public string Root { get; }

    /// <summary>Opens a folder that is there, for this process alone.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="hostname">The name that copies in it are recorded under.</param>
    /// <param name="recorded">How many copies are recorded below a path: an empty folder that has some is that of a volume that is not mounted.</param>
    /// <exception cref="CopyTargetException">It is not there, or another process copies into it.</exception>
    internal static FolderTarget Open(string path, string hostname, Func<string, long> recorded)
    {
        path = Path.GetFullPath(path).TrimEnd('/');
        try
        {
            var root = FolderHandle.Open(path + "/") ?? throw new CopyTargetException($"There is no folder {path}/: is the volume mounted?");
            try
            {
                if (!HasContent(path) && recorded(path) is var copies and > 0)
                    throw new CopyTargetException($"There is nothing in {path}/, and {copies} copies are recorded there: is the volume mounted? If it is a new one, put any file there first.");
                if (root.Facts(LockNameBytes) is { Kind: not FileKind.File })
                    throw new CopyTargetException($"{path}/{LockName} is no regular file; it is left: remove it.");
                return new FolderTarget(path, hostname, root, FileLock.Take(Path.Combine(path + "/", LockName), who => $"{path}/ is copied to by {who}: wait for its end."));
            }
            catch
            {
                root.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CopyTargetException($"Nothing can be copied to {path}/: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public bool HasStill(string path, long size) => ContentComparison.Look(path) is { Kind: FileKind.File } facts && facts.Size == size;

    /// <inheritdoc/>
    public void Probe(CancellationToken stop)
    {
        var name = Encoding.UTF8.GetBytes(ProbeName);
        _root.Delete(name);
        using (_root.CreateFile(name))
            _root.Delete(name);
    }

    /// <inheritdoc/>
    public CopyOutcome Put(CopySource source, string path, RateLimit rate, CancellationToken stop)
    {
        var segments = path[(Root.Length + 1)..].Split('/');
        var name = Encoding.UTF8.GetBytes(segments[^1]);
        var temporary = TemporaryName(name);
        try
        {
            using var folder = Enter(segments.AsSpan(..^1));
            var there = folder.Facts(name);
            if (there is { Kind: not FileKind.File })
                throw new IOException($"{path} is no regular file; it is left");
            if (there is { } one && one.Size == source.Facts.Size && Confirm(folder, name, one, source, stop) is { } confirmed)
                return confirmed;
            if (there is { } other && Instant.OfFile(other.Modified) - Instant.OfFile(source.Facts.Modified) >= (other.Modified % NanosecondsPerSecond == 0 ? CoarsestClock : 1))
                return CopyOutcome.Newer;
            return Write(folder, name, temporary, there, source, rate, stop);
        }
        catch (IOException e) when (IsFull(e))
        {
            throw new CopyTargetException($"The target {Root}/ is full: {path} needs {source.Facts.Size} bytes, {Free()} are free. What was copied before is recorded; make room, and copy again.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        _root.Dispose();
    }

    /// <summary>Whether a name is that of the file by which a process has a folder for itself.</summary>
    internal static bool IsLock(ReadOnlySpan<byte> name) => name.SequenceEqual(LockNameBytes);

    /// <summary>Whether a folder is there, with anything in it but that file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    internal static bool HasContent(string folder) => Directory.Exists(folder + "/") && Directory.EnumerateFileSystemEntries(folder + "/").Any(static entry => Path.GetFileName(entry) != LockName);

    /// <summary>The name that a copy has until it is whole.</summary>
    internal static byte[] TemporaryName(byte[] name) =>
        name.Length <= AtomicFolder.MaxNameBytes ? [(byte)'.', .. name, .. ".tmp"u8] : Encoding.UTF8.GetBytes($".{Convert.ToHexStringLower(SHA256.HashData(name))}.tmp");

    private static bool IsFull(IOException e) => e is StorageException storage ? storage.IsDiskFull : (e.HResult & 0xFFFF) is NoSpace or OverQuota or 0x70; // 0x70: as Windows numbers it, which the framework takes over

    private FolderHandle Enter(ReadOnlySpan<string> segments)
    {
        var folder = _root.Again(); // Behind its path may be another folder by now: that beneath a volume which is away.
        foreach (var segment in segments)
        {
            using var above = folder;
            folder = above.MakeFolder(Encoding.UTF8.GetBytes(segment), out var isNew);
            if (isNew)
                above.Flush();
        }

        return folder;
    }

    /// <summary>What is to be done about a file of the same size; null: it is to be replaced, or left, as its time says.</summary>
    private static CopyOutcome? Confirm(FolderHandle folder, byte[] name, FileFacts there, CopySource source, CancellationToken stop)
    {
        if (ContentComparison.AreSame(source.Path, source.Facts, folder.PathOf(name), stop) is not { } isSame)
            return CopyOutcome.Changed;
        if (!isSame)
            return null;
        using var copy = folder.OpenFile(name);
        if (there.Modified != source.Facts.Modified)
            OpenFile.SetModified(copy, source.Facts.Modified, folder.PathOf(name));
        RandomAccess.FlushToDisk(copy);
        folder.Flush(); // Whoever made it may have been killed before he did so.
        return CopyOutcome.Confirmed;
    }

    private static CopyOutcome Write(FolderHandle folder, byte[] name, byte[] temporary, FileFacts? there, CopySource source, RateLimit rate, CancellationToken stop)
    {
        folder.Delete(temporary); // Left by one who was killed: nobody else copies here.
        var isNamed = false;
        try
        {
            byte[] written;
            using (var copy = folder.CreateFile(temporary) ?? throw new IOException($"{folder.PathOf(temporary)} is there again: somebody else writes to this folder"))
            {
                if (Copy(source, copy, rate, stop) is not { } digest || !source.IsUnchanged)
                    return CopyOutcome.Changed;
                written = digest;
                OpenFile.SetModified(copy, source.Facts.Modified, folder.PathOf(temporary));
                RandomAccess.FlushToDisk(copy);
                OpenFile.ForgetCached(copy);
            }

            if (!written.AsSpan().SequenceEqual(ReadBack(folder, temporary, stop)))
                throw new IOException($"{folder.PathOf(name)}: what was read back is not what was written: look to the medium");
            if (folder.Facts(name) is var now && (now is null) != (there is null) || (now is { } a && there is { } b && !ContentComparison.IsAsBefore(b, a)))
                throw new IOException($"{folder.PathOf(name)}: somebody else has written it meanwhile; it is left");
            if (there is null && folder.Move(temporary, folder, name) != MoveOutcome.Moved)
                throw new IOException($"{folder.PathOf(name)}: somebody else has written it meanwhile; it is left");
            if (there is not null)
                folder.Replace(temporary, name);
            isNamed = true;
            folder.Flush();
            return CopyOutcome.Copied;
        }
        finally
        {
            if (!isNamed)
                Discard(folder, temporary);
        }
    }

    /// <summary>Copies the content.</summary>
    /// <returns>Its digest; null: it is longer or shorter than it was.</returns>
    private static byte[]? Copy(CopySource source, SafeFileHandle copy, RateLimit rate, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(rate.Part);
        try
        {
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long at = 0;
            for (int length; (length = RandomAccess.Read(source.Content, buffer.AsSpan(0, rate.Part), at)) > 0; at += length)
            {
                stop.ThrowIfCancellationRequested();
                if (at + length > source.Facts.Size)
                    return null;
                RandomAccess.Write(copy, buffer.AsSpan(0, length), at);
                digest.AppendData(buffer, 0, length);
                rate.Take(length, stop);
            }

            return at == source.Facts.Size ? digest.GetHashAndReset() : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] ReadBack(FolderHandle folder, byte[] name, CancellationToken stop)
    {
        using var file = new FileStream(folder.OpenFile(name), FileAccess.Read, bufferSize: 0);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        try
        {
            for (int length; (length = file.Read(buffer)) > 0;)
            {
                stop.ThrowIfCancellationRequested();
                digest.AppendData(buffer, 0, length);
            }

            return digest.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Discard(FolderHandle folder, byte[] temporary)
    {
        try
        {
            folder.Delete(temporary);
        }
        catch (StorageException)
        {
            // What failed before is what is told; the next copy of this file removes it.
        }
    }

    private long Free()
    {
        try
        {
            return new DriveInfo(Root + "/").AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return 0;
        }
    }
}
