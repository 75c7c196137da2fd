using System.Net.Sockets;
using System.Text.Json;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Asdus;
using Catchment.Protocols.Iec104.Client;
using Catchment.Protocols.Iec104.Links;
using Catchment.Protocols.Iec104.Server;
using static Catchment.Protocols.Tests.Iec104.TestStation;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>Octets that no good peer sends.</summary>
public sealed class Iec104FuzzTests
{
    private const int StreamLength = 8;

    private static readonly byte[][] Seeds =
    [
        .. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Iec104", "Vectors", "iec104_apdus.json"))).RootElement
            .GetProperty("apdus").EnumerateArray().Select(a => Convert.FromHexString(a.GetProperty("hex").GetString()!)),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_stream_of_apdus_is_taken_or_ends_the_connection(bool isControlling)
    {
        var random = new Random(isControlling ? 1 : 2);
        var (good, bad) = (0, 0);
        for (var left = Fuzzing.Rounds(200_000, 1_000_000); left > 0; left -= StreamLength)
        {
            var link = new LinkState(new Iec104Parameters(), TimeProvider.System, isControlling);
            var buffer = new ApduBuffer();
            var stream = Mutated(random);
            try
            {
                for (var at = 0; at < stream.Length;)
                {
                    var bytes = Math.Min(random.Next(1, 100), Math.Min(buffer.Room.Length, stream.Length - at));
                    stream.AsMemory(at, bytes).CopyTo(buffer.Room);
                    buffer.Received(bytes);
                    at += bytes;
                    while (buffer.TryTake(out var apdu))
                    {
                        good++;
                        if (link.Receive(apdu, out var acknowledged) == LinkEvent.Information)
                            Read(apdu[Apci.Octets..]);
                        acknowledged.ShouldBe(0);
                    }

                    buffer.Room.Length.ShouldBeGreaterThan(0);
                }
            }
            catch (Iec104Exception e)
            {
                (e.Fault is Iec104Fault.Protocol or Iec104Fault.Malformed).ShouldBeTrue(e.Message);
                bad++;
            }
        }

        good.ShouldBeGreaterThan(1_000);
        bad.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public async Task A_server_outlives_any_stream()
    {
        var station = new MemoryStation().With(Single(101, isOn: true), Single(102, isOn: true), Float(105, 1), Float(106, 1), Counter(200, 3));
        var observer = new RecordingServerObserver();
        await using var server = Iec104Server.Start(Options with { Observer = observer }, station);
        using var good = RawLink.Start(server.Endpoints[0]);
        var random = new Random(104);
        for (var round = Fuzzing.Rounds(400, 20_000); round > 0; round--)
        {
            using var bad = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await bad.ConnectAsync(server.Endpoints[0]);
            try
            {
                await bad.SendAsync(Convert.FromHexString(RawLink.StartAct));
                await bad.SendAsync(Mutated(random));
                bad.Shutdown(SocketShutdown.Send);
                var ignored = new byte[4096];
                while (await bad.ReceiveAsync(ignored).InTimeAsync() > 0)
                {
                    // Until the server has had enough.
                }
            }
            catch (SocketException)
            {
                // It was closed before all was sent.
            }
        }

        good.Ask("680106000100000000AA55").ShouldBe("680107000100000000AA55");
        await Eventually.TrueAsync(() => server.Connections.Count == 1);
        observer.Ends.Count(e => e.Reason is Iec104CloseReason.Protocol or Iec104CloseReason.Malformed).ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task A_client_outlives_any_stream()
    {
        using var station = new RawStation();
        var random = new Random(2404);
        for (var round = Fuzzing.Rounds(200, 5_000); round > 0; round--)
        {
            var (client, link) = await station.ConnectAsync(station.Options with { Received = static (in _) => { } });
            await using var closing = client;
            using var ending = link;
            try
            {
                link.Socket.Send(Mutated(random));
                link.Socket.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                // The client closed it before all was sent.
            }

            await Eventually.TrueAsync(() => client.State == Iec104ClientState.Reconnecting);
        }
    }

    private static void Read(ReadOnlySpan<byte> asdu)
    {
        var header = AsduHeader.Read(asdu, AsduFormat.Standard);
        if (!ElementLayout.TryOf(header.Type, out _))
            return;
        var reader = new AsduReader(asdu, header, AsduFormat.Standard);
        var count = 0;
        while (reader.TryRead(out _))
            count++;
        count.ShouldBe(header.Count);
    }

    /// <summary>APDUs of the vectors, numbered as they should be, and some octets changed, put in or left out.</summary>
    private static byte[] Mutated(Random random)
    {
        var (stream, number) = (new List<byte>(), 0);
        for (var i = 0; i < StreamLength; i++)
        {
            var apdu = (byte[])Seeds[random.Next(Seeds.Length)].Clone();
            if ((apdu[2] & 1) == 0)
                (apdu[2], apdu[3], apdu[4], apdu[5]) = ((byte)(number++ << 1), 0, 0, 0);
            else if (apdu[2] == 1)
                apdu[4] = 0;
            for (var change = random.Next(4) - 1; change > 0; change--)
                apdu[random.Next(random.Next(2) == 0 ? 6 : apdu.Length)] ^= (byte)(1 << random.Next(8));
            stream.AddRange(apdu);
            if (random.Next(20) == 0)
                stream.RemoveAt(random.Next(stream.Count));
        }

        return [.. stream];
    }
}
