using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Core.Hosting;

/// <summary>The few system calls that .NET has no public call for.</summary>
internal static partial class Posix
{
    private const int ReadOnly = 0;

    // O_DIRECTORY and O_CLOEXEC differ between systems; these are Linux's on x86-64 and on ARM.
    private static readonly int DirectoryFlag =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x4000 : 0x10000;

    private const int CloseOnExec = 0x80000;

    /// <summary>Opens a file for reading without taking any lock on it, unlike every way of .NET.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static SafeFileHandle OpenWithoutLock(string path) => Open(path, ReadOnly | CloseOnExec);

    /// <summary>Opens a folder, so that what lies in it can be named through <c>/proc/self/fd</c>.</summary>
    /// <exception cref="IOException">The folder cannot be opened.</exception>
    public static SafeFileHandle OpenFolder(string path) => Open(path, ReadOnly | CloseOnExec | DirectoryFlag);

    private static SafeFileHandle Open(string path, int flags)
    {
        int descriptor = OpenCall(path, flags);
        if (descriptor < 0)
        {
            string reason = new Win32Exception(Marshal.GetLastPInvokeError()).Message;
            throw new IOException($"Cannot open '{path}': {reason}.");
        }

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenCall(string path, int flags);
}
