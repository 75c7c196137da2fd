using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Tests.Iec104;
using Catchment.Tags.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Tests.Servers.Iec104;

public sealed class Iec104GatewayServerTests
{
    [Fact]
    public async Task It_serves_while_it_runs_and_frees_its_port()
    {
        await using var gateway = Iec104Gateway.Make();
        var server = gateway.Server;
        (server.Name, server.IsRunning, server.Status.IsRunning, server.Status.Objects).ShouldBe(("iec104", false, false, 0));
        gateway.Map("t", 1);

        await server.StartAsync(CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
        var port = server.Port;
        server.Status.Endpoints.ShouldBe([$"tcp://127.0.0.1:{port}"]);
        (server.Status.IsRunning, server.Status.Objects).ShouldBe((true, 1));
        using (var raw = gateway.Raw())
        {
            await server.StopAsync(CancellationToken.None);
            raw.ExpectEnd();
        }

        await server.StopAsync(CancellationToken.None);
        server.IsRunning.ShouldBeFalse();
        using (var taker = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            taker.Bind(new IPEndPoint(IPAddress.Loopback, port));
            taker.Listen();
            await using var second = gateway.Make(new Iec104Options { Listen = [$"127.0.0.1:{port}"] });
            (await Should.ThrowAsync<IOException>(second.StartAsync(CancellationToken.None))).Message.ShouldContain($"127.0.0.1:{port}");
            second.IsRunning.ShouldBeFalse();
        }

        // Mappings that have come meanwhile are there, and those of a run before are followed no more.
        gateway.Map("u", 2);
        await server.StartAsync(CancellationToken.None);
        await using var master = await gateway.MasterAsync();
        (await master.InterrogateAsync()).Keys.Order().ShouldBe([1, 2]);
        gateway.Write("u", 3.0);
        (await master.NextAsync()).Information.Address.ShouldBe(2);
    }

    [Fact]
    public async Task Masters_and_their_numbers_are_told()
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("t", 1.0);
        gateway.Map("t", 1, access: "rw");
        using (var silent = RawLink.Connect(gateway.Endpoint))
        {
            await Eventually.TrueAsync(() => gateway.Server.Status.Masters.Count == 1);
            var stopped = gateway.Server.Status.Masters[0];
            (stopped.Address, stopped.IsStarted, stopped.Group).ShouldBe((Iec104Gateway.AddressOf(silent), false, null));
            stopped.Since.ShouldBe((gateway.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        }

        await Eventually.TrueAsync(() => gateway.Server.Status.Masters.Count == 0);
        await using (var master = await gateway.MasterAsync())
        {
            await master.InterrogateAsync();
            gateway.Write("t", 2.0);
            await master.NextAsync();
            await master.CommandAsync(TypeId.C_SE_NC_1, InformationObject.OfFloat(1, 3));
            await master.NextAsync();
            await Eventually.TrueAsync(() => gateway.Server.Status is { Commands: 1, CommandsRefused: 0, ObjectsTold: 2 });
            await Eventually.TrueAsync(() => gateway.Server.Status.Masters is [{ IsStarted: true, Interrogations: 1, EventsSent: 2, EventsWaiting: 0 }]);
        }

        await Eventually.TrueAsync(() => gateway.Metrics.Masters == 0);
        // STARTDT, interrogation, command, and what acknowledges them; con, points, term, two changes, con, term.
        gateway.Metrics.Apdus.Received.ShouldBeGreaterThanOrEqualTo(3);
        gateway.Metrics.Apdus.Sent.ShouldBeGreaterThanOrEqualTo(8);
    }

    [Fact]
    public async Task One_who_breaks_the_rules_loses_his_connection_and_is_counted()
    {
        await using var gateway = await Iec104Gateway.StartAsync(new Iec104Options { MaxConnections = 2 });
        await using var master = await gateway.MasterAsync();
        using (var hostile = RawLink.Connect(gateway.Endpoint))
        {
            hostile.Send("474554202F");
            hostile.ExpectEnd();
        }

        await Eventually.TrueAsync(() => gateway.Server.Status is { Discarded: 1, Masters.Count: 1 });
        using var second = RawLink.Start(gateway.Endpoint);
        using var third = RawLink.Connect(gateway.Endpoint);
        third.ExpectEnd();
        await Eventually.TrueAsync(() => gateway.Server.Status.Discarded == 2);
        await Eventually.TrueAsync(() => gateway.Log.Of(LogLevel.Warning) is [var one] && one.Contains("gateway.iec104.max_connections", StringComparison.Ordinal));
        (await master.InterrogateAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hundred_masters_are_served_at_once()
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        for (var i = 1; i <= 50; i++)
        {
            gateway.Point($"t{i}", i);
            gateway.Map($"t{i}", i);
        }

        List<RawLink> links = [];
        try
        {
            for (var i = 0; i < 100; i++)
                links.Add(gateway.Raw());
            gateway.Write("t7", 7.5);
            foreach (var link in links)
                link.ReceiveAsdu().ShouldBe("0D01030001000700000000F04000");
            foreach (var link in links)
            {
                link.Acknowledge();
                link.Ask("64010600010000000014").ShouldBe("64010700010000000014");
            }

            foreach (var link in links)
            {
                var points = 0;
                while (link.ReceiveAsdu() is var asdu && !asdu.StartsWith("64", StringComparison.Ordinal))
                    points += Convert.FromHexString(asdu)[1] & 0x7F;
                points.ShouldBe(50);
            }
        }
        finally
        {
            links.ForEach(static link => link.Dispose());
        }

        await Eventually.TrueAsync(() => gateway.Metrics.Masters == 0);
    }

    [Fact]
    public async Task Those_beyond_this_computer_are_warned_of_once()
    {
        await using var gateway = Iec104Gateway.Make(new Iec104Options { Listen = ["tcp://*:0"] });
        for (var i = 0; i < 2; i++)
        {
            await gateway.Server.StartAsync(CancellationToken.None);
            await gateway.Server.StopAsync(CancellationToken.None);
        }

        gateway.Log.Of(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("whoever reaches 0.0.0.0:0 can read");
    }

    [Fact]
    public async Task Nobody_watches_the_store_while_nobody_is_there()
    {
        await using var gateway = await Iec104Gateway.StartAsync();
        gateway.Point("t", 1.0);
        gateway.Map("t", 1);
        gateway.Store.TryGet("t", out var point).ShouldBeTrue();
        point!.Subscriptions.ShouldBeEmpty();
        await using (await gateway.MasterAsync())
            point.Subscriptions.ShouldHaveSingleItem();
        await Eventually.TrueAsync(() => point.Subscriptions.Length == 0);
    }
}
