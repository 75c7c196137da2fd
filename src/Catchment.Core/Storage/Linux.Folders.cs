using System.Runtime.InteropServices;

namespace Catchment.Core.Storage;

/// <summary>The calls of <see cref="FolderHandle"/>: everything relative to an open folder, and never through a link.</summary>
internal static unsafe partial class Linux
{
    internal const uint Unchanged = uint.MaxValue; // of fchown
    internal const int EPERM = 1;
    internal const int EACCES = 13;
    internal const int EXDEV = 18;
    internal const int ENOTDIR = 20;
    internal const int EROFS = 30;
    internal const int ENAMETOOLONG = 36;
    internal const int ENOTEMPTY = 39;
    internal const int ELOOP = 40;

    private const int StatBytes = 256;
    private const int DoNotBlock = 0x800; // O_NONBLOCK: to open a pipe that somebody put there must not wait for its writer
    private const int NoFollowStat = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const int RemoveFolder = 0x200; // AT_REMOVEDIR
    private const uint BasicStats = 0x7FF; // STATX_BASIC_STATS
    private const int KindMask = 0xF000;
    private const int KindFile = 0x8000;
    private const int KindFolder = 0x4000;
    private const long KeepTime = 0x3FFFFFFE; // UTIME_OMIT
    private const int NotNeeded = 4; // POSIX_FADV_DONTNEED

    // These two differ between architectures.
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;
    private static readonly int DirectoryFlag = IsArm ? 0x4000 : 0x10000;
    private static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    /// <summary>Opens a folder, the path's links followed. Returns the descriptor, or −1 with <paramref name="errno"/>.</summary>
    internal static int OpenFolderAt(string path, out int errno)
    {
        fixed (byte* p = NullTerminated(path))
            return OpenRetrying(CurrentFolder, p, ReadOnly | CloseOnExec | DirectoryFlag, out errno);
    }

    /// <summary>Opens a folder in a folder, unless it is a link. Returns the descriptor, or −1 with <paramref name="errno"/>.</summary>
    internal static int OpenFolderIn(int folder, ReadOnlySpan<byte> name, out int errno)
    {
        fixed (byte* p = name)
            return OpenRetrying(folder, p, ReadOnly | CloseOnExec | DirectoryFlag | NoFollow, out errno);
    }

    /// <summary>Opens a file in a folder for reading, unless it is a link. Returns the descriptor, or −1 with <paramref name="errno"/>.</summary>
    internal static int OpenFileIn(int folder, ReadOnlySpan<byte> name, out int errno)
    {
        fixed (byte* p = name)
            return OpenRetrying(folder, p, ReadOnly | CloseOnExec | NoFollow | DoNotBlock, out errno);
    }

    /// <summary>Reads a file's bytes from where it stands. Returns how many, 0 at the end, or −1 with <paramref name="errno"/>.</summary>
    internal static nint Read(int descriptor, byte* destination, nint length, out int errno)
    {
        while (true)
        {
            var read = ReadDescriptor(descriptor, destination, length);
            errno = read < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (errno != EINTR)
                return read;
        }
    }

    /// <summary>Makes a folder in a folder. Returns 0 or the error number.</summary>
    internal static int MakeFolderIn(int folder, ReadOnlySpan<byte> name)
    {
        fixed (byte* p = name)
            return MakeDirectoryAt(folder, p, FolderMode0755) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>What a name in a folder is, not what it links to; with an empty name the folder itself. Returns 0 or the error number.</summary>
    internal static int Stat(int folder, ReadOnlySpan<byte> name, out FileFacts facts) => Stat(folder, name, NoFollowStat | EmptyPath, out facts, out _);

    /// <summary>What a name in a folder leads to, its links followed. Returns 0 or the error number.</summary>
    internal static int StatTarget(int folder, ReadOnlySpan<byte> name, out FileFacts facts) => Stat(folder, name, 0, out facts, out _);

    /// <summary>What a path leads to, its links followed, and whose it is. Returns 0 or the error number.</summary>
    internal static int StatPath(string path, out FileFacts facts, out FileOwner owner) => Stat(CurrentFolder, NullTerminated(path), 0, out facts, out owner);

    /// <summary>Gives an open file to somebody, with a mode. Returns 0 or the error number.</summary>
    internal static int GiveTo(int descriptor, FileOwner owner) =>
        ChangeOwner(descriptor, owner.User, owner.Group) == 0 && ChangeMode(descriptor, owner.Mode) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Sets when an open file was last changed; when it was last read stays. Returns 0 or the error number.</summary>
    internal static int SetModified(int descriptor, long nanoseconds)
    {
        var (seconds, rest) = Math.DivRem(nanoseconds, 1_000_000_000);
        var times = stackalloc long[] { 0, KeepTime, rest < 0 ? seconds - 1 : seconds, rest < 0 ? rest + 1_000_000_000 : rest };
        return SetTimes(descriptor, times) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Lets the system forget what it holds of a flushed file in memory; a wish.</summary>
    internal static void ForgetCached(int descriptor) => _ = Advise(descriptor, 0, 0, NotNeeded);

    private static int Stat(int folder, ReadOnlySpan<byte> name, int flags, out FileFacts facts, out FileOwner owner)
    {
        // statx has one layout on every architecture, unlike stat.
        var stat = stackalloc byte[StatBytes];
        int errno;
        fixed (byte* p = name)
            errno = StatX(folder, p, flags, BasicStats, stat) == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (errno != 0)
        {
            facts = default;
            owner = default;
            return errno;
        }

        var mode = *(ushort*)(stat + 28);
        var kind = (mode & KindMask) switch
        {
            KindFile => FileKind.File,
            KindFolder => FileKind.Folder,
            _ => FileKind.Other,
        };
        var modified = (*(long*)(stat + 112) * 1_000_000_000) + *(uint*)(stat + 120);
        var changed = (*(long*)(stat + 96) * 1_000_000_000) + *(uint*)(stat + 104);
        facts = new FileFacts(kind, *(long*)(stat + 40), modified, *(ulong*)(stat + 32), *(ulong*)(stat + 136)) { Changed = changed };
        owner = new FileOwner(*(uint*)(stat + 20), *(uint*)(stat + 24), mode & ~KindMask);
        return 0;
    }

    /// <summary>Reads names of an open folder. Returns the bytes read, 0 at the end, or −1 with <paramref name="errno"/>.</summary>
    internal static int ReadFolder(int folder, Span<byte> buffer, out int errno)
    {
        nint length;
        fixed (byte* p = buffer)
            length = GetDirectoryEntries(folder, p, buffer.Length);
        errno = length < 0 ? Marshal.GetLastPInvokeError() : 0;
        return (int)length;
    }

    /// <summary>Removes a name. Returns 0 or the error number.</summary>
    internal static int Delete(int folder, ReadOnlySpan<byte> name, bool isFolder = false)
    {
        fixed (byte* p = name)
            return UnlinkAt(folder, p, isFolder ? RemoveFolder : 0) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Moves a name into another folder, replacing nothing. Returns 0 or the error number.</summary>
    internal static int Move(int fromFolder, ReadOnlySpan<byte> from, int toFolder, ReadOnlySpan<byte> to)
    {
        fixed (byte* a = from)
        fixed (byte* b = to)
        {
            if (RenameAt2(fromFolder, a, toFolder, b, RenameNoReplace) == 0)
                return 0;
            var errno = Marshal.GetLastPInvokeError();
            if (errno is not (EINVAL or ENOSYS or EOPNOTSUPP))
                return errno;

            // A file system without the flag. A second name does not replace either; where there are none (FAT), looking first has to do.
            if (LinkAt(fromFolder, a, toFolder, b, 0) == 0)
            {
                if (UnlinkAt(fromFolder, a, 0) == 0)
                    return 0;
                errno = Marshal.GetLastPInvokeError();
                if (errno == ENOENT)
                    return 0; // Somebody else took the first name away, or a server whose answer was lost: the second is the only one.

                // It was not moved, and must not have two names; but only where the first is known to be there.
                if (AccessAt(fromFolder, a, 0, 0) == 0)
                    _ = UnlinkAt(toFolder, b, 0);
                return errno;
            }

            errno = Marshal.GetLastPInvokeError();
            if (errno is not (EPERM or ENOSYS or EOPNOTSUPP))
                return errno;
            if (AccessAt(toFolder, b, 0, 0) == 0)
                return EEXIST;
            return RenameAt(fromFolder, a, toFolder, b) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    private static int OpenRetrying(int folder, byte* name, int flags, out int errno)
    {
        int descriptor;
        do
        {
            descriptor = OpenAt(folder, name, flags, 0);
            errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (errno == EINTR);
        return descriptor;
    }

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadDescriptor(int descriptor, byte* destination, nint length);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int StatX(int folder, byte* path, int flags, uint mask, byte* result);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    private static partial int ChangeOwner(int descriptor, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int ChangeMode(int descriptor, int mode);

    [LibraryImport("libc", EntryPoint = "futimens", SetLastError = true)]
    private static partial int SetTimes(int descriptor, long* times);

    [LibraryImport("libc", EntryPoint = "posix_fadvise64")]
    private static partial int Advise(int descriptor, long offset, long length, int advice);

    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    private static partial nint GetDirectoryEntries(int folder, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    private static partial int LinkAt(int fromFolder, byte* from, int toFolder, byte* to, int flags);
}
