using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Catchment.Interop.Tests.Hub;

/// <summary>The real program as a process of its own, with its data in a folder, ready to take frames.</summary>
public sealed partial class HubProcess : ProgramProcess
{
    private HubProcess(string data, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
        : base(Path.GetDirectoryName(data)!, Program, arguments, environment) => Data = data;

    public string Data { get; }

    public string Endpoint { get; private set; } = "";

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

    [GeneratedRegex(@"Listening on tcp://[^ ]*:(?<port>\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex ListeningLine();
}
