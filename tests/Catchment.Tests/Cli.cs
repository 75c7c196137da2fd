using System.Diagnostics;

namespace Catchment.Tests;

/// <summary>Runs the program as a user does.</summary>
public static class Cli
{
    private static readonly TimeSpan Deadline = Patience.Limit;

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Catchment");

    /// <summary>The checkout that is tested: the folder above that holds the solution.</summary>
    public static string Repository { get; } = FindRepository();

    public static CliResult Run(string workingFolder, params string[] arguments) => Start(Program, workingFolder, arguments);

    public static CliResult Start(string program, string workingFolder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit(Deadline).ShouldBeTrue($"{program} {string.Join(' ', arguments)} did not end");
        return new CliResult(process.ExitCode, output, error.Result);
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Catchment.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of a checkout.");
    }
}
