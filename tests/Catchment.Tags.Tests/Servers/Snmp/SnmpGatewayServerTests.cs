using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Servers.Snmp;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Servers.Snmp;

public sealed class SnmpGatewayServerTests : IDisposable
{
    private static readonly Oid Temperature = Oid.Parse("1.3.6.1.4.1.53864.1.1.0");

    private readonly SnmpGateway _gateway = new();

    public SnmpGatewayServerTests()
    {
        _gateway.Point("boiler:temp", TagValue.Of(21.5));
        _gateway.Map("boiler:temp", $"{Temperature}", "OctetString");
    }

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task It_serves_while_it_runs_and_frees_its_port()
    {
        await using var server = _gateway.Make();
        (server.Name, server.IsRunning, server.Status.IsRunning, server.Status.EngineId).ShouldBe(("snmp", false, false, null));

        await server.StartAsync(CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
        var endpoint = server.Endpoints[0];
        using (var client = SnmpGateway.Client(server))
            (await client.GetAsync(Temperature)).ToString().ShouldBe("21.5");
        (server.Port, server.Status.Objects, server.Status.Endpoints[0]).ShouldBe((endpoint.Port, 1, $"udp://{endpoint}"));

        await server.StopAsync(CancellationToken.None);
        await server.StopAsync(CancellationToken.None);
        server.IsRunning.ShouldBeFalse();
        using (var taker = new Socket(SocketType.Dgram, ProtocolType.Udp))
            taker.Bind(endpoint);

        await server.StartAsync(CancellationToken.None);
        using var again = SnmpGateway.Client(server);
        _gateway.Write("boiler:temp", TagValue.Of(22.5));
        (await again.GetAsync(Temperature)).ToString().ShouldBe("22.5");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_io_failure()
    {
        await using var first = await _gateway.StartAsync();
        await using var second = _gateway.Make(SnmpGateway.AnyPort with { Listen = [$"127.0.0.1:{first.Port}"] });

        (await Should.ThrowAsync<IOException>(() => second.StartAsync(CancellationToken.None))).Message.ShouldContain("already in use");
        second.IsRunning.ShouldBeFalse();
    }

    [Fact]
    public async Task The_engine_keeps_its_identity_and_counts_its_starts()
    {
        List<(string?, int)> engines = [];
        for (var i = 0; i < 3; i++)
        {
            await using var server = await _gateway.StartAsync();
            using var client = SnmpGateway.Client(server);
            (await client.GetAsync(Oid.Parse("1.3.6.1.6.3.10.2.1.2.0"))).ShouldBe(SnmpValue.Integer(i + 1));
            engines.Add((server.Status.EngineId, server.Status.EngineBoots));
        }

        engines.ShouldBe([(engines[0].Item1, 1), (engines[0].Item1, 2), (engines[0].Item1, 3)]);
        engines[0].Item1!.ShouldStartWith("8000D268");

        await using (var named = await _gateway.StartAsync(SnmpGateway.AnyPort with { EngineId = "8000d2680441424344" }))
            (named.Status.EngineId, named.Status.EngineBoots).ShouldBe(("8000D2680441424344", 1));
        await using var again = await _gateway.StartAsync();
        (again.Status.EngineId, again.Status.EngineBoots).ShouldBe(("8000D2680441424344", 2));
    }

    [Fact]
    public void A_file_of_the_engine_that_was_damaged_makes_a_new_one_and_is_told()
    {
        File.WriteAllText(Path.Combine(_gateway.Folder, EngineFile.FileName), "\0\0\0");

        new EngineFile(_gateway.Folder, null, _gateway.Log).Load().ShouldBeNull();
        _gateway.Log.Lines.ShouldContain(static line => line.Text.Contains("cannot be understood", StringComparison.Ordinal));
        var state = new SnmpEngineState(new byte[] { 1, 2, 3, 4, 5 }, 7);
        new EngineFile(_gateway.Folder, null, NullLogger.Instance).Save(state);
        new EngineFile(_gateway.Folder, null, NullLogger.Instance).Load()!.ToString().ShouldBe("0102030405 7");
        Directory.GetFiles(_gateway.Folder).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Users_read_and_write_as_they_may_and_the_others_are_counted_by_where_they_are()
    {
        var options = SnmpGateway.AnyPort with
        {
            Communities = [],
            Users = [new() { Name = "operator", AuthenticationPassword = "maplesyrup", Access = SnmpAccess.ReadWrite }, new() { Name = "viewer", AuthenticationPassword = "mapletree", Privacy = SnmpUserPrivacy.None }],
        };
        await using var server = await _gateway.StartAsync(options);
        var user = new SnmpUser { Name = "operator", Authentication = SnmpAuthentication.Sha256, AuthenticationPassword = "maplesyrup", Privacy = SnmpPrivacy.Aes128, PrivacyPassword = "maplesyrup" };
        using (var client = SnmpGateway.Client(server, user: user))
        {
            await client.SetAsync([new SnmpVariable(Temperature, SnmpValue.OctetString("30"))]);
            (await client.GetAsync(Temperature)).ToString().ShouldBe("30.0");
        }

        using (var viewer = SnmpGateway.Client(server, user: new SnmpUser { Name = "viewer", Authentication = SnmpAuthentication.Sha256, AuthenticationPassword = "mapletree" }))
        {
            (await Should.ThrowAsync<SnmpException>(() => viewer.SetAsync([new SnmpVariable(Temperature, SnmpValue.OctetString("31"))]))).Status.ShouldBe(SnmpErrorStatus.NoAccess);
            (await viewer.GetAsync(Temperature)).ToString().ShouldBe("30.0");
        }

        using (var forger = SnmpGateway.Client(server, user: user with { AuthenticationPassword = "maplesyrop" }))
            (await Should.ThrowAsync<SnmpException>(() => forger.GetAsync(Temperature))).Fault.ShouldBe(SnmpFault.Security);
        using (var stranger = SnmpGateway.Client(server, patience: TimeSpan.FromMilliseconds(1)))
            await Should.ThrowAsync<SnmpException>(() => stranger.GetAsync(Temperature));

        await Eventually.TrueAsync(() => Counter("snmpInBadCommunityNames") + Counter("snmpInBadVersions") > 0, "the stranger is refused");
        Counter("usmStatsWrongDigests").ShouldBeGreaterThan(0u);
        await Eventually.TrueAsync(() => server.Status.Peers is [{ Address: "127.0.0.1", Sets: 2, Failed: 1, Answered: >= 4, Refused: >= 3 }], "all is counted");
        server.Status.Counters.Count.ShouldBeGreaterThan(20);

        uint Counter(string name) => server.Status.Counters.Single(one => one.Name == name).Value;
    }

    [Fact]
    public async Task A_start_and_a_bad_tag_are_told()
    {
        using var receiver = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)Patience.Limit.TotalMilliseconds };
        receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var server = await _gateway.StartAsync(SnmpGateway.AnyPort with { Traps = new SnmpTrapOptions { Targets = [new() { Address = $"{receiver.LocalEndPoint}", Community = "traps" }] } });
        var message = new byte[65_535];

        Contains(SnmpNotification.ColdStart.Oid).ShouldBeTrue();
        _gateway.Write("boiler:temp", TagValue.Of(1.0), TagQuality.Bad);
        Contains(GatewayOids.QualityChanged).ShouldBeTrue();
        await Eventually.TrueAsync(() => server.Status.Notifications == 2, "both are counted");
        server.Status.Targets.ShouldBe([$"{receiver.LocalEndPoint} v2c"]);

        bool Contains(Oid oid)
        {
            var length = receiver.Receive(message);
            // The last arcs of the name as BER has them: 53864 takes three bytes, 60000 too.
            byte[] name = oid == GatewayOids.QualityChanged ? [0x83, 0xA4, 0x68, 0x83, 0xD4, 0x60, 0, 1] : [0x2B, 6, 1, 6, 3, 1, 1, 5, 1];
            return message.AsSpan(0, length).IndexOf(name) > 0;
        }
    }

    [Fact]
    public async Task A_value_that_is_longer_than_a_message_costs_its_own_request_only()
    {
        _gateway.Point("long", TagValue.Of(new string('x', 100_000)), "string");
        _gateway.Map("long", "1.3.6.1.4.1.53864.1.2.0", "OctetString");
        await using var server = await _gateway.StartAsync();
        using var client = SnmpGateway.Client(server);

        (await Should.ThrowAsync<SnmpException>(() => client.GetAsync(Oid.Parse("1.3.6.1.4.1.53864.1.2.0")))).Status.ShouldBe(SnmpErrorStatus.TooBig);
        (await client.GetAsync(Temperature)).ToString().ShouldBe("21.5");
    }
}
