using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Catchment.Core.Tests.Hosting;

[UnsupportedOSPlatform("windows")]
public sealed class NodeHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordedLog _log = new();
    private readonly NodeMetrics _metrics = new(TimeProvider.System, "1.2.3");
    private readonly CancellationTokenSource _stop = new();
    private readonly NodeHostOptions _options = new() { Node = "data1", HandleSignals = false, Environment = _ => null };
    private StateFolder? _state;

    public void Dispose()
    {
        _stop.Dispose();
        _metrics.Dispose();
        _log.Dispose();
        _state?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_status_is_told_over_the_socket_in_the_state_folder()
    {
        ServiceMetrics hub = _metrics.ForService("hub");
        hub.Received(3);
        (NodeHost host, Task<int> run) = Start(_options, ScriptedService.Quiet("hub"), ScriptedService.Quiet("pump"));
        await host.Ready.InTimeAsync();

        NodeStatus status = (await StatusClient.ReadAsync(host.SocketPath)).Status.ShouldNotBeNull();

        status.Node.ShouldBe("data1");
        status.Version.ShouldBe("1.2.3");
        status.Pid.ShouldBe(Environment.ProcessId);
        status.Ready.ShouldBeTrue();
        status.Services.Select(s => (s.Name, s.State)).ShouldBe([("hub", ServiceState.Running), ("pump", ServiceState.Running)]);
        status.Counters["hub"].Totals.Received.ShouldBe(3);
        File.GetUnixFileMode(host.SocketPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await StopAsync(run)).ShouldBe(NodeHost.Drained);
        File.Exists(host.SocketPath).ShouldBeFalse();
    }

    [Fact]
    public async Task A_socket_left_by_a_killed_process_is_replaced()
    {
        _state = StateFolder.Open(_folder["state"]);
        File.WriteAllText(_state.PathOf("hub.sock"), "");
        (NodeHost host, Task<int> run) = Start(_options with { SocketName = "hub" }, ScriptedService.Quiet("hub"));
        await host.Ready.InTimeAsync();

        (await StatusClient.ReadAsync(_state.PathOf("hub.sock"))).Problem.ShouldBeNull();
        await StopAsync(run);
    }

    [Fact]
    public async Task A_state_folder_with_a_long_path_works_too()
    {
        _state = StateFolder.Open(_folder[new string('d', 150)]);
        (NodeHost host, Task<int> run) = Start(_options, ScriptedService.Quiet("hub"));
        await host.Ready.InTimeAsync();

        (await StatusClient.ReadAsync(host.SocketPath)).Problem.ShouldBeNull();
        File.GetUnixFileMode(host.SocketPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await StopAsync(run);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_service_alone_that_keeps_failing_ends_only_where_systemd_starts_it_again(bool isUnit)
    {
        const int More = 20; // than a unit's process tries
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(_folder["notify"]));
        int starts = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        NodeHostOptions options = _options with
        {
            Environment = name => isUnit && name == "NOTIFY_SOCKET" ? _folder["notify"] : null,
            Supervisor = new SupervisorOptions { FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(1) },
        };

        (NodeHost _, Task<int> run) = Start(options, ScriptedService.Define("hub", (_, _) =>
        {
            if (Interlocked.Increment(ref starts) == More)
            {
                enough.SetResult();
            }

            throw new IOException("the port is in use");
        }));
        await Task.WhenAny(run, enough.Task).InTimeAsync();

        (await (isUnit ? run.InTimeAsync() : StopAsync(run))).ShouldBe(isUnit ? NodeHost.NotStarted : NodeHost.Drained);
        _log.Lines.Any(static line => line.Contains("hub does not start: IOException: the port is in use", StringComparison.Ordinal)).ShouldBe(isUnit);
    }

    [Fact]
    public async Task Health_tells_each_service_with_its_reason()
    {
        var proceed = new SignalQueue();
        var told = new SignalQueue();
        (NodeHost host, Task<int> run) = Start(Web("http://127.0.0.1:0"), ScriptedService.Quiet("hub"), ScriptedService.Define("pump", async (context, stopping) =>
        {
            await proceed.NextAsync();
            context.Running();
            context.Degrade("disk", "nearly full");
            told.Release();
            await ScriptedService.UntilAsync(stopping);
        }));
        using HttpClient client = await ClientAsync(host);

        using HttpResponseMessage before = await client.GetAsync("/health/ready");
        proceed.Release();
        await told.NextAsync().InTimeAsync();
        await host.Ready.InTimeAsync();
        using HttpResponseMessage after = await client.GetAsync("/health/ready");

        before.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        after.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var health = JsonDocument.Parse(await after.Content.ReadAsStringAsync());
        health.RootElement.GetProperty("status").GetString().ShouldBe("degraded");
        JsonElement pump = health.RootElement.GetProperty("services").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "pump");
        pump.GetProperty("state").GetString().ShouldBe("degraded");
        pump.GetProperty("reason").GetString().ShouldBe("nearly full");
        (await client.GetStringAsync("/health/live")).ShouldBe("live\n");
        await StopAsync(run);
    }

    [Fact]
    public async Task Metrics_are_served_as_Prometheus_text()
    {
        _metrics.ForService("hub").Received(7);
        (NodeHost host, Task<int> run) = Start(Web("http://127.0.0.1:0"), ScriptedService.Quiet("hub"));
        using HttpClient client = await ClientAsync(host);

        using HttpResponseMessage response = await client.GetAsync("/metrics");

        response.Content.Headers.GetValues("Content-Type").ShouldBe(["text/plain; version=0.0.4; charset=utf-8"]);
        (await response.Content.ReadAsStringAsync()).ShouldContain("\ncatchment_hub_received_total 7\n");
        await StopAsync(run);
    }

    [Fact]
    public async Task Beyond_loopback_everything_but_liveness_wants_the_token()
    {
        (NodeHost host, Task<int> run) = Start(Web("http://0.0.0.0:0"), ScriptedService.Quiet("hub"));
        using HttpClient client = await ClientAsync(host);
        string token = Encoding.ASCII.GetString(_state!.ReadBytes("token")!).Trim();

        (await CodeAsync(client, "/health/live")).ShouldBe(HttpStatusCode.OK);
        (await CodeAsync(client, "/health/ready")).ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeAsync(client, "/metrics")).ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeAsync(client, "/api/v1/status")).ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeAsync(client, "/no/such/page")).ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeAsync(client, "/health/live/../../metrics")).ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeAsync(client, "/metrics?token=wrong")).ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeAsync(client, $"/metrics?token={token}")).ShouldBe(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        (await CodeAsync(client, "/api/v1/status")).ShouldBe(HttpStatusCode.OK);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", token);
        (await CodeAsync(client, "/api/v1/status")).ShouldBe(HttpStatusCode.Unauthorized);
        await StopAsync(run);
    }

    [Fact]
    public async Task On_loopback_a_foreign_host_name_is_refused_without_the_token()
    {
        (NodeHost host, Task<int> run) = Start(
            Web("http://127.0.0.1:0") with { WebToken = "correct horse" }, ScriptedService.Quiet("hub"));
        using HttpClient client = await ClientAsync(host);
        (await CodeAsync(client, "/metrics")).ShouldBe(HttpStatusCode.OK);

        client.DefaultRequestHeaders.Host = "attacker.example";

        (await CodeAsync(client, "/metrics")).ShouldBe(HttpStatusCode.MisdirectedRequest);
        (await CodeAsync(client, "/metrics?token=correct%20horse")).ShouldBe(HttpStatusCode.OK);
        await StopAsync(run);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-For", "")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    public async Task Through_a_proxy_on_this_machine_the_token_is_wanted(string header, string value)
    {
        (NodeHost host, Task<int> run) = Start(
            Web("http://127.0.0.1:0") with { WebToken = "correct horse" }, ScriptedService.Quiet("hub"));
        using HttpClient client = await ClientAsync(host);
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, value).ShouldBeTrue();

        (await CodeAsync(client, "/metrics")).ShouldBe(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Host = "cameras.example";
        (await CodeAsync(client, "/metrics")).ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeAsync(client, "/metrics?token=correct%20horse")).ShouldBe(HttpStatusCode.OK);
        await StopAsync(run);
    }

    [Fact]
    public async Task Further_routes_stand_behind_the_same_token()
    {
        NodeHostOptions options = Web("http://0.0.0.0:0") with
        {
            WebToken = "correct horse",
            MapWeb = app => app.MapGet("/", (RequestDelegate)(context => context.Response.WriteAsync("console"))),
        };
        (NodeHost host, Task<int> run) = Start(options, ScriptedService.Quiet("hub"));
        using HttpClient client = await ClientAsync(host);

        (await CodeAsync(client, "/")).ShouldBe(HttpStatusCode.Unauthorized);
        (await client.GetStringAsync("/?token=correct%20horse")).ShouldBe("console");
        await StopAsync(run);
    }

    [Fact]
    public async Task A_port_that_is_taken_stops_no_service()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var running = new SignalQueue();
        (NodeHost host, Task<int> run) = Start(Web($"http://127.0.0.1:{port}"), ScriptedService.Define("hub", (context, stopping) =>
        {
            running.Release();
            return ScriptedService.RunQuietlyAsync(context, stopping);
        }));
        await running.NextAsync().InTimeAsync();

        NodeStatus status = await StatusWhenAsync(host, s => s.Services.Any(x => x is { Name: "web", State: ServiceState.BackingOff }));

        status.Ready.ShouldBeFalse();
        status.Services.Single(s => s.Name == "hub").State.ShouldBe(ServiceState.Running);
        status.Services.Single(s => s.Name == "web").LastError!.ShouldContain("address already in use");
        await StopAsync(run);
    }

    [Fact]
    public async Task A_node_that_drains_still_answers()
    {
        var finish = new SignalQueue();
        (NodeHost host, Task<int> run) = Start(Web("http://127.0.0.1:0"), ScriptedService.Define("hub", async (context, stopping) =>
        {
            await ScriptedService.RunQuietlyAsync(context, stopping);
            await finish.NextAsync();
        }));
        await host.Ready.InTimeAsync();
        using HttpClient client = await ClientAsync(host);

        await _stop.CancelAsync();
        NodeStatus status = await StatusWhenAsync(host, s => s.Services[0].State == ServiceState.Stopping);
        status.Ready.ShouldBeFalse();
        (await CodeAsync(client, "/health/ready")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        finish.Release();

        (await run.InTimeAsync()).ShouldBe(NodeHost.Drained);
    }

    [Fact]
    public async Task A_service_that_does_not_drain_makes_the_exit_code_1()
    {
        var never = new SignalQueue();
        NodeHostOptions options = _options with { Supervisor = new SupervisorOptions { DrainDeadline = TimeSpan.FromMilliseconds(50) } };
        (NodeHost host, Task<int> run) = Start(options, ScriptedService.Define("hub", async (context, _) =>
        {
            context.Running();
            await never.NextAsync();
        }));
        await host.Ready.InTimeAsync();

        (await StopAsync(run)).ShouldBe(NodeHost.NotDrained);
        never.Release();
    }

    private static async Task<HttpStatusCode> CodeAsync(HttpClient client, string path)
    {
        using HttpResponseMessage response = await client.GetAsync(path);
        return response.StatusCode;
    }

    private static async Task<NodeStatus> StatusWhenAsync(NodeHost host, Func<NodeStatus, bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            StatusAnswer answer = await StatusClient.ReadAsync(host.SocketPath, cancellation: limit.Token);
            if (answer.Status is { } status && condition(status))
            {
                return status;
            }

            limit.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<HttpClient> ClientAsync(NodeHost host)
    {
        string address = (await host.WebAddresses.InTimeAsync())[0];
        return new HttpClient { BaseAddress = new Uri(address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)) };
    }

    private NodeHostOptions Web(string endpoint) => _options with { Web = [WebEndpoint.Parse(endpoint)] };

    private (NodeHost Host, Task<int> Run) Start(NodeHostOptions options, params ServiceDefinition[] services)
    {
        _state ??= StateFolder.Open(_folder["state"]);
        var host = new NodeHost(options, services, _state, _metrics, _log, TimeProvider.System);
        return (host, Task.Run(() => host.RunAsync(_stop.Token)));
    }

    private async Task<int> StopAsync(Task<int> run)
    {
        await _stop.CancelAsync();
        return await run.InTimeAsync();
    }
}
