using System.Diagnostics;

namespace Catchment.Interop.Tests.Deploy;

/// <summary>What systemd says about a unit's file.</summary>
internal static class Units
{
    /// <summary>Whether systemd understands it, finds its program, and knows every setting.</summary>
    internal static (int Status, string Errors) Verify(string file) => Analyze("verify", "--man=no", "--recursive-errors=no", file);

    /// <summary>Whether its exposure, of at most 100, is no worse than a threshold.</summary>
    internal static (int Status, string Errors) Security(string file, int threshold) => Analyze("security", "--offline=yes", $"--threshold={threshold}", file);

    private static (int Status, string Errors) Analyze(params string[] words)
    {
        var start = new ProcessStartInfo("systemd-analyze", words) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["SYSTEMD_COLORS"] = "0";
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }
}
