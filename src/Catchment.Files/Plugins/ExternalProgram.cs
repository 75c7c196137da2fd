using System.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Plugins;

namespace Catchment.Files.Plugins;

/// <summary>
/// A program of the site. It is run without a shell, with an empty standard input and in a process group of its own, which is killed as
/// a whole when it has to end: what the program starts ends with it.
/// </summary>
/// <param name="path">Absolute path of the program.</param>
internal sealed class ExternalProgram(string path)
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // What it left running in the background may hold its output open; nobody waits for that.
    private static readonly TimeSpan OutputLimit = TimeSpan.FromSeconds(1);

    // Makes the group: the framework cannot. Part of every Linux; without it only the known descendants are killed.
    private static readonly string? NewGroup = FindPath("setsid");

    /// <summary>Finds a program as a shell would.</summary>
    /// <param name="command">A name that is looked for in <c>PATH</c>, or a path.</param>
    /// <exception cref="PluginException">There is none.</exception>
    public static ExternalProgram Find(string command) => new(FindPath(command) ?? throw new PluginException(
        $"plugin.config.command: there is no program '{command}' that can be run. Install it, add its folder to PATH, or give its path."));

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="limit">The longest time; null: any.</param>
    /// <param name="lines">Lines at the end of each output that are kept.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <exception cref="OperationCanceledException">It was killed as that was asked for; inside is what it had said.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">It could not be started.</exception>
    public ProgramEnd Run(IEnumerable<string> arguments, TimeSpan? limit, int lines, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var process = Process.Start(Start(arguments))!;
        process.StandardInput.Close();
        var errors = new OutputTail(process.StandardError.BaseStream);
        var output = new OutputTail(process.StandardOutput.BaseStream);
        var ended = Wait(process, limit, cancellation);
        if (!errors.Wait(OutputLimit) || !output.Wait(OutputLimit))
            Kill(process.Id);
        var end = new ProgramEnd(ended ? process.ExitCode : null, output.Lines(lines), errors.Lines(lines));
        return ended || !cancellation.IsCancellationRequested ? end
            : throw new OperationCanceledException("killed", (end.Errors ?? end.Output) is { } words ? new IngestFailureException(words) : null, cancellation);
    }

    private static bool Wait(Process process, TimeSpan? limit, CancellationToken cancellation)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (limit is { } longest)
            cut.CancelAfter(longest);
        try
        {
            process.WaitForExitAsync(cut.Token).GetAwaiter().GetResult();
            return true;
        }
        catch (OperationCanceledException)
        {
            Kill(process.Id);
            process.Kill(entireProcessTree: true);
            process.WaitForExit(OutputLimit);
            return false;
        }
    }

    private static void Kill(int leader)
    {
        if (NewGroup is not null)
            ProcessGroup.Kill(leader);
    }

    private ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(NewGroup ?? path)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (NewGroup is not null)
            start.ArgumentList.Add(path);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    private static string? FindPath(string command)
    {
        var folders = command.Contains('/', StringComparison.Ordinal)
            ? [Environment.CurrentDirectory]
            : (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.GetFullPath(command, Path.GetFullPath(folder))).FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string file)
    {
        try
        {
            return !OperatingSystem.IsWindows() && File.Exists(file) && (File.GetUnixFileMode(file) & Executable) != UnixFileMode.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
