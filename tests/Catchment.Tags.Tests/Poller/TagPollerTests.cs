using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Poller;
using Catchment.Tags.Poller.Reading;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;
using static Catchment.Tags.Tests.Poller.PollerBench;

namespace Catchment.Tags.Tests.Poller;

/// <summary>The poller against real Modbus servers. Source: tags 9, 10.</summary>
public sealed class TagPollerTests
{
    [Fact]
    public async Task Tags_of_all_tables_are_read_in_blocks_into_the_document_and_the_store()
    {
        await using var device = new SimulatedDevice();
        await using var bench = new PollerBench();
        device.Set(0, 0x41AC, 0x0000, 1234);
        device.Set(100, 0xFFF9);
        device.SetInput(4, 77);
        device.SetBits(coil: 3, discrete: 9);
        await bench.ApplyAsync(Device("plc", device.Port, string.Join(',',
            Tag("f", 40001, "\"lengthBit\": 32, \"conversionType\": \"FLOAT, Big Endian (ABCD)\""), Tag("scaled", 40003, "\"scale\": 0.1, \"offset\": -10"), Tag("far", 40101),
            Tag("in", 30005, "\"registerType\": \"Input\""), "{\"id\": \"coil\", \"address\": 3, \"dataType\": \"Discrete\", \"registerType\": \"Coil\"}",
            "{\"id\": \"di\", \"address\": 10011, \"dataType\": \"Discrete\", \"registerType\": \"Discrete Inputs\", \"signalReversal\": true}"), "\"unitNumber\": 7, "));
        await bench.ScannedAsync();

        var now = bench.Time.GetUtcNow().ToUnixTimeSeconds();
        bench.Entry("plc", "f").GetRawText().ShouldBe($$"""{"value":21.5,"status":"ok","error":null,"timestamp":{{now}},"last_successful_timestamp":{{now}},"tag_name":"f-name"}""");
        (bench.Entry("plc", "scaled").GetProperty("value").GetDouble(), bench.Entry("plc", "far").GetProperty("value").GetRawText(), bench.Entry("plc", "in").GetProperty("value").GetRawText()).ShouldBe((113.4, "-7", "77"));
        (bench.Entry("plc", "coil").GetProperty("value").GetBoolean(), bench.Entry("plc", "di").GetProperty("value").GetBoolean()).ShouldBe((true, true));
        device.Requests.ShouldBe([(7, ModbusTable.Coils, 3, 1), (7, ModbusTable.DiscreteInputs, 10, 1), (7, ModbusTable.HoldingRegisters, 0, 3), (7, ModbusTable.HoldingRegisters, 100, 1), (7, ModbusTable.InputRegisters, 4, 1)]);
        (bench.State("plc:f").Value, bench.State("plc:f").Quality).ShouldBe((TagValue.Of(21.5), TagQuality.Good));
        bench.State("plc:coil").Value.ShouldBe(TagValue.Of(true));
        bench.Poller.Devices.ShouldHaveSingleItem().ShouldBe(new("plc", "Modbus TCP", $"127.0.0.1:{device.Port}", true, true, 6, 0, null, now));
        (bench.Metrics.Polls, bench.Metrics.Numbers.Totals.Received).ShouldBe((5, 6));
    }

    [Fact]
    public async Task An_address_that_is_not_there_costs_its_own_tag_alone()
    {
        await using var device = new SimulatedDevice();
        await using var bench = new PollerBench();
        device.Missing.Add(5);
        await bench.ApplyAsync(Device("plc", device.Port, string.Join(',', Enumerable.Range(0, 10).Select(i => Tag($"t{i}", i)))));
        await bench.ScannedAsync();

        for (var i = 0; i < 10; i++)
            bench.Status("plc", $"t{i}").ShouldBe(i == 5 ? "modbus_error" : "ok");
        bench.Entry("plc", "t5").GetProperty("error").GetString().ShouldBe("(2 - ILLEGAL_DATA_ADDRESS: The data address received in the query is not an allowable address)");
        bench.Entry("plc", "t5").GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        device.Forget();
        await bench.ScanAsync();
        device.Requests.Length.ShouldBeLessThanOrEqualTo(5); // what was found out is remembered
        bench.Poller.Devices[0].IsUp.ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_device_refused_while_it_was_starting_is_read_in_one_request_again()
    {
        await using var device = new SimulatedDevice();
        await using var bench = new PollerBench();
        for (var i = 0; i < 40; i++)
            device.Missing.Add(i);
        await bench.ApplyAsync(Device("plc", device.Port, string.Join(',', Enumerable.Range(0, 40).Select(i => Tag($"t{i}", i)))));
        await bench.ScannedAsync();
        bench.Status("plc", "t39").ShouldBe("modbus_error");

        device.Missing.Clear();
        device.Set(39, 7);
        for (var scan = 0; scan < 12; scan++)
            await bench.ScanAsync();
        bench.Entry("plc", "t39").GetProperty("value").GetInt64().ShouldBe(7);
        device.Forget();
        await bench.ScanAsync();
        device.Requests.ShouldBe([(1, ModbusTable.HoldingRegisters, 0, 40)]);

        // What stays refused is tried as a whole ever more seldom.
        device.Missing.Add(5);
        await bench.ScanAsync();
        device.Forget();
        const int Scans = 200;
        for (var scan = 0; scan < Scans; scan++)
            await bench.ScanAsync();
        device.Requests.Count(request => request is { Address: 0, Count: 40 }).ShouldBeInRange(1, 8);
        bench.Status("plc", "t6").ShouldBe("ok");
        bench.Status("plc", "t5").ShouldBe("modbus_error");
    }

    [Fact]
    public async Task A_device_that_goes_away_is_told_and_found_again_and_its_last_success_stays()
    {
        await using var bench = new PollerBench();
        int port;
        long seen;
        await using (var device = new SimulatedDevice())
        {
            port = device.Port;
            device.Set(0, 42);
            await bench.ApplyAsync(Device("plc", port, Tag("t", 0)));
            await bench.ScannedAsync();
            seen = bench.Entry("plc", "t").GetProperty("last_successful_timestamp").GetInt64();
        }

        await bench.ScanAsync(); // the connection broke, or the port is closed already
        await bench.ScanAsync();
        bench.Status("plc", "t").ShouldBe("modbus_connect_failed");
        bench.Entry("plc", "t").GetProperty("error").GetString()!.ShouldStartWith("(111 - CONNECTION_REFUSED: 127.0.0.1");
        bench.Entry("plc", "t").GetProperty("last_successful_timestamp").GetInt64().ShouldBe(seen);
        (bench.State("plc:t").Value, bench.State("plc:t").Quality).ShouldBe((TagValue.Of(42.0), TagQuality.Bad));
        bench.Poller.Devices[0].IsUp.ShouldBeFalse();

        await using var again = new SimulatedDevice(port);
        again.Set(0, 43);
        await bench.ScanAsync();
        bench.Status("plc", "t").ShouldBe("ok");
        (bench.State("plc:t").Value, bench.State("plc:t").Quality).ShouldBe((TagValue.Of(43.0), TagQuality.Good));
    }

    [Fact]
    public async Task A_unit_that_its_gateway_does_not_find_is_away_and_asked_no_more_than_one_that_is_silent()
    {
        await using var device = new SimulatedDevice { Refusal = ModbusExceptionCode.GatewayTargetFailedToRespond };
        await using var bench = new PollerBench();
        await bench.ApplyAsync(Device("plc", device.Port, string.Join(',', Enumerable.Range(0, 6).Select(i => Tag($"t{i}", i * 100)))));
        await bench.ScannedAsync();

        (bench.Poller.Devices[0].IsUp, device.Requests.Length).ShouldBe((false, 2)); // of six blocks
        bench.Entry("plc", "t5").GetProperty("error").GetString()!.ShouldStartWith("(11 - GATEWAY_TARGET_FAILED_TO_RESPOND");
        device.Refusal = ModbusExceptionCode.None;
        await bench.ScanAsync();
        (bench.Poller.Devices[0].IsUp, bench.Status("plc", "t5")).ShouldBe((true, "ok"));
    }

    [Fact]
    public async Task What_breaks_one_scan_ends_no_polling()
    {
        await using var device = new SimulatedDevice();
        using var node = new NodeMetrics(TimeProvider.System, "0");
        var time = new ManualTime();
        var journal = new BrokenJournal();
        var store = new TagStore(new TagStoreSettings(), time, journal, NullLogger.Instance);
        await using var poller = new TagPoller(new PollerParts { Store = store, Options = new PollerOptions(), Metrics = new PollerMetrics(node), Time = time, Logger = NullLogger.Instance });
        device.Set(0, 7);
        await poller.ApplyAsync(Read(Device("plc", device.Port, Tag("t", 0)))).InTimeAsync();
        await time.TimerSetAsync(PollerBench.Scan);
        store.TryGet("plc:t", out _).ShouldBeFalse();

        journal.IsBroken = false;
        time.Advance(PollerBench.Scan);
        await time.TimerSetAsync(PollerBench.Scan);
        store.TryGet("plc:t", out var point).ShouldBeTrue();
        point!.Read().Value.ShouldBe(TagValue.Of(7.0));
    }

    [Fact]
    public async Task A_write_that_is_not_answered_is_sent_again_as_retryCount_says()
    {
        using var asked = new SemaphoreSlim(0);
        using var device = new SilentDevice(() =>
        {
            asked.Release();
            return []; // the connection ends without a reply
        });
        await using var bench = new PollerBench();
        bench.Store.Register(new PointRegistration { Key = "plc:w" });
        await bench.ApplyAsync(Device("plc", device.Port, Tag("w", 0, "\"readWrite\": \"Read/Write\"")), "\"retryCount\": 2, ");
        await bench.ScannedAsync(); // its three requests are done

        bench.Store.Write("plc:w", new TagWrite(TagValue.Of(9L), TagOrigin.Http)).IsOk().ShouldBeTrue();

        for (var requests = 0; requests < 3 + 3; requests++)
            (await asked.WaitAsync(Patience.Limit)).ShouldBeTrue($"after {requests} requests");
    }

    [Fact]
    public async Task A_silent_device_costs_its_own_time_out_and_holds_no_other_back()
    {
        using var silent = new SilentDevice();
        await using var device = new SimulatedDevice();
        await using var bench = new PollerBench(new PollerOptions { BadStatusPolicy = BadStatusPolicy.Keep });
        // On a port of its own, whose scan time nothing else has.
        var slow = "]}, {\"enabled\": true, \"scanTime\": 7000, \"autoRecoverTime\": 0, \"devices\": [";
        await bench.ApplyAsync(Device("plc", device.Port, Tag("t", 0)) + slow + Device("mute", silent.Port, Tag("t", 0), "\"timeout\": 30, "));
        await bench.Time.TimerSetAsync(TimeSpan.FromSeconds(30));
        await bench.ScanAsync();
        bench.Status("plc", "t").ShouldBe("ok");
        bench.Status("mute", "t").ShouldBe("initializing");

        bench.Time.Advance(TimeSpan.FromSeconds(30));
        await bench.Time.TimerSetAsync(TimeSpan.FromSeconds(35 - 30) - PollerBench.Scan); // the next of its grid: what was missed is left out
        bench.Status("mute", "t").ShouldBe("modbus_exception");
        bench.Entry("mute", "t").GetProperty("error").GetString()!.ShouldStartWith("(110 - TIMEOUT: ");
        bench.Metrics.Numbers.Discarded[Catchment.Tags.Poller.PollerMetrics.LateScan].Value.ShouldBeGreaterThanOrEqualTo(4);
    }

    [Fact]
    public async Task Whatever_a_device_answers_no_wrong_value_comes_of_it()
    {
        var random = new Random(3);
        using var device = new SilentDevice(() =>
        {
            var bytes = new byte[random.Next(0, 40)];
            random.NextBytes(bytes);
            byte[] frame = [0, 1, 0, 0, 0, 5, 1, 3, 2, 0, 9]; // the good answer but for its transaction, then broken in one place
            if (random.Next(2) == 0)
                return bytes;
            frame[random.Next(frame.Length - 2)] ^= (byte)(1 << random.Next(8));
            return frame[..random.Next(1, frame.Length + 1)];
        });
        await using var bench = new PollerBench();
        await bench.ApplyAsync(Device("plc", device.Port, Tag("t", 0)));
        for (var scan = 0; scan < Fuzzing.Rounds(100, 100_000); scan++)
        {
            await bench.ScanAsync();
            var entry = bench.Entry("plc", "t");
            (IsOk(entry) ? entry.GetProperty("value").GetRawText() : "9").ShouldBe("9");
            entry.GetProperty("status").GetString().ShouldBeOneOf("ok", "modbus_exception", "modbus_error");
        }
    }

    [Fact]
    public async Task Units_behind_one_port_share_its_connection()
    {
        await using var device = new SimulatedDevice();
        await using var bench = new PollerBench();
        await bench.ApplyAsync(string.Join(',', Enumerable.Range(1, 5).Select(unit => Device($"u{unit}", device.Port, Tag("t", unit), $"\"unitNumber\": {unit}, "))), "\"scanMode\": \"serial\", ");
        while (bench.Poller.Devices.Any(one => !one.IsUp))
            await bench.ScanAsync();

        device.Requests.Select(request => request.Unit).Distinct().Order().Select(unit => (int)unit).ShouldBe([1, 2, 3, 4, 5]);
        device.Clients.ShouldBe(1);
    }

    [Fact]
    public async Task A_reload_restarts_what_has_changed_and_forgets_what_is_gone()
    {
        await using var device = new SimulatedDevice();
        await using var bench = new PollerBench();
        await bench.ApplyAsync($"{Device("same", device.Port, Tag("t", 0))},{Device("other", device.Port, Tag("t", 1))},{Device("gone", device.Port, Tag("t", 2))}");
        var before = bench.Poller.Pollers;
        while (bench.Poller.Devices.Any(one => !one.IsUp))
            await bench.ScanAsync();

        await bench.ApplyAsync($"{Device("same", device.Port, Tag("t", 0))},{Device("other", device.Port, $"{Tag("t", 1)},{Tag("u", 3)}")}");

        bench.Poller.Pollers[0].ShouldBeSameAs(before[0]);
        bench.Poller.Pollers[1].ShouldNotBeSameAs(before[1]);
        bench.Document.TryGetProperty("gone", out _).ShouldBeFalse();
        bench.Entry("other", "t").GetProperty("last_successful_timestamp").ValueKind.ShouldBe(JsonValueKind.Number);
        while (!bench.Poller.Devices[1].IsUp)
            await bench.ScanAsync();
        bench.Status("other", "u").ShouldBe("ok");
    }

    [Fact]
    public async Task What_others_write_to_tags_that_may_be_written_goes_to_the_device()
    {
        await using var device = new SimulatedDevice();
        await using var bench = new PollerBench();
        device.Set(3, 0b1010_0000);
        const string Write = "\"readWrite\": \"Read/Write\"";
        await bench.ApplyAsync(Device("plc", device.Port, string.Join(',',
            Tag("w", 0, $"{Write}, \"scale\": 0.1, \"conversionType\": \"UINT\""), Tag("l", 1, $"{Write}, \"lengthBit\": 32, \"conversionType\": \"INT (CDAB)\""), Tag("bit", 3, $"{Write}, \"startBit\": 2, \"lengthBit\": 3"),
            Tag("c", 8, $"{Write}, \"registerType\": \"Coil\""), Tag("r", 4))));
        await bench.ScannedAsync();

        Send("plc:w", TagValue.Of(21.5));
        await device.Writings.WaitAsync().InTimeAsync();
        Send("plc:l", TagValue.Of(-2L));
        await device.Writings.WaitAsync().InTimeAsync();
        Send("plc:bit", TagValue.Of(5L));
        await device.Writings.WaitAsync().InTimeAsync();
        Send("plc:c", TagValue.Of(true));
        await device.Writings.WaitAsync().InTimeAsync();
        Send("plc:r", TagValue.Of(9L));
        bench.Store.Write("plc:w", new TagWrite(TagValue.Of(1L), TagOrigin.Sync));
        Send("plc:w", TagValue.Of(-1L)); // beyond the register: an error, no write

        (device.Holding(0), device.Holding(1), device.Holding(2), device.Holding(3), device.Coil(8)).ShouldBe(((ushort)215, (ushort)0xFFFE, (ushort)0xFFFF, (ushort)0b1011_0100, true));
        bench.Metrics.Numbers.Discarded[Catchment.Tags.Poller.PollerMetrics.NotWritable].Value.ShouldBe(1);
        bench.Time.Advance(PollerBench.Scan);
        await bench.ScanAsync();
        bench.Entry("plc", "w").GetProperty("value").GetDouble().ShouldBe(21.5);
        device.Holding(4).ShouldBe((ushort)0);

        void Send(string key, TagValue value) => bench.Store.Write(key, new TagWrite(value, TagOrigin.Http)).IsOk().ShouldBeTrue();
    }

    [Fact]
    public async Task Times_of_success_outlive_a_restart_and_a_damaged_file()
    {
        using var folder = new TemporaryFolder();
        await using var device = new SimulatedDevice();
        await using (var bench = new PollerBench(lastSuccessFile: folder["last.json"]))
        {
            await bench.ApplyAsync(Device("plc", device.Port, Tag("t", 0)));
            await bench.ScannedAsync();
        }

        var saved = JsonDocument.Parse(await System.IO.File.ReadAllBytesAsync(folder["last.json"])).RootElement.GetProperty("plc").GetProperty("t").GetInt64();
        device.Refusal = ModbusExceptionCode.ServerDeviceFailure;
        await using (var bench = new PollerBench(lastSuccessFile: folder["last.json"]))
        {
            bench.Time.Advance(TimeSpan.FromHours(1));
            await bench.ApplyAsync(Device("plc", device.Port, Tag("t", 0)));
            await bench.ScannedAsync();
            (bench.Status("plc", "t"), bench.Entry("plc", "t").GetProperty("last_successful_timestamp").GetInt64()).ShouldBe(("modbus_error", saved));
        }

        foreach (var text in (string[])["[", "[1]", "{\"plc\": 3}", "{\"plc\": {\"t\": 1e999}}"])
        {
            await System.IO.File.WriteAllTextAsync(folder["last.json"], text);
            LastSuccesses.Load(folder["last.json"], out _).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Devices_that_are_not_polled_say_so_and_a_store_that_rejects_unknown_keys_gets_the_files_registered()
    {
        await using var device = new SimulatedDevice();
        await using var bench = new PollerBench(unknownKeys: UnknownKeys.Reject);
        await bench.ApplyAsync(
            "{\"name\": \"bacnet\", \"enabled\": true, \"deviceType\": \"BACnet\", \"ipAddress\": \"127.0.0.1\", \"tags\": [{\"id\": \"t\", \"address\": \"1.3.6.1\"}]},"
            + "{\"name\": \"rtu\", \"enabled\": true, \"deviceType\": \"Modbus RTU\", \"tags\": [" + Tag("t", 0) + "]}," + Device("plc", device.Port, $"{Tag("t", 0)},{Tag("ill", 1, "\"scale\": \"x\"")}"),
            "\"serialSettings\": {\"port\": \"/dev/ttyUSB0\"}, ");
        await bench.ScannedAsync();

        (bench.Status("bacnet", "t"), bench.Entry("bacnet", "t").GetProperty("error").GetString()).ShouldBe(("error", "(95 - NOT_SUPPORTED: devices of type 'BACnet' are not polled by this program)"));
        bench.Status("rtu", "t").ShouldBe("serial_connect_failed");
        bench.Entry("rtu", "t").GetProperty("error").GetString()!.ShouldContain("serial lines are not supported: /dev/ttyUSB0");
        bench.Status("plc", "ill").ShouldBe("conversion_error");
        (bench.Status("plc", "t"), bench.State("plc:t").Quality).ShouldBe(("ok", TagQuality.Good));
        bench.Metrics.Numbers.Discarded.Total.ShouldBe(0);
    }

    [Fact]
    public void A_pause_grows_from_one_scan_to_the_limit()
    {
        var backoff = new Backoff();
        var (now, scan) = (TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var pauses = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            backoff.Fail(now, scan, TimeSpan.FromSeconds(10));
            var until = now;
            while (!backoff.IsDue(until))
                until += scan;
            pauses.Add((until - now).TotalSeconds);
            now = until;
        }

        pauses.Take(5).ShouldBe([1, 2, 4, 8, 10]);
        pauses[^1].ShouldBe(10);
        backoff.Reset();
        backoff.IsDue(TimeSpan.Zero).ShouldBeTrue();
    }

    private sealed class BrokenJournal : IPointJournal
    {
        internal volatile bool IsBroken = true;

        public void Save(IReadOnlyList<PointDefinition> definitions)
        {
            if (IsBroken)
                throw new InvalidOperationException("It is broken.");
        }

        public void Remove(string key)
        {
            // Nothing is kept.
        }
    }
}
