using System.Runtime.InteropServices;

namespace Catchment.Core.Storage;

/// <summary>
/// The few system calls of the hot path that the framework does not offer as such: files opened relative to an open
/// folder (a name can never leave it), renames that refuse to replace, flushes of data and of folders.
/// Flag values are those of Linux on x86-64 and ARM alike.
/// </summary>
internal static unsafe partial class Linux
{
    internal const int ENOENT = 2;
    internal const int EINTR = 4;
    internal const int EBADF = 9;
    internal const int EEXIST = 17;
    internal const int EINVAL = 22;
    internal const int ENOSPC = 28;
    internal const int ENOSYS = 38;
    internal const int EOPNOTSUPP = 95;
    internal const int EDQUOT = 122;

    internal const int CurrentFolder = -100;
    internal const int ReadOnly = 0;
    internal const int CloseOnExec = 0x80000;

    private const int WriteOnly = 0x1;
    private const int Create = 0x40;
    private const int Exclusive = 0x80;
    private const int Append = 0x400;
    private const int SeekEnd = 2;
    private const uint RenameNoReplace = 1;
    private const int FileMode0644 = 0x1A4;
    private const int FolderMode0755 = 0x1ED;

    internal static string Describe(int errno) => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})";

    internal static int OpenFolder(string path) =>
        Retry(() =>
        {
            fixed (byte* p = NullTerminated(path))
                return OpenAt(CurrentFolder, p, ReadOnly | CloseOnExec, 0);
        });

    /// <summary>Makes a folder whose parent is there. Returns 0 or the error number.</summary>
    internal static int MakeFolder(string path)
    {
        fixed (byte* p = NullTerminated(path))
            return MakeDirectoryAt(CurrentFolder, p, FolderMode0755) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    internal static int OpenForAppend(string path) =>
        Retry(() =>
        {
            fixed (byte* p = NullTerminated(path))
                return OpenAt(CurrentFolder, p, WriteOnly | Create | Append | CloseOnExec, FileMode0644);
        });

    /// <summary>Creates a file that must not be there yet. Returns the descriptor, or −1 with <paramref name="errno"/>.</summary>
    internal static int CreateNew(int folder, ReadOnlySpan<byte> name, out int errno)
    {
        int descriptor;
        fixed (byte* p = name)
        {
            do
            {
                descriptor = OpenAt(folder, p, WriteOnly | Create | Exclusive | CloseOnExec, FileMode0644);
                errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (errno == EINTR);
        }

        return descriptor;
    }

    /// <summary>Writes all of it. Returns 0, or the error number when only the first <paramref name="done"/> bytes went out.</summary>
    internal static int WriteAll(int descriptor, ReadOnlySpan<byte> content, out int done)
    {
        done = 0;
        fixed (byte* start = content)
        {
            while (done < content.Length)
            {
                var written = Write(descriptor, start + done, content.Length - done);
                if (written < 0)
                {
                    var errno = Marshal.GetLastPInvokeError();
                    if (errno == EINTR)
                        continue;
                    return errno;
                }

                done += (int)written;
            }
        }

        return 0;
    }

    /// <summary>Takes the last bytes off a file.</summary>
    internal static void CutFromEnd(int descriptor, int length)
    {
        var end = Seek(descriptor, 0, SeekEnd);
        if (length > 0 && end >= length)
            _ = Truncate(descriptor, end - length);
    }

    internal static int RenameWithoutReplacing(int folder, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        fixed (byte* a = from)
        fixed (byte* b = to)
            return RenameAt2(folder, a, folder, b, RenameNoReplace) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    internal static int Rename(int folder, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        fixed (byte* a = from)
        fixed (byte* b = to)
            return RenameAt(folder, a, folder, b) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    internal static bool Exists(int folder, ReadOnlySpan<byte> name)
    {
        fixed (byte* p = name)
            return AccessAt(folder, p, 0, 0) == 0;
    }

    internal static void Unlink(int folder, ReadOnlySpan<byte> name)
    {
        // Best effort: what stays is a leftover, and the next start sweeps it.
        fixed (byte* p = name)
            _ = UnlinkAt(folder, p, 0);
    }

    internal static void Close(int descriptor) => _ = CloseDescriptor(descriptor);

    internal static int FlushData(int descriptor) => FDataSync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();

    internal static int Flush(int descriptor) => FSync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();

    private static byte[] NullTerminated(string path) => [.. System.Text.Encoding.UTF8.GetBytes(path), 0];

    private static int Retry(Func<int> call)
    {
        while (true)
        {
            var result = call();
            if (result >= 0 || Marshal.GetLastPInvokeError() != EINTR)
                return result;
        }
    }

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenAt(int folder, byte* path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    private static partial int MakeDirectoryAt(int folder, byte* path, int mode);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, byte* content, nint length);

    [LibraryImport("libc", EntryPoint = "lseek64", SetLastError = true)]
    private static partial long Seek(int descriptor, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "ftruncate64", SetLastError = true)]
    private static partial int Truncate(int descriptor, long length);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    private static partial int RenameAt2(int fromFolder, byte* from, int toFolder, byte* to, uint flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true)]
    private static partial int RenameAt(int fromFolder, byte* from, int toFolder, byte* to);

    [LibraryImport("libc", EntryPoint = "faccessat", SetLastError = true)]
    private static partial int AccessAt(int folder, byte* path, int mode, int flags);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    private static partial int UnlinkAt(int folder, byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FDataSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);
}
