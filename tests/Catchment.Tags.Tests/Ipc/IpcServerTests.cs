using System.Net.Sockets;
using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Ipc;

public sealed class IpcServerTests
{
    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void The_socket_is_for_its_owner_alone_unless_it_is_widened()
    {
        using var own = new IpcHost();
        using var wide = new IpcHost(static options => options with { SocketMode = "0660", SocketGroup = "0" });

        File.GetUnixFileMode(own.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(wide.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
    }

    [Fact]
    public void A_stale_socket_goes_and_one_that_answers_stays()
    {
        using var folder = new TemporaryFolder();
        using (var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            killed.Bind(new UnixDomainSocketEndPoint(folder["first"]));
            File.Move(folder["first"], folder["s"]); // .NET removes the file that it bound, which a killed process does not.
        }

        File.Exists(folder["s"]).ShouldBeTrue();
        using var host = new IpcHost(options => options with { SocketPath = folder["s"] });
        Should.Throw<IOException>(() => new IpcHost(options => options with { SocketPath = folder["s"] })).Message.ShouldContain("answers");
        host.Connect().Ask("""{"action":"ping"}""").ShouldContain("1.2.3");
    }

    [Fact]
    public void What_is_no_socket_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["s"], "precious");

        Should.Throw<IOException>(() => new IpcHost(options => options with { SocketPath = folder["s"] })).Message.ShouldContain("no socket");

        File.ReadAllText(folder["s"]).ShouldBe("precious");
    }

    [Fact]
    public async Task Stopping_answers_what_came_and_removes_the_file()
    {
        using var host = new IpcHost();
        using var peer = host.Connect();
        peer.Ask("""{"action":"write","key":"a","value":1}""").ShouldContain("true");

        await host.Server.StopAsync(CancellationToken.None).InTimeAsync();

        peer.Read().ShouldBeNull();
        File.Exists(host.Path).ShouldBeFalse();
    }

    [Fact]
    public void Requests_may_come_in_any_pieces()
    {
        using var host = new IpcHost();
        using var peer = host.Connect();
        var text = string.Concat(Enumerable.Range(0, 50).Select(static i => $$"""{"action":"write","key":"k","value":{{i}},"rid":{{i}}}""" + "\n"));
        var random = new Random(5);
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, 40), text.Length - at);
            peer.Send(text.Substring(at, length));
            at += length;
        }

        for (var i = 0; i < 50; i++)
            peer.Read()!.ShouldEndWith($"\"rid\": {i}}}");
    }

    [Fact]
    public void A_line_at_its_limit_is_taken_and_a_longer_one_ends_the_connection()
    {
        using var host = new IpcHost(static options => options with { MaxLineBytes = 4096 });
        const string Head = """{"action":"write","key":"k","value":"x","pad":" """;
        var longest = Head + new string(' ', 4096 - Head.Length - 2) + "\"}";
        using var peer = host.Connect();

        peer.Ask(longest).ShouldBe("{\"ok\": true, \"registered\": true}");
        peer.Ask(longest.Insert(Head.Length, " ")).ShouldBe("{\"ok\": false, \"error\": \"request too large\"}");
        peer.Read().ShouldBeNull();
        host.Metrics.Discarded["request_too_large"].Value.ShouldBe(1);
    }

    [Fact]
    public void An_endless_line_is_refused_before_it_ends()
    {
        using var host = new IpcHost(static options => options with { MaxLineBytes = 100_000 });
        using var peer = host.Connect();
        peer.Send(new byte[150_000].AsSpan().ToArray());

        peer.Read().ShouldBe("{\"ok\": false, \"error\": \"request too large\"}");
    }

    [Fact]
    public void One_connection_more_than_allowed_is_refused()
    {
        using var host = new IpcHost(static options => options with { MaxConnections = 2 });
        using var first = host.Connect();
        var second = host.Connect();
        first.Ask("""{"action":"ping"}""").ShouldContain("true");
        second.Ask("""{"action":"ping"}""").ShouldContain("true");

        using (var third = host.Connect())
            third.Read().ShouldBeNull();
        host.Metrics.Discarded["connection_limit"].Value.ShouldBe(1);
        second.Dispose();
        first.Ask("""{"action":"ping"}""").ShouldContain("true");
    }

    [Fact]
    public void A_connection_that_says_nothing_is_closed_and_a_subscription_is_not()
    {
        var time = new ManualTime();
        using var host = new IpcHost(static options => options with { IdleSeconds = 300 }, time: time);
        using var silent = host.Connect();
        using var watching = host.Connect();
        silent.Ask("""{"action":"ping"}""");
        watching.Ask("""{"action":"subscribe"}""").ShouldBe("{\"ok\": true, \"subscription\": 1}");

        time.Advance(TimeSpan.FromSeconds(400));

        silent.Read().ShouldBeNull();
        host.Store.Write("k", new TagWrite(1.0, TagOrigin.Ipc));
        watching.Read()!.ShouldContain("\"key\": \"k\"");
    }

    [Fact]
    public void A_slow_reader_gets_the_newest_value_of_each_key()
    {
        using var host = new IpcHost();
        using var slow = host.Connect();
        slow.Ask("""{"action":"subscribe"}""");
        for (var i = 0; i < 20_000; i++)
            host.Store.Write($"k{i % 1000}", new TagWrite((double)i, TagOrigin.Ipc));

        // Far more was written than the socket holds: what it did not take is the newest value of each key.
        var last = new Dictionary<string, double>(StringComparer.Ordinal);
        while (last.Count < 1000 || last.Values.Any(static value => value < 19_000))
        {
            using var change = JsonDocument.Parse(slow.Read()!);
            last[change.RootElement.GetProperty("key").GetString()!] = change.RootElement.GetProperty("value").GetDouble();
        }

        last["k7"].ShouldBe(19_007);
    }

    [Fact]
    public void Nothing_of_a_subscription_follows_its_end()
    {
        using var host = new IpcHost();
        using var peer = host.Connect();
        peer.Ask("""{"action":"subscribe"}""");
        for (var i = 0; i < 20_000; i++)
            host.Store.Write($"k{i}", new TagWrite(1.0, TagOrigin.Ipc));

        peer.Send("{\"action\":\"unsubscribe\",\"subscription\":1,\"rid\":\"end\"}\n");
        while (!peer.Read()!.Contains("\"rid\": \"end\"", StringComparison.Ordinal))
        {
            // What was told before.
        }

        for (var i = 0; i < 10; i++)
            peer.Ask("""{"action":"ping"}""").ShouldContain("version");
    }

    [Fact]
    public async Task An_interval_tells_the_last_value_once()
    {
        var time = new ManualTime();
        using var host = new IpcHost(time: time);
        using var peer = host.Connect();
        host.Store.Register(new PointRegistration { Key = "k" });
        peer.Ask("""{"action":"subscribe","keys":["k"],"interval_ms":1000}""");
        host.Store.Write("k", new TagWrite(1.0, TagOrigin.Ipc));
        peer.Read()!.ShouldContain("\"value\": 1.0");

        host.Store.Write("k", new TagWrite(2.0, TagOrigin.Ipc));
        host.Store.Write("k", new TagWrite(3.0, TagOrigin.Ipc));
        await time.TimerSetAsync(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));

        peer.Read()!.ShouldContain("\"value\": 3.0");
    }

    [Fact]
    public async Task Many_clients_write_at_once()
    {
        using var host = new IpcHost();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(client => Task.Run(() =>
        {
            using var peer = host.Connect();
            for (var i = 0; i < 200; i++)
                peer.Ask($$"""{"action":"write","key":"c{{client}}","value":{{i}}}""").ShouldStartWith("{\"ok\": true");
        }))).InTimeAsync();

        host.Store.Count.ShouldBe(16);
        host.Store.Points.ShouldAllBe(static point => point.Read().Value == 199.0);
    }
}
