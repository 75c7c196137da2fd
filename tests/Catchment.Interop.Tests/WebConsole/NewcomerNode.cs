using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Catchment.Interop.Tests.Hub;

namespace Catchment.Interop.Tests.WebConsole;

/// <summary><c>catchment up</c> on ports of its own, with its console listening.</summary>
internal sealed class NewcomerNode : IDisposable
{
    private readonly HubProcess _process;

    private NewcomerNode(HubProcess process, IReadOnlyList<string> words, string hub, string address)
    {
        _process = process;
        Words = words;
        Hub = hub;
        Address = address;
    }

    /// <summary>What names the node for a command.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Where the hub listens.</summary>
    public string Hub { get; }

    /// <summary>The console's address.</summary>
    public string Address { get; }

    /// <summary>Starts it with its data in a folder, and the hub's in another.</summary>
    public static NewcomerNode Up(string folder, string hubData)
    {
        var web = HubProcess.FreePort();
        var hub = Endpoint();
        var address = "http://127.0.0.1:" + web.ToString(CultureInfo.InvariantCulture);
        string[] words =
        [
            $"data_directory={folder}", $"hub.data_directory={hubData}",
            $"hub.listen={hub}", $"watcher.listen={Endpoint()}", $"pump.listen={Endpoint()}", $"web.listen={address}",
        ];
        return Start(words, hub, address, web, hubData);
    }

    /// <summary>Makes everything that <c>setup</c> makes, and starts it, with nothing but its ports changed.</summary>
    public static NewcomerNode SetUp(string folder)
    {
        CommandLine.Run(folder, "setup").ShouldContain("made catchment.yaml\n");
        var web = HubProcess.FreePort();
        var hub = Endpoint();
        var address = "http://127.0.0.1:" + web.ToString(CultureInfo.InvariantCulture);
        string[] words =
        [
            $"hub.listen={hub}", $"watcher.listen={Endpoint()}", $"pump.listen={Endpoint()}", $"web.listen={address}", $"gateway.ipc.socket_path={Path.Combine(folder, "ds.sock")}",
            $"gateway.http.listen=http://127.0.0.1:{HubProcess.FreePort()}", $"gateway.poller.listen=http://127.0.0.1:{HubProcess.FreePort()}",
            "gateway.modbus.listen=tcp://127.0.0.1:0", "gateway.opcua.listen=opc.tcp://127.0.0.1:0", "gateway.iec104.listen=tcp://127.0.0.1:0", "gateway.snmp.listen=udp://127.0.0.1:0",
        ];
        return Start(words, hub, address, web, Path.Combine(folder, "data"));
    }

    /// <summary>Starts it again where it was.</summary>
    public NewcomerNode Again() => Start(Words, Hub, Address, new Uri(Address).Port, _process.Data);

    /// <summary><c>kill -9</c>.</summary>
    public void Kill() => _process.Kill();

    public void Dispose() => _process.Dispose();

    private static NewcomerNode Start(IReadOnlyList<string> words, string hub, string address, int web, string hubData)
    {
        var process = HubProcess.Launch(hubData, ["up", .. words]);
        Eventually.True(() => Listens(web), "the console listens"); // it warms up beside the services
        return new NewcomerNode(process, words, hub, address);
    }

    private static string Endpoint() => "tcp://127.0.0.1:" + HubProcess.FreePort().ToString(CultureInfo.InvariantCulture);

    private static bool Listens(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
