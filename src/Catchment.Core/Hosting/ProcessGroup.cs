using System.Runtime.InteropServices;

namespace Catchment.Core.Hosting;

/// <summary>A program that was started in a group of its own, and all that it started there.</summary>
public static partial class ProcessGroup
{
    private const int KillSignal = 9;

    /// <summary>Ends all processes of a group at once.</summary>
    /// <param name="leader">The id of the process that the group was made for. As long as one is in the group, the id is no other's.</param>
    public static void Kill(int leader)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(leader, 2); // 0 and 1 stand for our own group and for everybody.
        _ = Signal(-leader, KillSignal); // There may be nobody left.
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);
}
