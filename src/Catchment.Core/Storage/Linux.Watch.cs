using System.Runtime.InteropServices;

namespace Catchment.Core.Storage;

/// <summary>The calls of <see cref="FolderWatch"/>.</summary>
internal static unsafe partial class Linux
{
    private const uint OnlyFolders = 0x01000000; // IN_ONLYDIR
    private const short Readable = 1; // POLLIN

    /// <summary>Opens a queue of events. Returns the descriptor, or −1.</summary>
    internal static int OpenWatch() => WatchInitialize(CloseOnExec | DoNotBlock);

    /// <summary>Opens what ends a wait. Returns the descriptor, or −1.</summary>
    internal static int OpenSignal() => EventDescriptor(0, CloseOnExec | DoNotBlock);

    /// <summary>Ends a wait.</summary>
    internal static void Signal(int descriptor)
    {
        var one = 1UL;
        _ = Write(descriptor, (byte*)&one, sizeof(ulong));
    }

    /// <summary>Watches an open folder for the changes of a mask. Returns the watch's number, or −1.</summary>
    internal static int WatchFolder(int queue, int folder, uint changes)
    {
        // By its descriptor: the path may lead elsewhere by now.
        fixed (byte* p = NullTerminated($"/proc/self/fd/{folder}"))
            return WatchAdd(queue, p, changes | OnlyFolders);
    }

    /// <summary>Waits until one of two can be read.</summary>
    internal static void WaitForEither(int one, int other)
    {
        var both = stackalloc long[2];
        for (var i = 0; i < 2; i++)
        {
            *(int*)(both + i) = i == 0 ? one : other; // struct pollfd: descriptor, wanted, got
            *((short*)(both + i) + 2) = Readable;
        }

        _ = Poll(both, 2, -1);
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int WatchInitialize(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true)]
    private static partial int WatchAdd(int queue, byte* path, uint mask);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventDescriptor(uint start, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(long* descriptors, nuint count, int timeout);
}
