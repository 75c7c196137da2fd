using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Core.Storage;

/// <summary>
/// An open folder in which files are looked at, removed and moved by name. Names are taken relative to the open folder
/// and may not hold a slash, links are followed by nothing but TargetFacts, nothing is ever replaced: whatever happens to the path meanwhile, no other
/// folder is touched. Names are bytes, as the file system has them. For one thread at a time, but for looking (Facts, TargetFacts, OpenFolder, OpenFile,
/// ReadFile), which any number may do while nobody disposes.
/// </summary>
public sealed class FolderHandle : IDisposable
{
    /// <summary>The longest name, in bytes.</summary>
    public const int MaxNameBytes = 255;

    private int _descriptor;

    private FolderHandle(string path, int descriptor) => (Path, _descriptor) = (path, descriptor);

    /// <summary>The folder's path when it was opened, for messages.</summary>
    public string Path { get; }

    /// <summary>The open folder, for calls of its neighbours.</summary>
    internal int Descriptor => _descriptor;

    /// <summary>Opens a folder; a link to one is followed.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public static FolderHandle? Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var descriptor = Linux.OpenFolderAt(path, out var errno);
        return errno switch
        {
            0 => new FolderHandle(path, descriptor),
            Linux.ENOENT => null,
            _ => throw new StorageException("open", path, errno),
        };
    }

    /// <summary>Opens a folder in this one; a link is none.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public FolderHandle? OpenFolder(ReadOnlySpan<byte> name)
    {
        var descriptor = Linux.OpenFolderIn(_descriptor, Zero(name, stackalloc byte[MaxNameBytes + 1]), out var errno);
        return errno switch
        {
            0 => new FolderHandle(PathOf(name), descriptor),
            Linux.ENOENT or Linux.ENOTDIR or Linux.ELOOP => null,
            _ => throw new StorageException("open", PathOf(name), errno),
        };
    }

    /// <summary>Opens this folder once more, wherever its path leads to meanwhile.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public FolderHandle Again()
    {
        var descriptor = Linux.OpenFolderIn(_descriptor, ".\0"u8, out var errno);
        return errno == 0 ? new FolderHandle(Path, descriptor) : throw new StorageException("open", Path, errno);
    }

    /// <summary>Opens a folder in this one, made when it is not there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isNew">It was made.</param>
    /// <exception cref="StorageException">It cannot be made or opened, or is no folder.</exception>
    public FolderHandle MakeFolder(ReadOnlySpan<byte> name, out bool isNew)
    {
        var errno = Linux.MakeFolderIn(_descriptor, Zero(name, stackalloc byte[MaxNameBytes + 1]));
        isNew = errno == 0;
        if (errno is not (0 or Linux.EEXIST))
            throw new StorageException("create", PathOf(name), errno);
        return OpenFolder(name) ?? throw new StorageException("open", PathOf(name), Linux.ENOTDIR);
    }

    /// <summary>What the file system knows of this folder.</summary>
    /// <exception cref="StorageException">It cannot be asked.</exception>
    public FileFacts Facts()
    {
        var errno = Linux.Stat(_descriptor, [0], out var facts);
        return errno == 0 ? facts : throw new StorageException("look at", Path, errno);
    }

    /// <summary>What the file system knows of a name in this folder; null when it is not there.</summary>
    /// <exception cref="StorageException">It cannot be asked.</exception>
    public FileFacts? Facts(ReadOnlySpan<byte> name)
    {
        var errno = Linux.Stat(_descriptor, Zero(name, stackalloc byte[MaxNameBytes + 1]), out var facts);
        return errno switch
        {
            0 => facts,
            Linux.ENOENT => null,
            _ => throw new StorageException("look at", PathOf(name), errno),
        };
    }

    /// <summary>What the file system knows of what a name in this folder leads to, links followed; null when there is nothing.</summary>
    /// <exception cref="StorageException">It cannot be asked: a link that leads to itself, a folder on the way that is closed.</exception>
    public FileFacts? TargetFacts(ReadOnlySpan<byte> name)
    {
        var errno = Linux.StatTarget(_descriptor, Zero(name, stackalloc byte[MaxNameBytes + 1]), out var facts);
        return errno switch
        {
            0 => facts,
            Linux.ENOENT => null,
            _ => throw new StorageException("look at", PathOf(name), errno),
        };
    }

    /// <summary>Begins to read the names in this folder.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public FolderReader Read()
    {
        var descriptor = Linux.OpenFolderIn(_descriptor, ".\0"u8, out var errno); // Of its own: each reader has its own place.
        return errno == 0 ? new FolderReader(Path, descriptor) : throw new StorageException("read", Path, errno);
    }

    /// <summary>Removes a file.</summary>
    /// <returns>False when it was not there.</returns>
    /// <exception cref="StorageException">It cannot be removed.</exception>
    public bool Delete(ReadOnlySpan<byte> name)
    {
        var errno = Linux.Delete(_descriptor, Zero(name, stackalloc byte[MaxNameBytes + 1]));
        return errno switch
        {
            0 => true,
            Linux.ENOENT => false,
            _ => throw new StorageException("remove", PathOf(name), errno),
        };
    }

    /// <summary>Removes a folder in this one, if it is empty.</summary>
    /// <returns>False when it is not empty or not there.</returns>
    /// <exception cref="StorageException">It cannot be removed.</exception>
    public bool DeleteEmptyFolder(ReadOnlySpan<byte> name)
    {
        var errno = Linux.Delete(_descriptor, Zero(name, stackalloc byte[MaxNameBytes + 1]), isFolder: true);
        return errno switch
        {
            0 => true,
            Linux.ENOENT or Linux.ENOTDIR or Linux.ENOTEMPTY or Linux.EEXIST => false,
            _ => throw new StorageException("remove", PathOf(name), errno),
        };
    }

    /// <summary>Moves a file into another folder under another name, or the same, in one step.</summary>
    /// <exception cref="StorageException">The file system refused.</exception>
    public MoveOutcome Move(ReadOnlySpan<byte> name, FolderHandle target, ReadOnlySpan<byte> newName)
    {
        var errno = Linux.Move(
            _descriptor, Zero(name, stackalloc byte[MaxNameBytes + 1]), target._descriptor, Zero(newName, stackalloc byte[MaxNameBytes + 1]));
        return errno switch
        {
            0 => MoveOutcome.Moved,
            Linux.EEXIST => MoveOutcome.Taken,
            Linux.EXDEV => MoveOutcome.OtherMedium,
            Linux.ENOENT => MoveOutcome.Gone,
            _ => throw new StorageException("move", $"{PathOf(name)} to {target.PathOf(newName)}", errno),
        };
    }

    /// <summary>Gives a file in this folder another name, in one step; a file that has that name is replaced.</summary>
    /// <exception cref="StorageException">The file system refused; nothing happened.</exception>
    public void Replace(ReadOnlySpan<byte> name, ReadOnlySpan<byte> newName)
    {
        var errno = Linux.Rename(_descriptor, Zero(name, stackalloc byte[MaxNameBytes + 1]), Zero(newName, stackalloc byte[MaxNameBytes + 1]));
        if (errno != 0)
            throw new StorageException("rename", $"{PathOf(name)} to {PathOf(newName)}", errno);
    }

    /// <summary>Opens a file for reading, unless it is a link.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public SafeFileHandle OpenFile(ReadOnlySpan<byte> name)
    {
        var descriptor = Linux.OpenFileIn(_descriptor, Zero(name, stackalloc byte[MaxNameBytes + 1]), out var errno);
        return errno == 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new StorageException("open", PathOf(name), errno);
    }

    /// <summary>Reads a whole file without allocating anything; a link, a folder or a pipe is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="memory">What its bytes go to.</param>
    /// <param name="most">The longest file that is read, in bytes.</param>
    /// <returns>False when there is no such file.</returns>
    /// <exception cref="StorageException">It cannot be read.</exception>
    /// <exception cref="IOException">It is longer than <paramref name="most"/>.</exception>
    public bool ReadFile(ReadOnlySpan<byte> name, FileMemory memory, int most)
    {
        var descriptor = Linux.OpenFileIn(_descriptor, Zero(name, stackalloc byte[MaxNameBytes + 1]), out var errno);
        if (errno is Linux.ENOENT or Linux.ELOOP)
            return false;
        if (errno != 0)
            throw new StorageException("open", PathOf(name), errno);
        try
        {
            errno = Linux.Stat(descriptor, [0], out var facts);
            if (errno == 0 && facts.Kind != FileKind.File)
                return false;
            if (errno == 0 && facts.Size > most)
                throw new IOException($"{PathOf(name)} is longer than {most} bytes; it is not read.");
            if (errno == 0)
                errno = memory.Fill(descriptor, (int)facts.Size);
            return errno == 0 ? true : throw new StorageException("read", PathOf(name), errno);
        }
        finally
        {
            Linux.Close(descriptor);
        }
    }

    /// <summary>Creates a file for writing.</summary>
    /// <returns>Null when the name is taken.</returns>
    /// <exception cref="StorageException">It cannot be created.</exception>
    public SafeFileHandle? CreateFile(ReadOnlySpan<byte> name)
    {
        var descriptor = Linux.CreateNew(_descriptor, Zero(name, stackalloc byte[MaxNameBytes + 1]), out var errno);
        return errno switch
        {
            0 => new SafeFileHandle(descriptor, ownsHandle: true),
            Linux.EEXIST => null,
            _ => throw new StorageException("create", PathOf(name), errno),
        };
    }

    /// <summary>Brings the folder's names to the medium.</summary>
    /// <exception cref="StorageException">It could not be flushed.</exception>
    public void Flush()
    {
        var errno = Linux.Flush(_descriptor);
        if (errno is not (0 or Linux.EINVAL)) // EINVAL: a file system without folder flushes.
            throw new StorageException("flush", Path, errno);
    }

    /// <summary>The path of a name, for messages.</summary>
    public string PathOf(ReadOnlySpan<byte> name) => System.IO.Path.Combine(Path, Encoding.UTF8.GetString(name));

    /// <summary>Closes the folder.</summary>
    public void Dispose()
    {
        if (_descriptor < 0)
            return;
        Linux.Close(_descriptor);
        _descriptor = -1;
    }

    private static Span<byte> Zero(ReadOnlySpan<byte> name, Span<byte> destination)
    {
        if (name.IsEmpty || name.Length > MaxNameBytes || name.ContainsAny((byte)'/', (byte)0) || name.SequenceEqual(".."u8) || name.SequenceEqual("."u8))
            throw new ArgumentException("A file name has 1 to 255 bytes, neither a slash nor a zero byte, and is neither . nor ...", nameof(name));
        name.CopyTo(destination);
        destination[name.Length] = 0;
        return destination[..(name.Length + 1)];
    }
}
