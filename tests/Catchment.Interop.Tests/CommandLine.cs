using System.Diagnostics;

namespace Catchment.Interop.Tests;

/// <summary>The real program's commands that end by themselves.</summary>
public static class CommandLine
{
    private static readonly TimeSpan Deadline = Patience.Limit;

    /// <summary>The checkout that is tested: the folder above that holds the solution.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Runs a command that has to succeed, and gives what it printed.</summary>
    public static string Run(string folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit(Deadline).ShouldBeTrue("the command did not end");
        process.ExitCode.ShouldBe(0, errors.Result);
        return output;
    }

    public static Process Start(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Hub.HubProcess.Program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Catchment.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of a checkout.");
    }
}
