using System.Net;
using System.Net.Sockets;
using System.Text;
using Catchment.Core.Hosting;

namespace Catchment.Core.Tests.Hosting;

public sealed class NodeProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string State => _folder["state"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ChildProcess.Terminate)]
    [InlineData(ChildProcess.Interrupt)]
    public async Task A_signal_drains_the_node_and_the_exit_code_is_0(int signal)
    {
        using ChildProcess node = ChildProcess.Start(State, ChildNode.Quiet);
        await node.LineAsync("ready");

        node.Signal(signal);
        await node.LineAsync("draining");
        await node.LineAsync("drained");

        (int code, string errors) = await node.EndAsync();
        code.ShouldBe(0);
        errors.ShouldContain("INFO worker: running");
        errors.ShouldContain("draining; a second one ends the process at once");
    }

    [Theory]
    [InlineData(ChildProcess.Terminate, 143)]
    [InlineData(ChildProcess.Interrupt, 130)]
    public async Task A_second_signal_ends_the_process_at_once(int signal, int expected)
    {
        using ChildProcess node = ChildProcess.Start(State, ChildNode.Stubborn);
        await node.LineAsync("ready");
        node.Signal(ChildProcess.Terminate);
        await node.LineAsync("draining");

        // One that comes too soon is taken for an echo of the first; asking for the status paces the next.
        Task<(int Code, string Errors)> end = node.EndAsync();
        while (node.TrySignal(signal))
        {
            await Task.WhenAny(end, StatusClient.ReadAsync(Path.Combine(State, "node.sock")));
        }

        (await end).Code.ShouldBe(expected);
    }

    [Fact]
    public async Task A_killed_node_frees_its_folder_and_the_next_start_recovers()
    {
        using (ChildProcess killed = ChildProcess.Start(State, ChildNode.Quiet))
        {
            await killed.LineAsync("ready");
            Should.Throw<StateFolderException>(() => StateFolder.Open(State)).Message
                .ShouldContain($"in use by the process {killed.Id}.");
            killed.Kill();
            await killed.EndAsync();
        }

        (await StatusClient.ReadAsync(Path.Combine(State, "node.sock"))).Problem!.ShouldStartWith("Not running: nobody listens");
        using ChildProcess next = ChildProcess.Start(State, ChildNode.Quiet);
        await next.LineAsync("ready");
        NodeStatus status = (await StatusClient.ReadAsync(Path.Combine(State, "node.sock"))).Status.ShouldNotBeNull();
        status.Pid.ShouldBe(next.Id);
    }

    [Fact]
    public async Task Without_a_collector_OpenTelemetry_is_never_loaded()
    {
        using ChildProcess node = ChildProcess.Start(State, ChildNode.Quiet);
        (await node.LineAsync("ready")).ShouldBe("ready opentelemetry=False");
    }

    [Fact]
    public async Task A_collector_that_the_environment_names_gets_the_last_numbers_too()
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        using ChildProcess node = ChildProcess.Start(
            State, ChildNode.Quiet, ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://{collector.LocalEndpoint}"));
        await node.LineAsync("ready");
        node.Signal(ChildProcess.Terminate);
        using (TcpClient peer = await collector.AcceptTcpClientAsync().InTimeAsync())
        using (var reader = new StreamReader(peer.GetStream(), Encoding.Latin1))
        {
            (await reader.ReadLineAsync().InTimeAsync()).ShouldBe("POST /v1/metrics HTTP/1.1");
            await peer.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        }

        (await node.EndAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task Systemd_is_told_the_whole_life_of_the_process()
    {
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(_folder["notify"]));
        using ChildProcess node = ChildProcess.Start(
            State, ChildNode.Quiet, ("NOTIFY_SOCKET", _folder["notify"]), ("WATCHDOG_USEC", "60000000"));

        var told = new List<string>();
        while (!told.Contains("WATCHDOG=1") || !told.Exists(m => m.StartsWith("READY=1", StringComparison.Ordinal)))
        {
            told.Add(await ReceiveAsync(manager));
        }

        await node.LineAsync("ready");
        node.Signal(ChildProcess.Terminate);
        while (!told[^1].StartsWith("STOPPING=1", StringComparison.Ordinal))
        {
            told.Add(await ReceiveAsync(manager));
        }

        told.ShouldContain("READY=1\nSTATUS=1 service running");
        (await node.EndAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task An_inherited_journal_variable_does_not_change_the_lines_of_a_pipe()
    {
        // Standard error is a pipe here, so that the variable's inode is not that of the output.
        using ChildProcess node = ChildProcess.Start(State, ChildNode.Quiet, ("JOURNAL_STREAM", "8:1"));
        await node.LineAsync("ready");
        node.Signal(ChildProcess.Terminate);

        (await node.EndAsync()).Errors.ShouldContain("INFO worker: running");
    }

    private static async Task<string> ReceiveAsync(Socket manager)
    {
        byte[] buffer = new byte[4096];
        int length = await manager.ReceiveAsync(buffer).InTimeAsync();
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
