using System.Runtime.InteropServices;

namespace Catchment.Core.Hosting;

/// <summary>Work that is to give way to every other.</summary>
public static partial class Background
{
    private const int OfProcess = 0;
    private const int CallingThread = 0;
    private const int Nice = 15;

    /// <summary>
    /// Lets the calling thread have what processor time the others leave; a thread's own priority does nothing on Linux, so this is
    /// its nice value. Where that cannot be set the thread stays as it is.
    /// </summary>
    public static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(OfProcess, CallingThread, Nice); // Linux counts niceness by thread: setpriority(2), "C library/kernel differences"
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int nice);
}
