using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Catchment.Tags.Ipc;
using Catchment.Tags.Store;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>A gateway as a user runs it: the program with a configuration in a folder, which is asked over its own interfaces.</summary>
public sealed partial class GatewaySite : IDisposable
{
    // Nobody else listens on this address, and its ports are not those that the system hands out: a gateway that is started again finds its own free.
    private const string Address = "127.0.0.2";
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();
    private ProgramProcess? _process;
    private HttpClient? _http;

    /// <summary>A gateway without security, which runs.</summary>
    public GatewaySite()
        : this("", "")
    {
        Start();
    }

    /// <summary>A gateway that does not run yet.</summary>
    /// <param name="opcUa">Members of <c>gateway.opcua</c>.</param>
    /// <param name="more">Further lines of the section <c>gateway</c>.</param>
    /// <param name="snmp">Members of <c>gateway.snmp</c>.</param>
    private GatewaySite(string opcUa, string more, string snmp = "")
    {
        Url = $"opc.tcp://{Address}:{FreePort()}";
        Iec104 = new IPEndPoint(IPAddress.Parse(Address), FreePort());
        File.WriteAllText(_folder["catchment.yaml"], $$"""
            gateway:
              http: { listen: ["127.0.0.1:0"] }
              modbus: { listen: ["127.0.0.1:0"] }
              snmp: { listen: ["127.0.0.1:0"]{{(snmp.Length == 0 ? "" : ", " + snmp)}} }
              ipc: { socket_path: g.sock }
              polling: { base_url: "" }
              mqtt: { enabled: false }
              iec104: { listen: ["tcp://{{Iec104}}"], t1: 255, t3: 3600 }
              opcua: { listen: ["{{Url}}"]{{(opcUa.Length == 0 ? "" : ", " + opcUa)}} }
            {{more}}
            """);
        Ipc = new IpcClient(_folder["g.sock"]);
    }

    /// <summary>The address of its OPC UA server, through restarts.</summary>
    public string Url { get; }

    /// <summary>Where its IEC 60870-5-104 server is, through restarts.</summary>
    public IPEndPoint Iec104 { get; }

    /// <summary>Its folder.</summary>
    public string Folder => _folder.FullPath;

    /// <summary>Its Unix socket.</summary>
    public IpcClient Ipc { get; }

    internal ProgramProcess Process => _process.ShouldNotBeNull();

    private HttpClient Http => _http.ShouldNotBeNull();

    /// <summary>A gateway with a configuration of its own, which does not run yet.</summary>
    /// <param name="opcUa">Members of <c>gateway.opcua</c>.</param>
    /// <param name="more">Further lines of the section <c>gateway</c>.</param>
    /// <param name="snmp">Members of <c>gateway.snmp</c>.</param>
    internal static GatewaySite With(string opcUa, string more = "", string snmp = "") => new(opcUa, more, snmp);

    /// <summary>Starts it, and waits until it serves.</summary>
    internal void Start()
    {
        _process = new ProgramProcess(Folder, ProgramProcess.Program, ["run", "gateway", "-c", "catchment.yaml"]);
        _http = new HttpClient { BaseAddress = new Uri(_process.WaitForLog(HttpLine()).Groups["url"].Value), Timeout = Limit };
        _process.WaitForLog(RunningLine());
    }

    /// <summary>Stops it as a service manager does.</summary>
    internal void Stop()
    {
        Process.Terminate().ShouldBe(0);
        Forget();
    }

    /// <summary>Kills it as a power cut does.</summary>
    internal void Kill()
    {
        Process.Kill();
        Forget();
    }

    internal Task<JsonElement> GetAsync(string path) => AnswerAsync(Http.GetAsync(new Uri(path, UriKind.Relative)));

    internal Task<string> TextAsync(string path) => Http.GetStringAsync(new Uri(path, UriKind.Relative));

    internal Task<JsonElement> PostAsync(string path, object? body = null) => AnswerAsync(Http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body ?? new object()));

    /// <summary>Removes a mapping of OPC UA.</summary>
    internal Task<JsonElement> UnmapAsync(string id) => AnswerAsync(Http.DeleteAsync(new Uri($"/mappings/opcua/{Uri.EscapeDataString(id)}", UriKind.Relative)));

    /// <summary>Registers a point.</summary>
    internal async Task<string> RegisterAsync(string key, string type = "float", string units = "", object? limits = null) =>
        (await PostAsync("/register", limits is null ? new { key, data_type = type, units } : new { key, data_type = type, units, limits })).Text("id");

    /// <summary>Maps a key to the node <c>ns=2;s=ID</c>, with its key as id where none is given.</summary>
    internal Task<JsonElement> MapAsync(string key, string type = "Double", string access = "CurrentReadOrWrite", string timestamps = "Both", string? id = null) =>
        PostAsync("/mappings/opcua", new { id = id ?? key, key, node_id = $"ns=2;s={id ?? key}", data_type = type, access_level = access, timestamps });

    /// <summary>Writes a value over the Unix socket.</summary>
    internal void Write(string key, object value) => Ipc.Write(key, TagValue.Of(JsonSerializer.SerializeToElement(value))).Ok.ShouldBeTrue(key);

    /// <summary>A number of <c>/metrics</c>.</summary>
    internal async Task<double> MetricAsync(string name) =>
        double.Parse((await TextAsync("/metrics")).Split('\n').Single(line => line.StartsWith($"{name} ", StringComparison.Ordinal)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        Ipc.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(FirstPort, LastPort);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Parse(Address), port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another then.
            }
        }
    }

    private static async Task<JsonElement> AnswerAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{answer.RequestMessage?.RequestUri}: {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    private void Forget()
    {
        _http?.Dispose();
        _process?.Dispose();
        (_http, _process) = (null, null);
    }

    [GeneratedRegex("the HTTP API listens on (?<url>http://[^ ,]+)", RegexOptions.NonBacktracking)]
    private static partial Regex HttpLine();

    [GeneratedRegex("gateway: running", RegexOptions.NonBacktracking)]
    private static partial Regex RunningLine();
}
