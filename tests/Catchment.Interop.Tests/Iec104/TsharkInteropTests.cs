using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Client;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Interop.Tests.Iec104;

/// <summary>Everything that both ends send, as Wireshark's dissector sees it.</summary>
public sealed class TsharkInteropTests : IDisposable
{
    private const int Port = 2404;

    private static readonly Cp56Time2a Time = Cp56Time2a.Of(new DateTimeOffset(2026, 11, 21, 2, 32, 1, 250, TimeSpan.Zero));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_dissector_finds_nothing_to_complain_about()
    {
        var file = _folder["both.pcap"];
        await ConverseAsync(file);

        var packets = await DissectedPacket.ReadCleanAsync(file, Port);
        var asdus = packets.SelectMany(p => p.Asdus).ToArray();
        asdus.Select(a => a.Type).Distinct().Order().ShouldBe(Enum.GetValues<TypeId>().Except([TypeId.None, TypeId.C_TS_TA_1]).Select(t => (int)t));
        asdus.Select(a => a.Cause).Distinct().Order().ShouldBe([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20, 21, 37, 46, 47]);
        packets.Where(p => p.Asdus.Contains((36, 3, false))).Select(p => p.Details).ShouldContain(d => d.Contains("21.5", StringComparison.Ordinal) && d.Contains("Nov 21, 2026 02:32:01.25", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nor_in_answers_to_what_no_good_master_sends()
    {
        string[] requests = ["6B0106000100" + "000000" + "0100" + "E2042002D50B1A", "C80106000100" + "000000" + "00", "640103000100" + "000000" + "14", "2D0105000100" + "010000" + "01"];
        var file = _folder["answers.pcap"];
        await using (var server = Iec104Server.Start(new Iec104ServerOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] }, new TypicalStation(Time)))
        await using (var relay = new CapturedRelay(file, Port, server.Endpoints[0]))
        {
            using var master = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = (int)Patience.Limit.TotalMilliseconds };
            await master.ConnectAsync(IPAddress.Loopback, relay.Port);
            Ask(master, "680407000000");
            for (var i = 0; i < requests.Length; i++)
                Ask(master, $"68{(requests[i].Length / 2) + 4:X2}{2 * i:X2}00{2 * i:X2}00{requests[i]}");
            Ask(master, "680443000000");
        }

        var packets = await DissectedPacket.ReadCleanAsync(file, Port);
        packets.Where(p => p.FromServer).SelectMany(p => p.Asdus).ShouldBe([(107, 7, false), (200, 44, true), (100, 45, true), (45, 45, true)]);
    }

    /// <summary>An answer is as long as its request.</summary>
    private static void Ask(Socket master, string apdu)
    {
        var bytes = Convert.FromHexString(apdu);
        master.Send(bytes);
        for (var have = 0; have < bytes.Length;)
        {
            var count = master.Receive(bytes.AsSpan(have));
            count.ShouldBeGreaterThan(0);
            have += count;
        }
    }

    private static async Task ConverseAsync(string file)
    {
        var station = new TypicalStation(Time);
        await using var server = Iec104Server.Start(new Iec104ServerOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)], MaxEvents = 20 }, station);
        await using var relay = new CapturedRelay(file, Port, server.Endpoints[0]);
        await using var client = new Iec104Client(new Iec104ClientOptions { Host = "127.0.0.1", Port = relay.Port, Originator = 3, RequestTimeout = Patience.Limit, TerminationTimeout = Patience.Limit });
        await client.ConnectAsync().InTimeAsync();
        foreach (var cause in new[] { CauseOfTransmission.Spontaneous, CauseOfTransmission.Periodic, CauseOfTransmission.BackgroundScan, CauseOfTransmission.ReturnRemote, CauseOfTransmission.ReturnLocal })
        {
            server.Put(1, station.Points, cause);
            await Eventually.TrueAsync(() => server.Connections.All(c => c.WaitingEvents == 0));
        }

        await client.InterrogateAsync(1).InTimeAsync();
        await client.InterrogateAsync(65_535, group: 1).InTimeAsync();
        await client.InterrogateCountersAsync(1).InTimeAsync();
        await client.ReadAsync(1, (int)TypeId.M_ME_NC_1).InTimeAsync();
        await client.SynchronizeClockAsync(1).InTimeAsync();
        await client.TestAsync(1).InTimeAsync();
        await client.TestLinkAsync().InTimeAsync();
        foreach (var (type, command) in station.Commands)
        {
            await client.CommandAsync(1, type, command, select: type is not (TypeId.C_BO_NA_1 or TypeId.C_BO_TA_1)).InTimeAsync();
            await client.CancelAsync(1, type, command).InTimeAsync();
        }

        await RefusedAsync(client.ReadAsync(1, 9_999));
        await RefusedAsync(client.InterrogateAsync(99));
        await RefusedAsync(client.CommandAsync(1, TypeId.C_SC_NA_1, InformationObject.SingleCommand(TypicalStation.ReadOnly, isOn: true)));
        await client.StopTransferAsync().InTimeAsync();
        for (var i = 0; i < 100; i++)
            server.Put(1, station.Points);
        await client.StartTransferAsync().InTimeAsync();
        await client.TestAsync(1).InTimeAsync();
    }

    private static async Task RefusedAsync(Task request) => (await Should.ThrowAsync<Iec104Exception>(request.InTimeAsync())).Fault.ShouldBe(Iec104Fault.Refused);
}
