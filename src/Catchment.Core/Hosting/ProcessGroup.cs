using System.Runtime.InteropServices;

namespace Catchment.Core.Hosting;

/// <summary>A program that was started in a group of its own, and all that it started there.</summary>
public static partial class ProcessGroup
{
    private const int KillSignal = 9;
    private const int TerminationSignal = 15;

    /// <summary>Ends all processes of a group at once.</summary>
    /// <param name="leader">The id of the process that the group was made for. As long as one is in the group, the id is no other's.</param>
    public static void Kill(int leader)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(leader, 2); // 0 and 1 stand for our own group and for everybody.
        _ = Signal(-leader, KillSignal); // There may be nobody left.
    }

    /// <summary>Asks one process to end.</summary>
    /// <param name="process">Its id.</param>
    /// <returns>Why it could not be asked; null: it was.</returns>
    public static string? Terminate(int process)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(process, 2);
        return Signal(process, TerminationSignal) == 0 ? null : Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
    }

    /// <summary>Makes this process the leader of a session and group of its own: the end of the terminal that started it means nothing to it.</summary>
    public static void LeaveTerminal() => _ = NewSession(); // It fails only for a leader.

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NewSession();
}
