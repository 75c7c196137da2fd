using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Catchment.Benchmarks.Load;

namespace Catchment.Benchmarks.Machine;

/// <summary>A server that runs as a process of its own and takes in frames on a loopback port.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int KeptLines = 15;

    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromMilliseconds(1);

    private readonly Queue<string> _lastLines = new(KeptLines);
    private readonly Process _process;
    private readonly string _name;

    private ServerProcess(string name, Process process, int port)
    {
        (_name, _process, Port) = (name, process, port);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The port it was told to listen on.</summary>
    internal int Port { get; }

    /// <summary>What it has used so far.</summary>
    internal ProcessUsage Usage => ProcessUsage.Read(_process.Id);

    /// <summary>A port that nobody listens on now.</summary>
    internal static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Starts a server.</summary>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="command">The program and its words.</param>
    /// <param name="port">The port that the words tell it to listen on.</param>
    /// <exception cref="BenchmarkException">The program cannot be started.</exception>
    internal static ServerProcess Start(string name, IReadOnlyList<string> command, int port)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return new ServerProcess(name, Process.Start(start)!, port);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BenchmarkException($"Cannot start {name} ({string.Join(' ', command)}): {e.Message}", e);
        }
    }

    /// <summary>Waits until it shakes hands with a sender.</summary>
    /// <returns>The sender's connection, which the caller closes.</returns>
    /// <exception cref="BenchmarkException">It ended, or does not answer within half a minute.</exception>
    internal async Task<ReqConnection> FirstConnectionAsync(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < StartDeadline)
        {
            if (_process.HasExited)
                throw new BenchmarkException($"{_name} ended with {_process.ExitCode} at its start. {LastLines()}");
            if (ReqConnection.TryConnect(Port) is { } connection)
                return connection;
            await Task.Delay(RetryPeriod, cancellation);
        }

        throw new BenchmarkException($"{_name} does not answer on port {Port} after {StartDeadline.TotalSeconds} s. {LastLines()}");
    }

    /// <summary>Waits until it shakes hands with a sender, and closes that connection.</summary>
    /// <exception cref="BenchmarkException">It ended, or does not answer within half a minute.</exception>
    internal async Task WaitUntilAcceptingAsync(CancellationToken cancellation) => (await FirstConnectionAsync(cancellation)).Dispose();

    /// <summary>Sends SIGTERM and waits until it has drained and ended.</summary>
    /// <exception cref="BenchmarkException">It does not end, or not with 0.</exception>
    internal async Task StopAsync(CancellationToken cancellation)
    {
        _ = Kill(_process.Id, Terminate); // fails only when it has ended, which is what the next lines look at
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(StopDeadline);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new BenchmarkException($"{_name} did not end within {StopDeadline.TotalSeconds} s of SIGTERM. {LastLines()}");
        }

        if (_process.ExitCode != 0)
            throw new BenchmarkException($"{_name} ended with {_process.ExitCode} instead of 0. {LastLines()}");
    }

    /// <summary>Ends it at once if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_lastLines)
        {
            if (_lastLines.Count == KeptLines)
                _lastLines.Dequeue();
            _lastLines.Enqueue(line);
        }
    }

    private string LastLines()
    {
        lock (_lastLines)
        {
            return _lastLines.Count == 0 ? "It wrote nothing." : $"It wrote:{Environment.NewLine}{string.Join(Environment.NewLine, _lastLines)}";
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
