using System.Net.Sockets;
using System.Text;
using Catchment.Tags.Ipc;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Ipc;

public sealed class IpcClientTests
{
    [Fact]
    public void Writes_and_reads_by_key_and_by_id_over_one_connection()
    {
        using var host = new IpcHost();
        var point = host.Store.Register(new PointRegistration { Key = "Kessel °C", Default = 1.5 });
        using var client = new IpcClient(host.Path);

        client.Write("Kessel °C", 42.0).Ok.ShouldBeTrue();
        client.Write("new", "on").Registered.ShouldBeTrue();
        client.WriteById(point.Definition.Id.ToString("N"), 7L).Key.ShouldBe("Kessel °C");
        client.WriteById("nobody", true).Error.ShouldBe("id not found");
        client.Ping().Version.ShouldBe("1.2.3");

        client.Read("Kessel °C")!.Value.ShouldBe(7.0);
        client.Read("nothing").ShouldBeNull();
        client.Read(["new", "nothing"])["new"]!.Value.ShouldBe("on");
        host.Metrics.Door("ipc").Clients.Value.ShouldBe(1);
    }

    [Fact]
    public async Task Does_the_same_without_blocking()
    {
        using var host = new IpcHost();
        using var client = new IpcClient(host.Path) { Source = "sync" };

        (await client.WriteAsync("a", 1.0)).Registered.ShouldBeTrue();
        var bulk = await client.BulkWriteAsync([new IpcWrite("a", 2.0, 1_700_000_000.5, TagQuality.Uncertain), new IpcWrite("", 1.0), new IpcWrite("b", double.NaN)]);

        bulk.Written.ShouldBe(2);
        bulk.Failed.ShouldBe([new IpcFailure(1, "key required")]);
        (await client.BulkWriteByIdAsync([new IpcWrite("x", 1.0)])).Failed.ShouldBe([new IpcFailure(0, "id not found")]);
        (await client.ReadAsync("a"))!.Quality.ShouldBe(TagQuality.Good, "an older value goes to the history");
    }

    [Fact]
    public async Task Comes_back_when_the_gateway_was_started_again()
    {
        using var folder = new TemporaryFolder();
        using var client = new IpcClient(folder["s.sock"]);
        using (new IpcHost(options => options with { SocketPath = folder["s.sock"] }))
            client.Write("a", 1.0).Ok.ShouldBeTrue();
        Should.Throw<IOException>(() => client.Write("a", 1.0)).Message.ShouldContain($"{folder["s.sock"]}: there is no such file. Does the gateway run");
        using (new IpcHost(options => options with { SocketPath = folder["s.sock"] }))
        {
            client.Write("a", 2.0).Ok.ShouldBeTrue();
            (await client.WriteAsync("a", 2.0)).Ok.ShouldBeTrue();
        }
    }

    [Fact]
    public void Tells_that_nobody_listens_at_the_socket()
    {
        using var folder = new TemporaryFolder();
        using var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        left.Bind(new UnixDomainSocketEndPoint(folder["s.sock"]));
        using var client = new IpcClient(folder["s.sock"]);

        Should.Throw<IOException>(() => client.Ping()).Message.ShouldContain("nobody listens at it any more");
    }

    [Fact]
    public async Task Works_with_the_original_which_ends_the_connection_behind_each_reply()
    {
        using var folder = new TemporaryFolder();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(folder["s.sock"]));
        listener.Listen();
        var requests = new List<string>();
        var server = Task.Run(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                using var one = listener.Accept();
                using var reader = new StreamReader(new NetworkStream(one), Encoding.UTF8);
                requests.Add(reader.ReadLine()!);
                one.Send(Encoding.UTF8.GetBytes(i == 0 ? "{\"ok\": false, \"error\": \"unknown action\"}\n" : "{\"ok\": true}\n"));
            }
        });
        using var client = new IpcClient(folder["s.sock"]);

        client.Ping().Version.ShouldBeNull();
        for (var i = 1; i < 10; i++)
            client.Write("key", i).Ok.ShouldBeTrue();
        for (var i = 10; i < 20; i++)
            (await client.WriteAsync("key", i)).Ok.ShouldBeTrue();

        await server.InTimeAsync();
        requests[^1].ShouldBe("""{"action":"write","key":"key","value":19}""");
        requests.Count(static line => line.Contains("\"value\":7}", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Watches_changes()
    {
        using var host = new IpcHost();
        using var client = new IpcClient(host.Path);
        using var end = new CancellationTokenSource();
        await using var changes = client.SubscribeAsync(prefixes: ["PLC_1:"], cancellation: end.Token).GetAsyncEnumerator();
        var next = changes.MoveNextAsync();
        // The subscription is there when the server has answered it, and its reply comes before any event.
        await Eventually.TrueAsync(() => host.Metrics.Door("ipc").Requests.Value >= 1);
        client.Write("PLC_2:x", 1.0);
        client.Write("PLC_1:x", 1.0);

        (await next.AsTask().InTimeAsync()).ShouldBeTrue();
        changes.Current.Key.ShouldBe("PLC_1:x");
        changes.Current.Value.ShouldBe(1.0);
        await end.CancelAsync();
    }
}
