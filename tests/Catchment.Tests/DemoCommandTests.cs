using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Tests;

public sealed class DemoCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--rate 0", "--rate")]
    [InlineData("--rate fast", "--rate")]
    [InlineData("--rate 1e9", "--rate")]
    [InlineData("--for soon", "--for")]
    [InlineData("--for 0", "--for")]
    [InlineData("--for 31d", "--for")]
    [InlineData("--cameras 0", "--cameras")]
    [InlineData("--cameras 101", "--cameras")]
    [InlineData("--outposts 0", "--outposts")]
    [InlineData("--outposts 33", "--outposts")]
    [InlineData("--first-port 65471", "--first-port")]
    [InlineData("--only dogs", "dogs")]
    [InlineData("--only outposts watcher.listen=127.0.0.1:0", "watcher.listen")]
    [InlineData("--seed x", "--seed")]
    [InlineData("nonsense", "nonsense")]
    [InlineData("hub.listen=nowhere", "hub.listen")]
    [InlineData("hub.listen=127.0.0.1:0", "hub.listen")]
    public void Wrong_usage_ends_with_2_and_says_what_is_wrong(string arguments, string wrong)
    {
        var result = Run(["demo", .. arguments.Split(' ')]);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(wrong);
    }

    [Fact]
    public void A_node_that_is_not_up_ends_it_with_1_after_its_time()
    {
        var endpoint = $"tcp://127.0.0.1:{FreePort()}";

        var result = Run("demo", "--only", "cameras", "--for", "200 ms", "--cameras", "1", "hub.listen=" + endpoint.Replace("127.0.0.1", "*", StringComparison.Ordinal));

        result.ExitCode.ShouldBe(1);
        result.Output.ShouldContain($"cameras: 1 camera on 1 node, to the hub at {endpoint}");
        result.Output.ShouldContain("http://127.0.0.1:8088");
        result.Output.ShouldContain("0 sent");
        result.Error.ShouldContain("catchment up");
    }

    [Fact]
    public void A_node_that_refuses_everything_ends_it_with_1_and_is_not_said_to_be_away()
    {
        using var refusing = new ZmqReplier([new ZmqEndpoint("127.0.0.1", 0)], request => request.Reply("ERROR no room"u8));

        var result = Run("demo", "--only", "cameras", "--for", "1 s", "--cameras", "1", $"hub.listen=tcp://127.0.0.1:{refusing.Start()[0].Port}");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("error: cameras: the node took nothing: it refused all ");
        result.Error.ShouldNotContain("catchment up");
    }

    [Fact]
    public void Outposts_are_left_out_when_no_watcher_is_there_and_the_rate_is_shared_when_one_is()
    {
        using var watcher = new ZmqReplier([new ZmqEndpoint("127.0.0.1", 0)], request => request.Reply("Error"u8));
        var hub = $"hub.listen=tcp://127.0.0.1:{FreePort()}";

        var alone = Run("demo", "--for", "200 ms", hub, $"watcher.control_port={FreePort()}");
        var both = Run("demo", "--for", "1 s", "--rate", "8", "--outposts", "1", "--first-port", "0", hub, $"watcher.control_port={watcher.Start()[0].Port}");

        alone.Output.ShouldContain("outposts: none, as no watcher is there at tcp://127.0.0.1:");
        both.ExitCode.ShouldBe(1);
        both.Output.ShouldContain("outposts: 1 outpost with 1 view, and a sentinel, to the watcher at tcp://127.0.0.1:");
        both.Error.ShouldContain("refuses: Error");
        both.Error.ShouldContain("error: outposts: the node took nothing: it refused all ");
    }

    [Theory]
    [InlineData("imagehub.yaml", "hub: {}\n", "cameras")]
    [InlineData("camwatcher.yaml", "control_port: 9\noutpost_nodes: {}\ndata: { images: images, csvfiles: csv }\n", "outposts")]
    public void An_originals_file_says_what_is_simulated(string name, string content, string source)
    {
        File.WriteAllText(_folder[name], content);

        var result = Run("demo", "--for", "200 ms", "--json", "-c", name);

        using var totals = JsonDocument.Parse(result.Output);
        totals.RootElement.EnumerateArray().ShouldHaveSingleItem().GetProperty("source").GetString().ShouldBe(source);
    }

    [Fact]
    public void A_datapumps_file_names_nobody_to_send_to()
    {
        File.WriteAllText(_folder["datapump.yaml"], "control_port: 5556\ncamwatcher: tcp://127.0.0.1:5566\nimagefolder: .\ndatafolder: .\nfacefile: faces.csv\nlogconfig: {}\n");

        var result = Run("demo", "--for", "200 ms", "-c", "datapump.yaml");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("datapump.yaml");
    }

    [Fact]
    public void As_json_the_totals_are_a_list_and_nothing_else_is_printed()
    {
        var result = Run("demo", "--only", "cameras", "--for", "0.2", "--json", $"hub.listen=tcp://127.0.0.1:{FreePort()}");

        result.ExitCode.ShouldBe(1);
        using var totals = JsonDocument.Parse(result.Output);
        var cameras = totals.RootElement.EnumerateArray().ShouldHaveSingleItem();
        cameras.GetProperty("source").GetString().ShouldBe("cameras");
        cameras.GetProperty("sent").GetInt64().ShouldBe(0);
        cameras.GetProperty("seconds").GetDouble().ShouldBeInRange(0.1, 30);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private CliResult Run(params string[] arguments) => Cli.Run(_folder.FullPath, arguments);
}
