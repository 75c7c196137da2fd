using System.Runtime.InteropServices;

namespace Catchment.Core.Machine;

/// <summary>What the system says of folders and media that .NET does not.</summary>
public static unsafe partial class FileSystem
{
    private const int MayWriteAndSearch = 2 | 1; // W_OK, X_OK
    private const int Writable = 2; // W_OK
    private const int Readable = 4; // R_OK
    private const int MayReadAndSearch = 4 | 1; // R_OK, X_OK
    private const int RoomForStatfs = 256;
    private const int InodesAt = 5; // words: f_type, f_bsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree

    /// <summary>Whether this process may make files in a folder, or list it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isWritten">It is to be written to.</param>
    /// <param name="why">Otherwise why not.</param>
    public static bool MayUse(string folder, bool isWritten, out string why)
    {
        why = File.Exists(folder) ? "it is a file"
            : Access(folder, isWritten ? MayWriteAndSearch : MayReadAndSearch) == 0 ? ""
            : Marshal.GetLastPInvokeErrorMessage();
        return why.Length == 0;
    }

    /// <summary>Whether this process may write a file.</summary>
    /// <param name="file">The file.</param>
    public static bool MayWrite(string file) => Access(file, Writable) == 0;

    /// <summary>Whether this process may read a file.</summary>
    /// <param name="file">The file.</param>
    public static bool MayRead(string file) => Access(file, Readable) == 0;

    /// <summary>The part of the medium's inodes that is free; null: it has no fixed number of them.</summary>
    /// <param name="folder">A folder on it.</param>
    public static double? FreeInodes(string folder)
    {
        if (!Environment.Is64BitProcess)
            return null; // The layout differs.
        var facts = stackalloc ulong[RoomForStatfs / sizeof(ulong)];
        return StatFileSystem(folder, facts) == 0 && facts[InodesAt] > 0 ? facts[InodesAt + 1] / (double)facts[InodesAt] : null;
    }

    /// <summary>What has a path, or the nearest above it that is there.</summary>
    /// <param name="path">Its path, absolute.</param>
    public static string NearestThere(string path)
    {
        var there = path;
        while (!Path.Exists(there) && Path.GetDirectoryName(there) is { } above)
            there = above;
        return there;
    }

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatFileSystem(string path, ulong* facts);
}
