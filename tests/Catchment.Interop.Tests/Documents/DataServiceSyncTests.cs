using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Catchment.Tags.Ipc;
using Catchment.Tags.Sync;

namespace Catchment.Interop.Tests.Documents;

/// <summary>The document of the original, "Data-Service Sync", line by line: each command with ours in the place of its Python.</summary>
public sealed partial class DataServiceSyncTests : IDisposable
{
    private const string Polled = """
        {"PLC_1":{"t1":{"value":21.5,"status":"SUCCESS","tag_name":"flow","error":null,"timestamp":1795228121},"t2":{"value":7,"status":"ping_failed","tag_name":"away"},"t3":{"value":null,"status":"SUCCESS","tag_name":"empty"}},"Pump_1":{"t1":{"value":true,"status":"SUCCESS","tag_name":"on"}}}
        """;

    private readonly DataServiceShell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Shell_scripts_logs_statistics_and_health_checks()
    {
        _shell.Poll(Polled);
        _shell.StartGateway();

        // Method 1, and Data Flow.
        _shell.Type("./start_sync.sh").ShouldContain("runs as process");
        _shell.WaitForData(static data => data.TryGetProperty("PLC_1.flow", out _) && data.TryGetProperty("Pump_1.on", out _), "nothing was synced");
        _shell.Curl("/data").ShouldBe("""{"PLC_1.flow":21.5,"Pump_1.on":true}""");
        _shell.Type("./start_sync.sh", status: 1).ShouldContain("runs already");

        // Monitoring: statistics, the process, the log, the data, the socket.
        using (var statistics = JsonDocument.Parse(_shell.Type("catchment sync status --json")))
        {
            var root = statistics.RootElement;
            root.GetProperty("total_syncs").GetInt64().ShouldBeGreaterThan(0);
            root.GetProperty("successful_writes").GetInt64().ShouldBeGreaterThanOrEqualTo(2);
            root.GetProperty("failed_writes").GetInt64().ShouldBe(0);
            root.GetProperty("last_sync_time").GetDouble().ShouldBeGreaterThan(1.7e9);
            root.GetProperty("errors").GetArrayLength().ShouldBe(0);
            root.GetProperty("running").GetBoolean().ShouldBeTrue();
        }

        var status = _shell.Type("catchment sync status");
        status.ShouldContain("successful writes");
        _shell.Type($"ps -p {ProcessNumber().Match(status).Groups["pid"].Value} -o args=").ShouldContain("catchment");
        _shell.Type("tail -n 100 logs/dataservice-sync.log").ShouldContain("sync: running");
        _shell.Type("ls logs").ShouldContain("dataservice.log");
        _shell.Type($"ls -l {_shell.Socket}").ShouldStartWith("srw-------");

        // Web UI for monitoring.
        _shell.Curl("/").ShouldContain("<title>Catchment gateway</title>");
        using (var shown = JsonDocument.Parse(_shell.Curl("/sync/stats")))
            shown.RootElement.GetProperty("successful_writes").GetInt64().ShouldBeGreaterThanOrEqualTo(2, "the page shows the sync beside the gateway");

        _shell.Type("./stop_sync.sh").ShouldContain("has stopped");
        _shell.Type("catchment sync status", status: 1).ShouldContain("does not run");
        _shell.Curl("/sync/stats").ShouldBe("""{"running":false}""");
        _shell.Type("tail -n 200 logs/dataservice.log").ShouldNotContain("asks nobody for a password");
        _shell.StopGateway();
        File.Exists(_shell.Socket).ShouldBeFalse();
    }

    [Fact]
    public void Direct_execution_with_its_options()
    {
        var help = _shell.Type("sync_runner --help");
        foreach (var option in new[] { "--socket-path", "/tmp/dataservice.sock", "--interval", "1.0", "--no-logging", "--stats-interval", "60" })
            help.ShouldContain(option);

        _shell.Poll(Polled);
        _shell.StartGateway();
        using (var sync = _shell.StartSync("--interval", "0.5", "--stats-interval", "30"))
        {
            _shell.WaitForData(static data => data.TryGetProperty("PLC_1.flow", out _), "nothing was synced");
            _shell.Type($"ps -p {sync.Pid} -o args=").ShouldContain("sync_runner");
            sync.Interrupt().ShouldBe(0);
            var output = sync.Output;
            output.ShouldContain("Sync interval:  0.5 s");
            output.ShouldContain("Stats interval: 30 s");
            output.ShouldContain(_shell.Socket, customMessage: "the variable IPC_SOCKET_PATH");
        }

        using var elsewhere = _shell.StartSync("--socket-path", _shell.Socket + ".other", "--no-logging");
        Eventually.True(() => _shell.SyncSockets().Length == 1, "it does not answer");
        elsewhere.Terminate().ShouldBe(0);
        elsewhere.Output.ShouldContain(_shell.Socket + ".other");
    }

    [Fact]
    public void Method_3_systemd_service_with_the_defaults_of_everything()
    {
        using var machine = new CopiedMachine();
        machine.Type("id catchment || useradd --system --home-dir /var/lib/dataservice catchment; rm -f /tmp/dataservice.sock");
        machine.Type($"mkdir /opt/catchment && cp -rL $CATCHMENT_PROGRAM /opt/catchment/current && cp {CommandLine.Repository}/deploy/ansible/roles/catchment/files/catchment /opt/catchment");
        machine.Write("/mnt/polled", Polled.Trim() + "\n");
        machine.TypeInBackground("tail -n +1 -f /mnt/polled | python3 -u $TESTS/Tags/polling_service.py >/mnt/polling");
        var port = machine.TypeUntil("cat /mnt/polling", static said => said.Contains("shown"), "the polling service shows the document").Split('\n')[0];
        machine.Write("/etc/default/dataservice-sync", $"POLLING_API_URL=http://127.0.0.1:{port}/deploy/api/io/polled-values\n");

        machine.Type($"cd {CommandLine.Repository}/deploy/systemd && sudo cp dataservice.service /etc/systemd/system/ && sudo cp dataservice-sync.service /etc/systemd/system/");
        machine.Type("sudo systemctl daemon-reload");
        machine.Type("sudo systemctl enable --now dataservice.service");
        machine.Type("sudo systemctl enable dataservice-sync.service");
        machine.Type("sudo systemctl start dataservice-sync.service");
        machine.Type("sudo systemctl status dataservice-sync.service").ShouldContain("active (running)");
        var log = machine.TypeInBackground("sudo journalctl -u dataservice-sync.service -f");
        Eventually.True(() => machine.Said(log).Contains("| dataservice.sync | running"), "the log is followed");

        // Health Checks, with the ports and paths that the document names.
        machine.TypeUntil("curl -s http://localhost:8080/data", static said => said == """{"PLC_1.flow":21.5,"Pump_1.on":true}""", "nothing was synced");
        machine.Type("ps aux | grep sync_runner").ShouldContain("current/Catchment.dll sync_runner");
        machine.Type("ls -l /tmp/dataservice.sock").ShouldStartWith("srw------- ");
        machine.Type("curl -s http://localhost:8080/sync/stats").ShouldContain("\"successful_writes\":");
        machine.Type("ss -tuln").ShouldSatisfyAllConditions([.. new[] { ":8080", ":5020", ":4840", ":2404", ":1161" }.Select<string, Action<string>>(port => said => said.ShouldContain(port))]);

        machine.Type("sudo systemctl stop dataservice-sync.service");
        machine.Type("sudo systemctl status dataservice-sync.service", status: 3).ShouldContain("inactive (dead)");
        machine.Type("curl -s http://localhost:8080/sync/stats").ShouldBe("""{"running":false}""");
    }

    [Fact]
    public void Common_issues_the_socket_and_the_polling_service_are_away()
    {
        _shell.Poll(Polled);
        _shell.Type("./start_sync.sh --interval 0.1");
        LogTells($"{_shell.Socket}", "--socket-path");
        _shell.Type($"ls -l {_shell.Socket}", status: 2);
        Eventually.True(() => _shell.Type("catchment sync status --json").Contains("\"message\""), "it is among the recent errors");
        _shell.StartGateway();
        _shell.WaitForData(static data => data.TryGetProperty("PLC_1.flow", out _), "the sync goes on by itself");
        _shell.Type("./stop_sync.sh");

        _shell.Type("POLLING_API_URL=http://127.0.0.1:1/nothing ./start_sync.sh --interval 5.0");
        LogTells("http://127.0.0.1:1/nothing cannot be reached", "--polling-url");
        _shell.Type("./stop_sync.sh");

        void LogTells(params string[] words) => Eventually.True(() => words.All(_shell.Type("tail -n 100 logs/dataservice-sync.log").Contains), string.Join(' ', words));
    }

    [Fact]
    public void Troubleshooting_debug_mode_the_socket_and_the_polling_service()
    {
        _shell.Poll(Polled);
        _shell.StartGateway();

        // Debug Mode: every cycle is told.
        using (var sync = _shell.StartSync("--verbose", "--interval", "0.1"))
        {
            _shell.WaitForSyncs(3);
            sync.Terminate().ShouldBe(0);
            sync.Output.ShouldMatch("DEBUG .* Sync cycle 2: [0-9]+ of 4 tags");
        }

        // Test IPC Connection.
        _shell.Type("catchment tags write test_key 42.0");
        using var client = new IpcClient(_shell.Socket);
        client.Write("test_key", 43.0).Ok.ShouldBeTrue();
        _shell.Type("catchment tags read test_key").ShouldContain("43");
        _shell.Curl("/data").ShouldContain("\"test_key\":43.0");

        // Verify Polling Service.
        var polled = _shell.Type("catchment tags polled");
        foreach (var word in new[] { "PLC_1.flow", "Pump_1.on", "away", "ping_failed" })
            polled.ShouldContain(word);
    }

    [Fact]
    public void Integration_with_existing_code()
    {
        _shell.Poll(Polled);
        _shell.StartGateway();

        // Method 2, custom configuration.
        using var client = new IpcClient(_shell.Socket);
        var sync = new DataServiceSyncService(_shell.Socket, 0.5, enableLogging: true, _shell.PollingUrl);
        sync.Start().ShouldBeTrue();
        sync.Start().ShouldBeFalse();
        Eventually.True(() => client.Read("PLC_1.flow") is not null && sync.GetStats().TotalSyncs > 0, "nothing was synced");
        sync.GetStats().SuccessfulWrites.ShouldBeGreaterThanOrEqualTo(2);
        sync.IsRunning().ShouldBeTrue();
        sync.Stop();
        sync.IsRunning().ShouldBeFalse();

        // Method 1, and the one of the process.
        client.Write("PLC_1.flow", 0.0).Ok.ShouldBeTrue();
        DataServiceSyncService.Start(_shell.Socket, 0.5, enableLogging: false, _shell.PollingUrl).ShouldBeTrue();
        DataServiceSyncService.Get().IsRunning().ShouldBeTrue();
        Eventually.True(() => client.Read("PLC_1.flow") is { } flow && flow.Value.ToString() == "21.5", "nothing was synced");
        DataServiceSyncService.Stop();
        DataServiceSyncService.Get().IsRunning().ShouldBeFalse();
    }

    [Fact]
    public void Future_enhancements_filters_rules_validation_bulk_writes_and_registration()
    {
        // 500 devices' tags: with bulk writes far fewer requests than values.
        var many = string.Join(',', Enumerable.Range(0, 500).Select(static i => string.Create(CultureInfo.InvariantCulture, $"\"m{i}\":{{\"value\":{i},\"status\":\"ok\"}}")));
        _shell.Poll($$$$"""{"PLC_1":{"temp":{"value":215,"status":"ok"},"debug1":{"value":1,"status":"ok"},"mode":{"value":"AUTO","status":"ok"},"wild":{"value":9999,"status":"ok"},"nan":{"value":NaN,"status":"ok"},{{{{many}}}}},"Other":{"x":{"value":1,"status":"ok"}}}""");
        File.WriteAllText(Path.Combine(_shell.Folder, "rules.yaml"), """
            rules:
              - {match: tag=temp, scale: {m: 0.1}, rename: "plant/{tag}", units: "°C"}
              - {match: tag=mode, map: {AUTO: 1, HAND: 0}}
              - {match: tag=wild, validate: {type: number, max: 100}}
            """);
        _shell.StartGateway();
        var before = Requests();
        using var sync = _shell.StartSync("--include", "device=PLC_*", "--exclude", "tag=debug*", "--rules", "rules.yaml", "--bulk-size", "1000", "--interval", "0.2");
        _shell.WaitForData(static data => data.TryGetProperty("plant/temp", out var temp) && temp.GetDouble() == 21.5 && data.TryGetProperty("PLC_1.m499", out _), "nothing was synced");
        var took = Requests() - before;

        using var data = JsonDocument.Parse(_shell.Curl("/data"));
        data.RootElement.GetProperty("PLC_1.mode").GetDouble().ShouldBe(1);
        var keys = data.RootElement.EnumerateObject().Select(static p => p.Name).ToArray();
        keys.Length.ShouldBe(502);
        keys.ShouldNotContain("PLC_1.wild", "it is beyond its limit");
        keys.ShouldNotContain("PLC_1.nan", "it is no number");
        keys.ShouldNotContain(static key => key.Contains("debug") || key.StartsWith("Other"));
        took.ShouldBeLessThan(100);
        sync.Terminate().ShouldBe(0);

        long Requests() => RequestCount().Match(_shell.Curl("/metrics")) is { Success: true } count ? long.Parse(count.Groups["count"].Value, CultureInfo.InvariantCulture) : 0;
    }

    [Fact]
    public void Future_enhancements_metrics_of_the_sync_and_the_gateway()
    {
        _shell.Poll(Polled);
        _shell.StartGateway();
        using var sync = _shell.StartSync("--interval", "0.2");
        _shell.WaitForData(static data => data.TryGetProperty("PLC_1.flow", out _), "nothing was synced");
        var socket = _shell.SyncSockets().ShouldHaveSingleItem();
        var metrics = _shell.Type($"curl -sS --unix-socket {socket} http://localhost/metrics");
        foreach (var name in new[] { "catchment_sync_cycles_total", "catchment_sync_writes_total", "catchment_sync_filtered_total", "catchment_sync_cycle_seconds_bucket", "catchment_sync_last_success_timestamp_seconds", "catchment_sync_buffer_entries" })
            metrics.ShouldContain(name);
        _shell.Curl("/metrics").ShouldContain("catchment_gateway_requests_total{door=\"ipc\"}");
        sync.Terminate().ShouldBe(0);
    }

    [Fact]
    public void Future_enhancements_what_was_polled_while_the_gateway_was_away_is_delivered_in_order_with_its_times()
    {
        _shell.StartGateway();
        Show(1);
        using var sync = _shell.StartSync("--interval", "0.05", "--buffer", "waiting");
        _shell.WaitForData(static data => data.TryGetProperty("PLC_1.flow", out _), "nothing was synced");
        _shell.StopGateway();
        for (var value = 2; value <= 5; value++)
        {
            var before = Buffered();
            Show(value);
            Eventually.True(() => Buffered() > before, "the value was not kept");
        }

        _shell.StartGateway();
        Eventually.True(() => _shell.Curl("/history/PLC_1.flow").Contains("\"value\":5.0"), "nothing was delivered");
        using var history = JsonDocument.Parse(_shell.Curl("/history/PLC_1.flow?limit=0"));
        var entries = history.RootElement.EnumerateArray().Select(static e => (Time: e.GetProperty("timestamp").GetDouble(), Value: e.GetProperty("value").GetDouble())).Distinct()
            .Where(static e => e.Value > 1).ToArray();
        entries.Take(4).ShouldBe([(1795228102, 2), (1795228103, 3), (1795228104, 4), (1795228105, 5)]);
        entries.Skip(4).ShouldAllBe(static e => e.Value == 5, "the newest is written once more, and nothing else");
        sync.Terminate().ShouldBe(0);

        void Show(int value) => _shell.Poll(string.Create(CultureInfo.InvariantCulture, $$$$"""{"PLC_1":{"flow":{"value":{{{{value}}}}.0,"status":"SUCCESS","timestamp":{{{{1795228100 + value}}}}}}}"""));

        long Buffered() => Directory.GetFiles(_shell.Folder, "waiting.0*").Sum(static f => new FileInfo(f).Length);
    }

    [GeneratedRegex(@"process (?<pid>\d+)", RegexOptions.None, 60_000)]
    private static partial Regex ProcessNumber();

    [GeneratedRegex(@"catchment_gateway_requests_total\{door=""ipc""\} (?<count>\d+)", RegexOptions.None, 60_000)]
    private static partial Regex RequestCount();
}
