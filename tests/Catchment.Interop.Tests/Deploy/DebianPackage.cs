using System.Diagnostics;

namespace Catchment.Interop.Tests.Deploy;

/// <summary>Builds the Debian package of the program that is tested, and runs scripts with it.</summary>
internal static class DebianPackage
{
    private const string Longest = "540"; // seconds

    /// <summary>Builds it into a folder; returns where a copied machine, which has that folder as <c>/mnt</c>, sees it.</summary>
    internal static string Build(TemporaryFolder folder, string version)
    {
        var package = Run("deploy/debian/build.sh", "--publish", PretendedMachine.Program, "--output", folder.FullPath, "--version", version).Trim();
        package.ShouldBe(folder[$"catchment_{version}_all.deb"]);
        return $"/mnt/{Path.GetFileName(package)}";
    }

    /// <summary>Runs a script of the repository that has to succeed; returns what it said.</summary>
    internal static string Run(string script, params string[] words)
    {
        var (status, output) = Start(script, words);
        status.ShouldBe(0, output);
        return output;
    }

    /// <summary>Runs a script of the repository.</summary>
    internal static (int Status, string Output) Start(string script, string[] words)
    {
        var start = new ProcessStartInfo("timeout", ["--signal=KILL", Longest, InRepository(script), .. words]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["DPKG_DEB_COMPRESSOR_TYPE"] = "gzip"; // in no time
        start.Environment["DPKG_DEB_COMPRESSOR_LEVEL"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>The parts of what a script said, each behind a line <c>== NAME</c>.</summary>
    internal static Dictionary<string, string> Parts(string output) => output.Split("== ").Skip(1).ToDictionary(static part => part[..part.IndexOf('\n', StringComparison.Ordinal)], static part => part[(part.IndexOf('\n', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal);

    internal static string InRepository(string path) => Path.Combine(CommandLine.Repository, path);
}
