using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Poller;
using Catchment.Tags.Store;
using static Catchment.Tags.Tests.Poller.Snmp.SnmpPlant;

namespace Catchment.Tags.Tests.Poller.Snmp;

/// <summary>The poller against real SNMP agents. Source: tags 9, 10.4.</summary>
public sealed class SnmpPollerTests
{
    [Fact]
    public async Task Values_of_all_kinds_are_in_the_document_and_the_store_after_one_scan()
    {
        await using var plant = new SnmpPlant();
        await using var bench = new PollerBench();
        plant.Add(SnmpValue.Integer(-5), 1, 0);
        plant.Add(SnmpValue.TimeTicks(7591), 2, 0);
        plant.Add(SnmpValue.OctetString("Linux gateway"), 3, 0);
        plant.Add(SnmpValue.OctetString([0, 0x1A, 0xFF]), 4, 0);
        plant.Add(SnmpValue.Counter64(ulong.MaxValue), 5, 0);
        plant.Add(SnmpValue.ObjectIdentifier(Base), 6, 0);
        plant.Add(SnmpValue.IpAddress(IPAddress.Parse("10.1.2.3")), 7, 0);
        plant.Add(SnmpValue.OpaqueOf(0.5f), 8, 0);
        plant.Add(SnmpValue.OctetString(" 14.5\0"u8), 9, 0);
        plant.Add(SnmpValue.Integer(2), 10, 0);
        await bench.ApplyAsync(plant.Device(string.Join(',',
            Tag("n", $"{Base}.1.0", "\"scale\": 2, \"offset\": 1"), Tag("same", $".{Base}.1.0"), Tag("ticks", $"{Base}.2.0"), Tag("text", $"{Base}.3.0"), Tag("bytes", $"{Base}.4.0"), Tag("count", $"{Base}.5.0"),
            Tag("oid", $"{Base}.6.0"), Tag("ip", $"{Base}.7.0"), Tag("float", $"{Base}.8.0"), Tag("number", $"{Base}.9.0", "\"scale\": 10"), Tag("on", $"{Base}.10.0", "\"dataType\": \"Discrete\""),
            Tag("truth", $"{Base}.10.0", "\"dataType\": \"Discrete\", \"asnType\": \"TruthValue\""), Tag("object", "1.3.6.1.4.1.53864.99.0"), Tag("instance", $"{Base}.1.1"), "{\"id\": \"none\"}", Tag("mib", "SNMPv2-MIB::sysUpTime.0"))));
        await bench.ScannedAsync();

        var now = bench.Time.GetUtcNow().ToUnixTimeSeconds();
        bench.Entry("agent", "n").GetRawText().ShouldBe($$"""{"value":-9,"status":"ok","error":null,"timestamp":{{now}},"last_successful_timestamp":{{now}},"tag_name":"n-name"}""");
        (Text("same"), Text("ticks"), Text("text"), Text("bytes"), Text("count")).ShouldBe(("-5", "7591", "\"Linux gateway\"", "\"001aff\"", "18446744073709551615"));
        (Text("oid"), Text("ip"), Text("float"), Text("number"), Text("on"), Text("truth")).ShouldBe(($"\"{Base}\"", "\"10.1.2.3\"", "0.5", "145.0", "true", "false"));
        (bench.Status("agent", "object"), Error("object")).ShouldBe(("snmp_no_such_name", "(2 - NO_SUCH_NAME: noSuchObject: The agent has no such object)"));
        (bench.Status("agent", "instance"), Error("instance")).ShouldBe(("snmp_no_such_name", "(2 - NO_SUCH_NAME: noSuchInstance: The agent has such an object, but not this instance)"));
        (bench.Status("agent", "none"), Error("none")).ShouldBe(("missing_oid", "(22 - MISSING_OID: No OID specified in tag address)"));
        bench.Status("agent", "mib").ShouldBe("snmp_error");
        Error("mib")!.ShouldContain("names of a MIB are not looked up");
        (Text("object"), bench.Entry("agent", "object").GetProperty("last_successful_timestamp").ValueKind).ShouldBe(("null", JsonValueKind.Null));
        (bench.State("agent:n").Value, bench.State("agent:n").Quality, bench.State("agent:text").Value).ShouldBe((TagValue.Of(-9.0), TagQuality.Good, TagValue.Of("Linux gateway")));
        var report = bench.Poller.Devices.ShouldHaveSingleItem();
        (report.Type, report.Endpoint, report.IsPolled, report.IsUp, report.Tags, report.FailedTags).ShouldBe(("SNMP", $"127.0.0.1:{plant.Relay.Port}", true, true, 16, 4));
        (plant.Answers.ShouldHaveSingleItem(), bench.Metrics.Polls).ShouldBe(((SnmpPduType.Get, 12, SnmpErrorStatus.NoError), 1)); // one request, and a variable of two tags once

        string Text(string tag) => bench.Entry("agent", tag).GetProperty("value").GetRawText();

        string? Error(string tag) => bench.Entry("agent", tag).GetProperty("error").GetString();
    }

    [Theory]
    [InlineData("\"snmpVersion\": \"1\", ", 1)]
    [InlineData("\"snmpVersion\": \"2c\", ", 0)]
    [InlineData("v3", 0)]
    public async Task A_variable_that_is_not_there_costs_no_other_in_any_version(string version, int more)
    {
        await using var plant = new SnmpPlant();
        await using var bench = new PollerBench();
        plant.AddColumn(1, 40, SnmpValue.Integer);
        await bench.ApplyAsync(plant.Device(string.Join(',', [.. Enumerable.Range(1, 40).Select(row => Tag($"t{row}", $"{Base}.1.{row}")), Tag("gone", $"{Base}.9.0")]), version == "v3" ? OperatorMembers : version));
        await bench.ScannedAsync();

        Enumerable.Range(1, 40).ShouldAllBe(row => bench.Entry("agent", $"t{row}").GetProperty("value").GetInt32() == row);
        bench.Status("agent", "gone").ShouldBe("snmp_no_such_name");
        plant.Answers.Count.ShouldBe(1 + more);
        bench.Poller.Devices[0].IsUp.ShouldBeTrue();

        // In v1 it costs a request, and is asked for less and less often.
        for (var scan = 0; scan < 6; scan++)
            await bench.ScanAsync();
        bench.Status("agent", "gone").ShouldBe("snmp_no_such_name");
        plant.Answers.Count.ShouldBe(7 + (more * 3));
    }

    [Fact]
    public async Task An_agent_that_sends_short_answers_only_is_asked_for_less_at_once_from_then_on()
    {
        await using var plant = new SnmpPlant(static options => options with { MaxMessageBytes = 484 });
        await using var bench = new PollerBench();
        plant.AddColumn(1, 60, static row => SnmpValue.OctetString(new string((char)('a' + (row % 26)), 20)));
        await bench.ApplyAsync(plant.Device(string.Join(',', Enumerable.Range(1, 60).Select(row => Tag($"t{row}", $"{Base}.1.{row}"))), "\"snmpMaxPduSize\": 484, "));
        await bench.ScannedAsync();

        bench.Poller.Devices[0].FailedTags.ShouldBe(0);
        plant.Answers.ShouldContain(static answer => answer.Status == SnmpErrorStatus.TooBig);
        var before = plant.Answers.Count;
        await bench.ScanAsync();
        plant.Answers.Skip(before).ShouldAllBe(static answer => answer.Status == SnmpErrorStatus.NoError && answer.Variables > 5);
    }

    [Fact]
    public async Task The_engine_of_an_agent_is_found_out_once_and_followed_through_its_restart()
    {
        await using var plant = new SnmpPlant();
        await using var bench = new PollerBench();
        plant.Add(SnmpValue.Integer(1), 1, 0);
        await bench.ApplyAsync(plant.Device(Tag("t", $"{Base}.1.0"), OperatorMembers));
        await bench.ScanAsync();
        await bench.ScanAsync();
        bench.Entry("agent", "t").GetProperty("error").GetString().ShouldBeNull();
        plant.Refusals.ShouldBe([SnmpRefusal.UnknownEngine]);

        await plant.KillAsync();
        plant.Return();
        await bench.ScanAsync();
        bench.Status("agent", "t").ShouldBe("ok");
        plant.Refusals.ShouldBe([SnmpRefusal.UnknownEngine, SnmpRefusal.NotInTimeWindow]);
        bench.Metrics.Numbers.Errors.Total.ShouldBe(0);
    }

    [Theory]
    [InlineData("\"snmpV3AuthPassword\": \"maplesyrup\"", "\"snmpV3AuthPassword\": \"maplesirup\"", "usmStatsWrongDigests")]
    [InlineData("operator", "nobody", "usmStatsUnknownUserNames")]
    public async Task Who_is_not_let_in_is_told_so(string right, string wrong, string told)
    {
        await using var plant = new SnmpPlant();
        await using var bench = new PollerBench();
        plant.Add(SnmpValue.Integer(1), 1, 0);
        await bench.ApplyAsync(plant.Device(Tag("t", $"{Base}.1.0"), OperatorMembers.Replace(right, wrong, StringComparison.Ordinal)));
        await bench.ScannedAsync();

        bench.Status("agent", "t").ShouldBe("snmp_auth_error");
        var error = bench.Entry("agent", "t").GetProperty("error").GetString()!;
        (error.StartsWith("(16 - AUTHORIZATION_ERROR: ", StringComparison.Ordinal), error.Contains(told, StringComparison.Ordinal), error.Contains("maple", StringComparison.Ordinal)).ShouldBe((true, true, false), error);
        bench.Poller.Devices[0].IsUp.ShouldBeFalse();
    }

    [Fact]
    public async Task An_agent_that_falls_silent_is_told_and_found_again()
    {
        await using var plant = new SnmpPlant();
        await using var bench = new PollerBench();
        plant.Add(SnmpValue.Integer(4), 1, 0);
        plant.Add(SnmpValue.Integer(5), 2, 0);
        await bench.ApplyAsync(plant.Device($"{Tag("t", $"{Base}.1.0")},{Tag("u", $"{Base}.2.0")}"));
        await bench.ScannedAsync();
        var seen = bench.Entry("agent", "t").GetProperty("last_successful_timestamp").GetInt64();

        await plant.KillAsync();
        await Eventually.TrueAsync(() => bench.Status("agent", "t") == "snmp_timeout", () => bench.Time.Advance(TimeSpan.FromHours(1)));
        bench.Entry("agent", "t").GetProperty("error").GetString()!.ShouldStartWith("(110 - TIMEOUT: ");
        bench.Entry("agent", "u").GetProperty("last_successful_timestamp").GetInt64().ShouldBe(seen);
        await Eventually.TrueAsync(() => bench.State("agent:t").Quality == TagQuality.Bad);
        (bench.State("agent:t").Value, bench.Poller.Devices[0].IsUp).ShouldBe((TagValue.Of(4.0), false));

        plant.Return();
        await Eventually.TrueAsync(() => bench.Status("agent", "u") == "ok", () => bench.Time.Advance(TimeSpan.FromSeconds(100)));
        await Eventually.TrueAsync(() => bench.State("agent:t").Quality == TagQuality.Good);
        bench.Poller.Devices[0].IsUp.ShouldBeTrue();
    }

    [Fact]
    public async Task Where_nobody_is_the_network_says_so()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        await taken.ConnectAsync(IPAddress.Loopback, 9); // It takes nothing of others then, and nobody else can have the port.
        await using var bench = new PollerBench();
        await bench.ApplyAsync($"{{\"name\": \"agent\", \"enabled\": true, \"deviceType\": \"snmp\", \"ipAddress\": \"localhost\", \"portNumber\": {port}, \"snmpTimeoutMs\": 3600000, \"tags\": [{Tag("t", "1.3.6.1.2.1.1.3.0")}]}}");
        await bench.ScannedAsync();

        bench.Status("agent", "t").ShouldBe("snmp_get_failed");
        bench.Entry("agent", "t").GetProperty("error").GetString()!.ShouldStartWith("(111 - CONNECTION_REFUSED: ");
    }

    [Fact]
    public async Task What_others_write_goes_to_the_variable_in_its_type_with_the_scale_taken_back()
    {
        await using var plant = new SnmpPlant();
        await using var bench = new PollerBench();
        var whole = plant.Add(SnmpValue.Integer(1), 1, 0);
        var gauge = plant.Add(SnmpValue.Gauge32(1), 2, 0);
        var text = plant.Add(SnmpValue.OctetString("a"), 3, 0);
        var truth = plant.Add(SnmpValue.Integer(1), 4, 0);
        var bytes = plant.Add(SnmpValue.OctetString([1, 2, 3, 4]), 5, 0);
        const string Write = "\"readWrite\": \"Read/Write\"";
        await bench.ApplyAsync(plant.Device(string.Join(',',
            Tag("w", $"{Base}.1.0", $"{Write}, \"scale\": 0.1"), Tag("g", $"{Base}.2.0", $"{Write}, \"asnType\": \"Gauge32\""), Tag("t", $"{Base}.3.0", Write),
            Tag("d", $"{Base}.4.0", $"{Write}, \"dataType\": \"Discrete\", \"asnType\": \"TruthValue\", \"signalReversal\": true"), Tag("b", $"{Base}.5.0", $"{Write}, \"asnType\": \"Hex-STRING\""),
            Tag("wrong", $"{Base}.1.0", $"{Write}, \"asnType\": \"OCTET STRING\""), Tag("r", $"{Base}.2.0"))));
        await bench.ScannedAsync();
        (bench.State("agent:d").Value, bench.State("agent:b").Value).ShouldBe((TagValue.Of(false), TagValue.Of("01020304")));

        Send("agent:w", TagValue.Of(21.5));
        Send("agent:g", TagValue.Of(77L));
        Send("agent:t", TagValue.Of("b"));
        Send("agent:d", TagValue.Of(true));
        Send("agent:b", TagValue.Of("0a:0b"));
        await Eventually.TrueAsync(() => bench.Metrics.Numbers.Totals.Sent == 5);
        (whole.Read(), gauge.Read(), text.Read(), truth.Read(), bytes.Read()).ShouldBe((SnmpValue.Integer(215), SnmpValue.Gauge32(77), SnmpValue.OctetString("b"), SnmpValue.Integer(2), SnmpValue.OctetString([10, 11])));
        (bench.Entry("agent", "w").GetProperty("value").GetDouble(), bench.Entry("agent", "r").GetProperty("value").GetInt32()).ShouldBe((21.5, 77)); // it was read back, also for the other tag

        Send("agent:g", TagValue.Of(-1L)); // beyond the type
        Send("agent:wrong", TagValue.Of(5L)); // wrongType, says the agent
        Send("agent:w", TagValue.Of(2000.0)); // wrongValue
        Send("agent:r", TagValue.Of(3L)); // is not Read/Write
        await Eventually.TrueAsync(() => bench.Metrics.Numbers.Errors[PollerMetrics.WriteFailed].Value == 3);
        bench.Metrics.Numbers.Discarded[PollerMetrics.NotWritable].Value.ShouldBe(1);
        (whole.Read(), gauge.Read()).ShouldBe((SnmpValue.Integer(215), SnmpValue.Gauge32(77)));

        void Send(string key, TagValue value) => bench.Store.Write(key, new TagWrite(value, TagOrigin.Http)).IsOk().ShouldBeTrue();
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2c")]
    [InlineData("v3")]
    public async Task Answers_of_any_kind_never_break_a_scan_and_good_ones_are_taken_afterwards(string version)
    {
        var random = new Random(104);
        await using var bench = new PollerBench();
        await using var plant = new SnmpPlant(options => options with { Time = bench.Time });
        SnmpValue[] values = [SnmpValue.Integer(5), SnmpValue.OctetString("text"), SnmpValue.Gauge32(7), SnmpValue.ObjectIdentifier(Base), SnmpValue.OpaqueOf(1.5), SnmpValue.TimeTicks(3)];
        for (var i = 0; i < values.Length; i++)
            plant.Add(values[i], (uint)i + 1, 0);
        await bench.ApplyAsync(plant.Device(string.Join(',', Enumerable.Range(1, values.Length).Select(i => Tag($"t{i}", $"{Base}.{i}.0"))), version == "v3" ? OperatorMembers : $"\"snmpVersion\": \"{version}\", "));
        await bench.ScannedAsync();
        bench.Poller.Devices[0].FailedTags.ShouldBe(0);

        // The engine is known by now: a forged one would be asked until the time is over, which this clock does not bring.
        plant.Relay.Answers = answer => [.. Enumerable.Range(0, 4).Select(_ => Mutated(answer)), answer];
        for (var scan = 0; scan < Fuzzing.Rounds(200, 20_000); scan++)
            await bench.ScanAsync();

        bench.Metrics.Numbers.Errors["error"].Value.ShouldBe(0); // no scan broke
        plant.Relay.Answers = static answer => [answer];
        for (var scan = 0; scan < 2_000 && bench.Poller.Devices[0].FailedTags > 0; scan++) // what was refused is asked for again within ten minutes
            await bench.ScanAsync();
        (bench.Poller.Devices[0].FailedTags, bench.Poller.Devices[0].IsUp).ShouldBe((0, true));

        byte[] Mutated(byte[] answer)
        {
            var bytes = answer.ToArray();
            for (var change = random.Next(3); change >= 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            return random.Next(8) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
        }
    }
}
