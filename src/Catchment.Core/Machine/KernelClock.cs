using System.Runtime.InteropServices;

namespace Catchment.Core.Machine;

/// <summary>What the kernel knows of the clock. Source: adjtimex(2).</summary>
public static unsafe partial class KernelClock
{
    private const int Unsynchronized = 0x40; // STA_UNSYNC
    private const int RoomForTimex = 256;
    private const int WordsBeforeStatus = 5; // modes, offset, freq, maxerror, esterror

    /// <summary>Whether a program keeps it right by other clocks; null: it does not tell.</summary>
    public static bool? IsSynchronized()
    {
        var timex = stackalloc byte[RoomForTimex];
        new Span<byte>(timex, RoomForTimex).Clear();
        if (AdjustTime(timex) < 0)
            return null;
        return (*(int*)(timex + (WordsBeforeStatus * sizeof(nint))) & Unsynchronized) == 0;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int AdjustTime(byte* timex);
}
