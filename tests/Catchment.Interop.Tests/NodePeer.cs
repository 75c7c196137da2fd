using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;

namespace Catchment.Interop.Tests;

/// <summary>
/// A script for Node.js that answers commands, a line of JSON each, in whatever order they are done. It ends with its standard input, so also when this
/// process is killed. What it wrote to standard error is part of every failure.
/// </summary>
internal sealed class NodePeer : IDisposable
{
    private const int KeptErrors = 60;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Process _process;
    private readonly string _script;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _asked = new();
    private readonly ConcurrentDictionary<(string Name, string? Client), Channel<JsonElement>> _events = new();
    private readonly Lock _input = new();
    private int _last;

    /// <summary>Starts a script.</summary>
    /// <param name="script">Path below the folder of the running program.</param>
    /// <param name="arguments">Its words.</param>
    public NodePeer(string script, params IEnumerable<string> arguments)
    {
        _script = script;
        var start = new ProcessStartInfo(Interpreter(), [Path.Combine(AppContext.BaseDirectory, script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => TakeError(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Of its process.</summary>
    public int Pid => _process.Id;

    /// <summary>Has a command done.</summary>
    /// <param name="command">Its name.</param>
    /// <param name="words">What the command is about; null: nothing.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="NodePeerException">It failed, with the name of the status code.</exception>
    public async Task<JsonElement> AskAsync(string command, object? words = null)
    {
        var line = JsonSerializer.SerializeToNode(words ?? new object(), Json)!.AsObject();
        var id = Interlocked.Increment(ref _last);
        line["id"] = id;
        line["command"] = command;
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = answer;
        try
        {
            lock (_input)
            {
                _process.StandardInput.WriteLine(line.ToJsonString());
                _process.StandardInput.Flush();
            }

            var told = await answer.Task.WaitAsync(Limit);
            return told.TryGetProperty("error", out var error)
                ? throw new NodePeerException(error.GetString()!, $"{command}: {told.GetProperty("text").GetString()}")
                : told.GetProperty("result");
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            throw new InvalidOperationException($"{_script} does not answer {command}. {Errors()}", e);
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }

    /// <summary>Waits for the next event of a name, which may have come already.</summary>
    /// <param name="name">The event's.</param>
    /// <param name="client">Of whom it tells; null: of nobody in particular.</param>
    public async Task<JsonElement> EventAsync(string name, string? client = null)
    {
        using var patience = new CancellationTokenSource(Limit);
        try
        {
            return await EventsOf(name, client).Reader.ReadAsync(patience.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw new InvalidOperationException($"{_script} tells of no {name}. {Errors()}", e);
        }
    }

    /// <summary>Whether an event has come that nobody has waited for.</summary>
    public bool HasEvent(string name, string? client = null) => EventsOf(name, client).Reader.TryPeek(out _);

    /// <summary>Ends the process at once, as a power cut would.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static string Interpreter()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var packages = Path.Combine(folder.FullName, "node_modules");
            if (!Directory.Exists(Path.Combine(packages, "node-opcua-client")))
                continue;
            var own = Path.Combine(packages, ".bin", "node");
            return File.Exists(own) ? own : "node";
        }

        throw new InvalidOperationException("The packages of the OPC UA peer are not installed: run tests/Catchment.Interop.Tests/OpcUa/peer/install.");
    }

    private Channel<JsonElement> EventsOf(string name, string? client) => _events.GetOrAdd((name, client), static _ => Channel.CreateUnbounded<JsonElement>());

    private void Take(string? line)
    {
        if (line is null)
        {
            foreach (var answer in _asked.Values)
                answer.TrySetException(new InvalidOperationException($"{_script} has ended. {Errors()}"));
            foreach (var events in _events.Values)
                events.Writer.TryComplete();
            return;
        }

        using var document = JsonDocument.Parse(line);
        var told = document.RootElement.Clone();
        if (told.TryGetProperty("event", out var name))
            EventsOf(name.GetString()!, told.TryGetProperty("client", out var client) ? client.GetString() : null).Writer.TryWrite(told);
        else if (_asked.TryGetValue(told.GetProperty("id").GetInt32(), out var answer))
            answer.TrySetResult(told);
    }

    private void TakeError(string? line)
    {
        if (line is not null)
            _errors.Enqueue(line);
        while (_errors.Count > KeptErrors)
            _errors.TryDequeue(out _);
    }

    private string Errors() => _errors.IsEmpty ? "Its standard error is empty." : "Its standard error: " + string.Join('\n', _errors);
}
