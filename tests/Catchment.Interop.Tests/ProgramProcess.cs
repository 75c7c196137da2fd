using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Catchment.Interop.Tests;

/// <summary>The real program as a process of its own that runs until it is told to stop.</summary>
public partial class ProgramProcess : IDisposable
{
    private const int SigInt = 2;
    private const int SigTerm = 15;
    private static readonly TimeSpan StartDeadline = Patience.Limit;
    private static readonly TimeSpan StopDeadline = Patience.Limit;

    private readonly Process _process;
    private readonly BlockingCollection<string> _log = [];
    private readonly List<string> _seen = [];

    /// <summary>Starts it.</summary>
    /// <param name="folder">Its working folder.</param>
    /// <param name="program">The executable, or a link to it.</param>
    /// <param name="arguments">Its words.</param>
    /// <param name="environment">Variables beside those of this process; null: none.</param>
    public ProgramProcess(string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                _log.Add(line.Data);
            else
                _log.CompleteAdding();
        };
        _process.Start();
        _process.BeginErrorReadLine();
    }

    /// <summary>The executable under test.</summary>
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Catchment");

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => _process.StandardOutput.ReadToEnd();

    /// <summary>Waits for a line of the program's log.</summary>
    public Match WaitForLog(Regex pattern)
    {
        using var deadline = new CancellationTokenSource(StartDeadline);
        try
        {
            foreach (var line in _log.GetConsumingEnumerable(deadline.Token))
            {
                _seen.Add(line);
                if (pattern.Match(line) is { Success: true } match)
                    return match;
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, with what was logged instead.
        }

        throw new InvalidOperationException($"The program never logged {pattern}. It logged:\n{string.Join('\n', _seen)}");
    }

    /// <summary><c>kill -9</c>.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public int Terminate() => End(SigTerm);

    /// <summary>SIGINT, and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public int Interrupt() => End(SigInt);

    /// <summary>Waits a while for the end that it comes to by itself.</summary>
    /// <returns>Whether it has ended.</returns>
    public bool EndsWithin(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>Waits for the end that it comes to by itself.</summary>
    /// <returns>The exit code, and what was not read of its standard error.</returns>
    public (int ExitCode, string Errors) WaitForEnd()
    {
        _process.WaitForExit(StartDeadline).ShouldBeTrue("the program did not end");
        _process.WaitForExit(); // And its output.
        return (_process.ExitCode, string.Join('\n', _log));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
        _log.Dispose();
        GC.SuppressFinalize(this);
    }

    private int End(int signal)
    {
        SendSignal(Pid, signal).ShouldBe(0);
        _process.WaitForExit(StopDeadline).ShouldBeTrue("the program did not stop after the signal");
        return _process.ExitCode;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
