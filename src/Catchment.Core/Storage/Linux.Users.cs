using System.Runtime.InteropServices;

namespace Catchment.Core.Storage;

/// <summary>The system calls for who this process is.</summary>
internal static unsafe partial class Linux
{
    /// <summary>The user who started the process.</summary>
    internal static uint RealUser() => GetUser();

    /// <summary>Makes the whole process, of root's, act as a user: the C library's calls change all threads, the system's own only one.</summary>
    /// <returns>False when it is refused.</returns>
    internal static bool ActAs(uint user) => SetUser(user) == 0;

    /// <summary>Makes the whole process, of root's, act as a user with one group.</summary>
    /// <returns>False when it is refused; it is root then.</returns>
    internal static bool ActAs(uint user, uint group)
    {
        _ = SetGroups(1, &group); // Refused in some containers, which have no further groups to give up.
        return SetGroup(group) == 0 && ActAs(user);
    }

    [LibraryImport("libc", EntryPoint = "getuid")]
    private static partial uint GetUser();

    [LibraryImport("libc", EntryPoint = "seteuid")]
    private static partial int SetUser(uint user);

    [LibraryImport("libc", EntryPoint = "setegid")]
    private static partial int SetGroup(uint group);

    [LibraryImport("libc", EntryPoint = "setgroups")]
    private static partial int SetGroups(nint count, uint* groups);
}
