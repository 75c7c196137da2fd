using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Catchment.Interop.Tests.Hub;

/// <summary>The real program as a process of its own, with its data in a folder, ready to take frames.</summary>
public sealed partial class HubProcess : IDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly BlockingCollection<string> _log = [];
    private readonly List<string> _seen = [];

    private HubProcess(string data, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        Data = data;
        var start = new ProcessStartInfo(Program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(data)! };
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

    public string Data { get; }

    public string Endpoint { get; private set; } = "";

    public int Pid => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => _process.StandardOutput.ReadToEnd();

    /// <summary><c>run hub</c> on loopback; with port 0 the system chooses.</summary>
    public static HubProcess Start(string data, string endpoint = "tcp://127.0.0.1:0", params string[] words) =>
        Launch(data, ["run", "hub", $"hub.data_directory={data}", $"hub.listen={endpoint}", .. words]);

    /// <summary>Any command line that runs a hub with its data in a folder.</summary>
    public static HubProcess Launch(string data, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var hub = new HubProcess(data, arguments, environment);
        hub.Endpoint = "tcp://127.0.0.1:" + hub.WaitForLog(ListeningLine()).Groups["port"].Value;
        return hub;
    }

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

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
    public int Terminate()
    {
        SendSignal(Pid, SigTerm).ShouldBe(0);
        _process.WaitForExit(StopDeadline).ShouldBeTrue("the hub did not stop after SIGTERM");
        return _process.ExitCode;
    }

    public IReadOnlyList<string> Frames() =>
        Directory.Exists(Path.Combine(Data, "images")) ? Directory.GetFiles(Path.Combine(Data, "images"), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }) : [];

    /// <summary>The texts in imagehub.log that are not the hub's own.</summary>
    public IReadOnlyList<string> Events() =>
        [.. File.ReadAllLines(Path.Combine(Data, "logs", "imagehub.log")).Select(l => l[26..])
            .Where(t => t is not ("Starting imagehub.py" or "SIGTERM detected, shutting down" or "Exiting imagehub.py"))];

    /// <summary>One number of <c>/metrics</c>, asked over the Unix socket.</summary>
    public async Task<double> MetricAsync(string series)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, stop) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(Data, ".catchment", "hub.sock")), stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler);
        var text = await client.GetStringAsync(new Uri("http://localhost/metrics"));
        var line = text.Split('\n').Single(l => l.StartsWith(series + " ", StringComparison.Ordinal));
        return double.Parse(line[(series.Length + 1)..], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
        _log.Dispose();
    }

    [GeneratedRegex(@"Listening on tcp://[^ ]*:(?<port>\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex ListeningLine();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
