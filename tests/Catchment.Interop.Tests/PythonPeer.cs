using System.Collections.Concurrent;
using System.Diagnostics;

namespace Catchment.Interop.Tests;

/// <summary>
/// A foreign program in Python that a test talks to: started without a shell, spoken to by lines on its standard streams, ended
/// by its process id at the latest when disposed. What it wrote to standard error is part of every failure.
/// </summary>
public sealed class PythonPeer : IDisposable
{
    private const string Interpreter = "/usr/bin/python3";

    private static readonly TimeSpan Patience = Catchment.Fixtures.Patience.Limit;

    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly string _script;

    private PythonPeer(string script, IEnumerable<string> arguments)
    {
        _script = script;
        var start = new ProcessStartInfo(Interpreter)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add("-u");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, script));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => _errors.Enqueue(e.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts a script.</summary>
    /// <param name="script">Path below the test's output folder, for example <c>ZeroMq/req.py</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    public static PythonPeer Start(string script, params string[] arguments) => new(script, arguments);

    /// <summary>Waits for the next line that the peer writes.</summary>
    public string ReadLine() => ReadLine(Patience);

    /// <summary>Waits for the next line that the peer writes.</summary>
    public string ReadLine(TimeSpan patience) =>
        _lines.TryTake(out var line, patience) ? line : throw Failure($"wrote no line within {patience.TotalSeconds} s");

    /// <summary>Waits for a line and compares it.</summary>
    public void Expect(string line) => ReadLine().ShouldBe(line, customMessage: Errors());

    /// <summary>Says a line to the peer.</summary>
    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Waits for the peer to end by itself, and demands that it says it is content.</summary>
    public void ExpectSuccess()
    {
        if (!_process.WaitForExit(Patience)) throw Failure("did not end");
        _process.ExitCode.ShouldBe(0, Errors());
    }

    /// <summary>Ends the process at once, as a power cut would.</summary>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
        _lines.Dispose();
    }

    private void Take(string? line)
    {
        try
        {
            if (line is null) _lines.CompleteAdding();
            else _lines.Add(line);
        }
        catch (ObjectDisposedException)
        {
            // The test is over; nobody reads the last lines.
        }
    }

    private InvalidOperationException Failure(string what) => new($"{_script} {what}. {Errors()}");

    private string Errors() => _errors.IsEmpty ? "Its standard error is empty." : "Its standard error: " + string.Join('\n', _errors);
}
