using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Catchment.Interop.Tests.Documents;

/// <summary>
/// A folder as the original's document has it, <c>IOT-GATEWAY/Data-Service</c>, with the two scripts and the program under the originals' names; a polling service; and a shell in
/// which the document's lines are typed.
/// </summary>
internal sealed partial class DataServiceShell : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly PythonPeer _polling = PythonPeer.Start("Tags/polling_service.py");
    private readonly string _pollingAddress;
    private ProgramProcess? _gateway;

    internal DataServiceShell()
    {
        _pollingAddress = $"http://127.0.0.1:{_polling.ReadLine()}";
        Directory.CreateDirectory(Folder);
        foreach (var script in new[] { "start_sync.sh", "stop_sync.sh" })
            File.Copy(Path.Combine(CommandLine.Repository, "deploy/sync", script), Path.Combine(Folder, script));
        Directory.CreateDirectory(_root["bin"]);
        foreach (var name in new[] { "catchment", "dataservice", "sync_runner" })
            File.CreateSymbolicLink(_root["bin/" + name], ProgramProcess.Program);
        File.WriteAllText(Path.Combine(Folder, ".env"), $"HTTP_HOST=127.0.0.1\nSERVER_HOST=127.0.0.1\nHTTP_PORT=0\nMODBUS_PORT=0\nOPCUA_PORT=0\nIEC104_PORT=0\nSNMP_PORT=0\nMQTT_ENABLED=false\nPOLLING_BASE_URL={_pollingAddress}\n");
    }

    /// <summary>The working folder.</summary>
    internal string Folder => _root["IOT-GATEWAY/Data-Service"];

    /// <summary>The gateway's socket.</summary>
    internal string Socket => _root["ds.sock"];

    /// <summary>The polled document's URL.</summary>
    internal string PollingUrl => $"{_pollingAddress}/deploy/api/io/polled-values";

    /// <summary>The gateway's address; the port changes with each start.</summary>
    internal string Http { get; private set; } = "";

    /// <summary>Shows a document at the polling service.</summary>
    internal void Poll(string document)
    {
        _polling.WriteLine(document);
        _polling.Expect("shown");
    }

    /// <summary>Starts the gateway by its original's name.</summary>
    internal void StartGateway()
    {
        _gateway = new ProgramProcess(Folder, _root["bin/dataservice"], [], Environment());
        Http = _gateway.WaitForLog(Listening()).Groups["address"].Value.TrimEnd('/');
        _gateway.WaitForLog(Running());
    }

    /// <summary>Ends it as systemd does.</summary>
    internal void StopGateway()
    {
        _gateway!.Terminate().ShouldBe(0);
        _gateway.Dispose();
        _gateway = null;
    }

    /// <summary>Starts the sync in the foreground, by its original's name.</summary>
    internal ProgramProcess StartSync(params string[] arguments) => new(Folder, _root["bin/sync_runner"], arguments, Environment());

    /// <summary>Where a running sync tells how it is.</summary>
    internal string[] SyncSockets() => Directory.GetFiles(Folder, "sync.sock", SearchOption.AllDirectories);

    /// <summary>What is at a path of the gateway's API.</summary>
    internal string Curl(string path) => Type($"curl -sS {Http}{path}");

    /// <summary>Waits until the store has values.</summary>
    internal void WaitForData(Func<JsonElement, bool> isThere, string what) => Eventually.True(
        () =>
        {
            using var data = JsonDocument.Parse(Curl("/data"));
            return isThere(data.RootElement);
        },
        what);

    /// <summary>Waits until a running sync has done so many cycles.</summary>
    internal void WaitForSyncs(long count) => Eventually.True(
        () =>
        {
            using var status = JsonDocument.Parse(Curl("/sync/stats"));
            return status.RootElement.TryGetProperty("total_syncs", out var done) && done.GetInt64() >= count;
        },
        $"{count} cycles were not done");

    /// <summary>Types a line, and gives what it printed, its errors behind.</summary>
    internal string Type(string line, int status = 0)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", line]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        foreach (var (name, value) in Environment())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(status, $"{line}: {output}{errors.Result}");
        return output + errors.Result;
    }

    public void Dispose()
    {
        _gateway?.Dispose();
        _polling.Dispose();
        _root.Dispose();
    }

    private Dictionary<string, string> Environment() => new(StringComparer.Ordinal)
    {
        ["PATH"] = $"{_root["bin"]}:{System.Environment.GetEnvironmentVariable("PATH")}",
        ["CATCHMENT"] = _root["bin/catchment"],
        ["IPC_SOCKET_PATH"] = Socket,
        ["POLLING_API_URL"] = PollingUrl,
        ["LC_ALL"] = "C",
    };

    [GeneratedRegex(@"the HTTP API listens on (?<address>http://\S+)", RegexOptions.None, 60_000)]
    private static partial Regex Listening();

    [GeneratedRegex("gateway: running", RegexOptions.None, 60_000)]
    private static partial Regex Running();
}
