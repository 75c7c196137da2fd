using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Client;
using static Catchment.Tags.Tests.Poller.Iec104.Iec104Plant;

namespace Catchment.Tags.Tests.Poller.Iec104;

/// <summary>Whatever a station sends, the poller goes on, and the store has values that are some.</summary>
public sealed class Iec104PollerFuzzTests
{
    private const int Tags = 24;

    [Fact]
    public async Task Any_object_of_a_station_is_a_value_or_an_error()
    {
        await using var plant = new Iec104Plant();
        await using var bench = new PollerBench();
        await bench.ApplyAsync(plant.Device(string.Join(',', AllTags())));
        await bench.ScannedAsync();
        var driver = Iec104PollerTests.Driver(bench);
        var random = new Random(60870);
        var seen = new HashSet<string>();
        for (var round = Fuzzing.Rounds(100, 2_000); round > 0; round--)
        {
            for (var i = 0; i < 100; i++)
                driver.Receive(Indication(random));
            await bench.ScanAsync();
            foreach (var entry in bench.Document.GetProperty("rtu").EnumerateObject())
            {
                seen.Add(entry.Value.GetProperty("status").GetString()!);
                if (entry.Value.GetProperty("value") is { ValueKind: JsonValueKind.Number } number)
                    double.IsFinite(number.GetDouble()).ShouldBeTrue(entry.Name);
                (entry.Value.GetProperty("status").GetString() == "good").ShouldBe(entry.Value.GetProperty("error").ValueKind == JsonValueKind.Null);
            }
        }

        seen.ShouldBe(["good", "error"], ignoreOrder: true);
        bench.Store.Count.ShouldBeGreaterThan(Tags / 2);
        foreach (var state in bench.Store.Points.Select(static point => point.Read()))
            (state.Value.TryGetNumber(out var number) && double.IsFinite(number) && double.IsFinite(state.Timestamp)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_station_that_sends_anything_is_tried_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var bench = new PollerBench();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var accepting = listener.AcceptSocketAsync();
        await bench.ApplyAsync($"{{\"name\": \"rtu\", \"enabled\": true, \"deviceType\": \"IEC-104\", \"iec104IpAddress\": \"127.0.0.1\", \"iec104PortNumber\": {port}, \"iec104T1\": 255, \"tags\": [{Tag("t", "SP:1")}]}}");
        var random = new Random(104);
        for (var round = Fuzzing.Rounds(20, 200); round > 0; round--)
        {
            await Eventually.TrueAsync(() => accepting.IsCompleted, () => bench.Time.Advance(PollerBench.Scan));
            using var socket = await accepting;
            accepting = listener.AcceptSocketAsync();
            try
            {
                await socket.SendAsync(Convert.FromHexString("68040B000000"));
                var bytes = new byte[random.Next(1, 300)];
                random.NextBytes(bytes);
                if (random.Next(2) == 0)
                    (bytes[0], bytes[^1]) = (0x68, 0);
                await socket.SendAsync(bytes);
            }
            catch (SocketException)
            {
                // It has had enough.
            }
        }

        await Eventually.TrueAsync(() => bench.Status("rtu", "t") == "error", () => bench.Time.Advance(PollerBench.Scan));
        listener.Stop();
    }

    private static IEnumerable<string> AllTags()
    {
        string[] types = ["SP", "DP", "ST", "BO", "M_ME_NA", "M_ME_NB", "M_ME_NC", "IT"];
        for (var i = 0; i < Tags; i++)
        {
            var rest = (i % 3) switch
            {
                0 => "\"dataType\": \"Discrete\"",
                1 => "\"scale\": 1e300, \"offset\": -1",
                _ => "\"scaleType\": \"square root\", \"clampToHigh\": true",
            };
            yield return Tag($"t{i}", $"{types[i % types.Length]}:{i + 1}", rest);
        }
    }

    private static Iec104Indication Indication(Random random)
    {
        var address = random.Next(Tags + 2);
        TypeId[] types = [TypeId.M_SP_NA_1, TypeId.M_DP_NA_1, TypeId.M_ST_NA_1, TypeId.M_BO_NA_1, TypeId.M_ME_NA_1, TypeId.M_ME_NB_1, TypeId.M_ME_NC_1, TypeId.M_IT_NA_1];
        TypeId[] timed = [TypeId.M_SP_TB_1, TypeId.M_DP_TB_1, TypeId.M_ST_TB_1, TypeId.M_BO_TB_1, TypeId.M_ME_TD_1, TypeId.M_ME_TE_1, TypeId.M_ME_TF_1, TypeId.M_IT_TB_1];
        var at = (address + types.Length - 1) % types.Length;
        var type = random.Next(8) switch
        {
            0 => (TypeId)random.Next(1, 38),
            1 => types[at] + 1,
            2 or 3 => timed[at],
            _ => types[at],
        };
        return new Iec104Indication(random.Next(20) == 0 ? 2 : 1, type, (CauseOfTransmission)random.Next(64), random.Next(20) == 0, 0, new InformationObject
        {
            Address = address,
            Bits = random.Next(3) == 0 ? BitConverter.SingleToInt32Bits(random.Next(2) == 0 ? float.NaN : float.NegativeInfinity) : (int)random.NextInt64(int.MinValue, int.MaxValue),
            Qualifier = random.Next(2) == 0 ? (byte)0 : (byte)random.Next(256),
            Time = new Cp56Time2a((ulong)random.NextInt64(1L << 56)),
        });
    }
}
