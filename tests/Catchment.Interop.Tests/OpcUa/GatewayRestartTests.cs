using System.Text.Json;
using Catchment.Tags.Ipc;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>A gateway that is stopped, killed and started again under node-opcua's client, which watches a thousand values.</summary>
[Collection(GatewayClients.Name)]
public sealed class GatewayRestartTests(OpcUaPeer peer)
{
    private const int Many = 1_000;
    private const int Rounds = 10;

    [Fact]
    public async Task A_thousand_watched_values_are_all_told_and_go_on_after_a_restart_of_the_process()
    {
        using var gateway = GatewaySite.With("");
        gateway.Start();
        var keys = Enumerable.Range(0, Many).Select(static i => $"device{i % 10}:tag{i}").ToList();
        var ids = (await gateway.PostAsync("/register/bulk", new { points = keys.Select(static key => new { key }) })).GetProperty("results").Texts("id");
        var nodes = (await gateway.PostAsync("/mappings/opcua", new { data_ids = ids, padding_strategy = "sequential", start_node_id = 1000 })).GetProperty("results").Texts("node_id");
        var name = await peer.ConnectAsync(new OpcUaConnection(gateway.Url) { Retries = -1, KeepAlive = true });
        await peer.AskAsync("subscribe", new { name, publishing = 50 });
        (await peer.AskAsync("monitor", new { name, items = nodes, queue = 2 })).Texts("status").ShouldAllBe(status => status == "Good");

        for (var round = 1; round <= Rounds; round++)
            WriteAll(round);
        await AllAreAsync(Rounds);
        (await peer.AskAsync("notifications", new { name })).GetProperty("missing").GetArrayLength().ShouldBe(0);

        gateway.Stop();
        await GoesOnAsync(100);
        gateway.Kill();
        await GoesOnAsync(200);
        await peer.AskAsync("close", new { name });

        async Task GoesOnAsync(int round)
        {
            gateway.Start();
            WriteAll(round);
            await AllAreAsync(round);
            WriteAll(round + 1);
            await AllAreAsync(round + 1);
        }

        void WriteAll(int round) => gateway.Ipc.BulkWrite([.. keys.Select((key, i) => new IpcWrite(key, (round * Many) + (double)i))]).Written.ShouldBe(Many);

        Task AllAreAsync(int round) => Eventually.TrueAsync(
            async () => (await peer.AskAsync("latestNumbers", new { name })).EnumerateArray().Select(static (value, i) => (value, i)).All(one => one.value.ValueKind == JsonValueKind.Number && one.value.GetDouble() == (round * Many) + one.i),
            $"the values of round {round}");
    }
}
