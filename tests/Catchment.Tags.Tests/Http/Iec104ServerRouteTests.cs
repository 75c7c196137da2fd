using Catchment.Tags.Http;
using Catchment.Tags.Servers.Iec104;

namespace Catchment.Tags.Tests.Http;

/// <summary>The IEC 60870-5-104 server's masters and numbers.</summary>
public sealed class Iec104ServerRouteTests
{
    [Fact]
    public async Task Masters_groups_and_numbers_are_told()
    {
        await using var gateway = await TestGateway.StartAsync(change: static (_, parts) => parts with { Iec104 = new Desk() });

        var status = (await gateway.GetAsync("/services/iec104/status")).Json!;

        ((bool)status["running"]!, (int)status["objects"]!, (int)status["objects_told"]!, (int)status["events_lost"]!, (int)status["discarded"]!).ShouldBe((true, 3, 90, 2, 1));
        ((string)status["endpoints"]![0]!, (int)status["common_addresses"]![1]!).ShouldBe(("tcp://127.0.0.1:2404", 7));
        var master = status["masters"]![0]!;
        ((string)master["address"]!, (string?)master["group"], (string)master["state"]!, (double)master["since"]!).ShouldBe(("127.0.0.1:5", "scada", "STARTED", 12.5));
        ((int)master["events_sent"]!, (int)master["events_waiting"]!, (int)master["commands"]!, (int)master["commands_refused"]!).ShouldBe((50, 4, 6, 1));
        ((string)status["masters"]![1]!["state"]!, (string?)status["masters"]![1]!["group"]).ShouldBe(("STOPPED", null));
        ((string)status["groups"]![0]!["name"]!, (string?)status["groups"]![0]!["active"], (int)status["groups"]![0]!["events_lost"]!).ShouldBe(("scada", null, 2));
    }

    [Fact]
    public async Task A_gateway_without_the_server_says_so()
    {
        await using var gateway = await TestGateway.StartAsync();

        (await gateway.GetAsync("/services/iec104/status")).Status.ShouldBe(503);
    }

    private sealed class Desk : IIec104Desk
    {
        public Iec104Status Status { get; } = new()
        {
            IsRunning = true,
            Endpoints = ["tcp://127.0.0.1:2404"],
            CommonAddresses = [1, 7],
            Objects = 3,
            ReceivedApdus = 20,
            SentApdus = 40,
            ObjectsTold = 90,
            EventsWaiting = 4,
            EventsLost = 2,
            Commands = 6,
            CommandsRefused = 1,
            Discarded = 1,
            Groups = [new Iec104GroupState("scada", null, 4, 2)],
            Masters = [Master("127.0.0.1:5", isStarted: true, "scada"), Master("127.0.0.1:6", isStarted: false, null)],
        };

        private static Iec104Master Master(string address, bool isStarted, string? group) => new(address, isStarted, 12.5)
        {
            Group = group,
            ReceivedApdus = 10,
            SentApdus = 20,
            EventsSent = 50,
            EventsWaiting = 4,
            EventsLost = 2,
            Interrogations = 1,
            Commands = 6,
            CommandsRefused = 1,
        };
    }
}
