using Catchment.Tags.Http;
using Catchment.Tags.Servers.Snmp;

namespace Catchment.Tags.Tests.Http;

/// <summary>The SNMP agent's numbers and its MIB.</summary>
public sealed class SnmpRouteTests
{
    [Fact]
    public async Task The_agent_and_who_asks_it_are_told()
    {
        await using var gateway = await TestGateway.StartAsync(change: static (_, parts) => parts with { Snmp = new Desk() });

        var status = (await gateway.GetAsync("/services/snmp/status")).Json!;

        ((bool)status["running"]!, (string)status["endpoints"]![0]!, (string)status["engine_id"]!, (int)status["engine_boots"]!).ShouldBe((true, "udp://127.0.0.1:1161", "8000D26805AB", 3));
        ((int)status["objects"]!, (int)status["refused_mappings"]!, (int)status["requests"]!, (int)status["sets"]!, (int)status["discarded"]!).ShouldBe((12, 1, 300, 4, 7));
        ((int)status["notifications"]!, (int)status["notifications_lost"]!, (int)status["notifications_coalesced"]!).ShouldBe((5, 2, 1));
        ((int)status["counters"]!["snmpInPkts"]!).ShouldBe(307);
        var peer = status["peers"]![0]!;
        ((string)peer["address"]!, (int)peer["received"]!, (int)peer["answered"]!, (int)peer["refused"]!, (string)peer["last_refusal"]!).ShouldBe(("10.0.0.9", 7, 0, 7, "wrong_digest"));
    }

    [Fact]
    public async Task The_mib_is_a_file_of_text()
    {
        await using var gateway = await TestGateway.StartAsync(change: static (_, parts) => parts with { Snmp = new Desk() });

        using var answer = await gateway.Client.GetAsync(new Uri("/services/snmp/mib", UriKind.Relative));

        (await answer.Content.ReadAsStringAsync()).ShouldBe("CATCHMENT-GATEWAY-MIB");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        answer.Content.Headers.ContentDisposition!.FileName.ShouldBe("CATCHMENT-GATEWAY-MIB.txt");
    }

    [Fact]
    public async Task A_gateway_without_the_agent_says_so()
    {
        await using var gateway = await TestGateway.StartAsync();

        (await gateway.GetAsync("/services/snmp/status")).Status.ShouldBe(503);
        (await gateway.GetAsync("/services/snmp/mib")).Status.ShouldBe(503);
    }

    private sealed class Desk : ISnmpDesk
    {
        public SnmpStatus Status { get; } = new()
        {
            IsRunning = true,
            Endpoints = ["udp://127.0.0.1:1161"],
            EngineId = "8000D26805AB",
            EngineBoots = 3,
            Objects = 12,
            Refused = 1,
            Communities = 1,
            Users = 2,
            Targets = [],
            Requests = 300,
            Sets = 4,
            Discarded = 7,
            Notifications = 5,
            NotificationsLost = 2,
            NotificationsCoalesced = 1,
            Counters = [("snmpInPkts", 307)],
            Peers = [new SnmpPeer("10.0.0.9", 1_699_999_000, Received: 7, Answered: 0, Refused: 7, Sets: 0, Failed: 0, "wrong_digest")],
        };

        public string Mib => "CATCHMENT-GATEWAY-MIB";
    }
}
