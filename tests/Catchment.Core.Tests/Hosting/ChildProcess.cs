using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Catchment.Core.Tests.Hosting;

/// <summary>A running <see cref="ChildNode"/>; killed with the test if it still runs.</summary>
internal sealed partial class ChildProcess : IDisposable
{
    public const int Terminate = 15;
    public const int Interrupt = 2;

    private readonly Process _process;
    private readonly Task<string> _errors;

    private ChildProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public static ChildProcess Start(string stateFolder, string kind, params (string Name, string Value)[] environment)
    {
        // Started in a shell's background, the tests ignore SIGINT, and what they start would inherit that.
        var start = new ProcessStartInfo("/usr/bin/env")
        {
            ArgumentList = { "--default-signal=INT", Environment.ProcessPath!, "exec", typeof(ChildNode).Assembly.Location, stateFolder, kind },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("OTEL_EXPORTER_OTLP_ENDPOINT");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Reads until a line that begins so.</summary>
    public async Task<string> LineAsync(string beginning)
    {
        while (await _process.StandardOutput.ReadLineAsync().InTimeAsync() is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The node ended before '{beginning}': {await _errors}");
    }

    public void Signal(int signal) => TrySignal(signal).ShouldBeTrue("the process runs");

    /// <summary>Sends a signal, unless the process has ended.</summary>
    public bool TrySignal(int signal) => !_process.HasExited && Send(_process.Id, signal) == 0;

    public void Kill() => _process.Kill();

    /// <summary>Waits for the end.</summary>
    /// <returns>Exit code and standard error.</returns>
    public async Task<(int Code, string Errors)> EndAsync()
    {
        await _process.WaitForExitAsync().InTimeAsync();
        return (_process.ExitCode, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int process, int signal);
}
