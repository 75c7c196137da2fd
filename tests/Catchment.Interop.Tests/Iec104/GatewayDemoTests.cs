using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Catchment.Interop.Tests.OpcUa;

namespace Catchment.Interop.Tests.Iec104;

/// <summary>The devices of a demo in a gateway as a user runs both, and a strict master that sees and commands them.</summary>
public sealed partial class GatewayDemoTests : IDisposable
{
    private const int Port = 2404;
    private const int Temperature = 101;
    private const int Setpoint = 102;
    private const int Litres = 104;
    private const int Breaker = 105;
    private const int Voltage = 106;

    // The plain form, which an interrogation has, and the one of the mapping.
    private static readonly (string Key, int Address, string Type, int Plain, int Timed, double Low, double High)[] Points =
    [
        ("demo_boiler:temperature", Temperature, "M_ME_TF_1", 13, 36, 0, 80),
        ("demo_boiler:setpoint", Setpoint, "M_ME_NC_1", 13, 13, 65, 65),
        ("demo_pump:run", 103, "M_SP_TB_1", 1, 30, 1, 1),
        ("demo_pump:litres", Litres, "M_IT_NA_1", 15, 15, 0, 1e6),
        ("demo_feeder:breaker", Breaker, "M_DP_TB_1", 3, 31, 2, 2),
        ("demo_feeder:voltage", Voltage, "M_ME_TF_1", 13, 36, 19, 21),
        ("demo_weather:humidity", 107, "M_ME_NB_1", 11, 11, 0, 100),
        ("demo_pump:speed", 108, "M_ME_NA_1", 9, 9, 0, 0.05),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_master_sees_the_values_of_a_demo_commands_them_and_has_them_again_after_a_restart()
    {
        using var demo = new ProgramProcess(_folder.FullPath, ProgramProcess.Program, ["demo", "--only", "modbus", "--for", "10 min"]);
        var config = demo.WaitForLog(PollWords()).Groups["file"].Value;
        var polled = new Uri(demo.WaitForLog(SyncWords()).Groups["url"].Value);
        using var gateway = GatewaySite.With("", $"  poller: {{ config: {config}, listen: [\"127.0.0.1:0\"] }}");
        gateway.Start();
        foreach (var (key, address, type, _, _, _, _) in Points)
            await gateway.PostAsync("/mappings/iec104", new { id = key, key, ioa = address, type, access = "rw" });

        var file = _folder["gateway.pcap"];
        await using (var relay = new CapturedRelay(file, Port, gateway.Iec104))
        {
            using var master = new StrictMaster(new IPEndPoint(IPAddress.Loopback, relay.Port));
            await EverythingIsThereAsync(master);
            Spontaneous(master, Temperature);
            Spontaneous(master, Voltage);
            Spontaneous(master, Litres);

            master.Command(50, Setpoint, [.. BitConverter.GetBytes(71.5f), 0]);
            await Eventually.TrueAsync(async () => await AtDeviceAsync(polled, "demo_boiler", "setpoint") is { ValueKind: JsonValueKind.Number } value && value.GetDouble() == 71.5, "the boiler has its set point");
            master.Command(46, Breaker, 0x01);
            await Eventually.TrueAsync(async () => (await AtDeviceAsync(polled, "demo_feeder", "breaker")).ValueKind == JsonValueKind.False, "the breaker is open");
            master.Command(46, Breaker, 0x02);
            await Eventually.TrueAsync(async () => (await AtDeviceAsync(polled, "demo_feeder", "breaker")).ValueKind == JsonValueKind.True, "the breaker is closed");
        }

        var asdus = (await DissectedPacket.ReadCleanAsync(file, Port)).SelectMany(static packet => packet.Asdus).ToHashSet();
        asdus.IsSupersetOf([(100, 6, false), (100, 7, false), (100, 10, false), (101, 7, false), (15, 37, false), (13, 20, false), (36, 3, false), (50, 6, false), (50, 7, false), (50, 10, false), (46, 10, false)]).ShouldBeTrue();

        gateway.Stop();
        gateway.Start();
        await HasThemAgainAsync(gateway);
        gateway.Kill();
        gateway.Start();
        await HasThemAgainAsync(gateway);
        demo.Terminate().ShouldBe(0);
    }

    /// <summary>All points come, in the form that an interrogation has, with values that can be, and good as soon as they are polled.</summary>
    private static async Task EverythingIsThereAsync(StrictMaster master, double setpoint = 65)
    {
        Dictionary<int, StrictObject> told = [];
        await Eventually.TrueAsync(
            () =>
            {
                var came = master.Interrogate().Where(static one => one.Cause == 20).Concat(master.InterrogateCounters().Where(static one => one.Cause == 37)).ToList();
                told = came.ToDictionary(static one => one.Address);
                return told.Count == Points.Length && told.Values.All(static one => one.IsGood);
            },
            "all points are good");
        foreach (var (key, address, _, plain, _, low, high) in Points)
        {
            var (least, most) = address == Setpoint ? (setpoint, setpoint) : (low, high);
            (told[address].Type, told[address].Time).ShouldBe((plain, null), key);
            told[address].Value.ShouldBeInRange(least, most, key);
        }
    }

    /// <summary>A change of a point comes by itself, with the time at which it was.</summary>
    private static void Spontaneous(StrictMaster master, int address)
    {
        var type = Points.Single(point => point.Address == address).Timed;
        StrictObject told;
        do
            told = master.Next();
        while (told.Address != address || told.Cause != 3);
        (told.Type, told.IsGood, told.Time is null).ShouldBe((type, true, type < 30));
        if (told.Time is { } time)
            (TimeProvider.System.GetUtcNow().UtcDateTime - time).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(10));
    }

    private static async Task HasThemAgainAsync(GatewaySite gateway)
    {
        using var master = new StrictMaster(gateway.Iec104);
        await EverythingIsThereAsync(master, setpoint: 71.5);
        Spontaneous(master, Litres);
    }

    /// <summary>What the device itself has, as another poller sees it.</summary>
    private async Task<JsonElement> AtDeviceAsync(Uri polled, string device, string tag) =>
        (await _http.GetFromJsonAsync<JsonElement>(polled)).GetProperty(device).GetProperty(tag).GetProperty("value");

    [GeneratedRegex("^modbus: a gateway polls the devices with gateway[.]poller[.]config=(?<file>.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex PollWords();

    [GeneratedRegex("sync[.]polling_url=(?<url>http://127[.]0[.]0[.]1:[0-9]+/.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex SyncWords();
}
