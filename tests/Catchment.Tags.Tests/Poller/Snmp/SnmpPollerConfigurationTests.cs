using System.Text;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Snmp;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Poller.Snmp;

/// <summary>What the file says of SNMP, and how values become others. Source: tags 10.1, 10.2, 10.4.</summary>
public sealed class SnmpPollerConfigurationTests
{
    [Theory]
    [InlineData("SNMP", "", SnmpVersion.V2c)]
    [InlineData("snmp", "\"snmpVersion\": \"v1\", ", SnmpVersion.V1)]
    [InlineData("Snmp", "\"snmpVersion\": 2, ", SnmpVersion.V2c)]
    [InlineData("SNMP", "\"snmpVersion\": \"SNMPv2c\", ", SnmpVersion.V2c)]
    [InlineData("SNMP v2c", "", SnmpVersion.V2c)]
    [InlineData("SNMP v1", "\"snmpVersion\": \"\", ", SnmpVersion.V1)]
    [InlineData("SNMPv3", "\"snmpV3Username\": \"u\", ", SnmpVersion.V3)]
    [InlineData("SNMP", "\"snmpVersion\": \"Version 3\", \"snmpV3Username\": \"u\", ", SnmpVersion.V3)]
    public void Every_spelling_is_known_and_every_setting_has_its_default(string type, string members, SnmpVersion version)
    {
        var device = Device($"{members}\"ipAddress\": \"10.0.0.9\"", type);

        (device.Protocol, device.Problem, device.Endpoint, device.Snmp!.Version).ShouldBe((PollerProtocol.Snmp, null, "10.0.0.9:161", version));
        device.Snmp.ShouldBe(new SnmpDevice { Host = "10.0.0.9", Version = version, User = version == SnmpVersion.V3 ? new SnmpUser { Name = "u" } : null });
        PollerFile.Read(Encoding.UTF8.GetBytes("io_setup: { ports: [ { enabled: true, devices: [ { name: d, enabled: true, deviceType: SNMP, ipAddress: h } ] } ] }"), "p.yaml").Devices.Single().ScanTime.ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void All_settings_are_read()
    {
        var device = Device("""
            "ipAddress": "[fe80::1]", "portNumber": "1161", "community": " c ", "snmpVersion": "v3", "snmpTimeoutMs": 500, "snmpRetries": 3, "snmpV3SecurityLevel": "AUTHPRIV", "snmpV3Username": "u",
            "snmpV3AuthProtocol": "SHA-512", "snmpV3AuthPassword": " password ", "snmpV3PrivProtocol": "aes-256", "snmpV3PrivPassword": "otherword", "snmpV3ContextName": "x",
            "snmpV3ContextEngineId": "0x80:00:1f:88:04", "snmpMaxPduSize": 484, "snmpBulkNonRepeaters": 2, "snmpBulkMaxRepetitions": 25
            """);

        device.Problem.ShouldBeNull();
        device.Snmp.ShouldBe(new SnmpDevice
        {
            Host = "fe80::1",
            Port = 1161,
            Community = " c ",
            Version = SnmpVersion.V3,
            Timeout = TimeSpan.FromMilliseconds(500),
            Retries = 3,
            Level = SnmpSecurityLevel.AuthPriv,
            User = new SnmpUser { Name = "u", Authentication = SnmpAuthentication.Sha512, AuthenticationPassword = " password ", Privacy = SnmpPrivacy.Aes256, PrivacyPassword = "otherword" },
            ContextName = "x",
            ContextEngineId = "80001F8804",
            MaxPduSize = 484,
            BulkNonRepeaters = 2,
            BulkMaxRepetitions = 25,
        });
        device.Endpoint.ShouldBe("[fe80::1]:1161");
        (device.ToString().Contains("password", StringComparison.Ordinal), device.ToString().Contains("otherword", StringComparison.Ordinal)).ShouldBe((false, false));
    }

    [Theory]
    [InlineData("", SnmpSecurityLevel.NoAuthNoPriv)]
    [InlineData("\"snmpV3AuthPassword\": \"password\", ", SnmpSecurityLevel.AuthNoPriv)]
    [InlineData("\"snmpV3AuthPassword\": \"password\", \"snmpV3PrivPassword\": \"password\", ", SnmpSecurityLevel.AuthPriv)]
    [InlineData("\"snmpV3SecurityLevel\": \"authNoPriv\", \"snmpV3AuthPassword\": \"password\", \"snmpV3PrivPassword\": \"password\", ", SnmpSecurityLevel.AuthNoPriv)]
    [InlineData("\"snmpV3SecurityLevel\": \"noAuthNoPriv\", \"snmpV3AuthPassword\": \"short\", ", SnmpSecurityLevel.NoAuthNoPriv)]
    public void Messages_are_protected_as_the_file_says_or_else_as_its_passwords_can(string members, SnmpSecurityLevel level)
    {
        var device = Device($"{members}\"ipAddress\": \"h\", \"snmpVersion\": \"v3\", \"snmpV3Username\": \"u\"");

        (device.Problem, device.Snmp!.Level, device.Snmp.User!.Level).ShouldBe((null, level, level));
        using var client = new SnmpClient(device.Snmp.Options(TimeProvider.System));
    }

    [Fact]
    public void Times_and_tries_of_the_port_count_where_the_device_has_none()
    {
        (Snmp("\"ipAddress\": \"h\"", "\"timeOut\": 700, \"retryCount\": 4, ").Timeout, Snmp("\"ipAddress\": \"h\"", "\"retryCount\": 4, ").Retries).ShouldBe((TimeSpan.FromMilliseconds(700), 4));
        var own = Snmp("\"ipAddress\": \"h\", \"snmpTimeoutMs\": 900, \"snmpRetries\": 0", "\"timeOut\": 700, \"retryCount\": 4, ");
        (own.Timeout, own.Retries).ShouldBe((TimeSpan.FromMilliseconds(900), 0));

        static SnmpDevice Snmp(string members, string port) => PollerBench.Read($"{{\"name\": \"d\", \"enabled\": true, \"deviceType\": \"SNMP\", {members}}}", port).Devices.Single().Snmp!;
    }

    [Fact]
    public void The_sample_of_the_documentation_is_read_without_a_complaint()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Poller", "Docs", "poller.md"));
        var sample = page.Split("```yml\n").Select(static part => part.Split("```")[0]).Single(static part => part.Contains("deviceType: SNMP", StringComparison.Ordinal));

        var read = PollerFile.Read(Encoding.UTF8.GetBytes(sample), "poller.md");
        read.Problems.ShouldBeEmpty();
        read.Devices.Select(static device => device.Protocol).Distinct().ShouldBe([PollerProtocol.Snmp]);
        read.Devices.SelectMany(static device => device.Tags).ShouldAllBe(static tag => tag.Snmp!.Oid.Length > 2);
    }

    [Theory]
    [InlineData("\"ipAddress\": \"\"", "ipAddress")]
    [InlineData("\"portNumber\": 70000", "portNumber")]
    [InlineData("\"snmpVersion\": \"v4\"", "snmpVersion")]
    [InlineData("\"snmpTimeoutMs\": 0", "snmpTimeoutMs")]
    [InlineData("\"snmpRetries\": -1", "snmpRetries")]
    [InlineData("\"snmpMaxPduSize\": 483", "snmpMaxPduSize")]
    [InlineData("\"snmpMaxPduSize\": 65508", "snmpMaxPduSize")]
    [InlineData("\"snmpBulkMaxRepetitions\": -1", "snmpBulkMaxRepetitions")]
    [InlineData("\"snmpVersion\": \"v3\"", "snmpV3Username")]
    [InlineData("\"snmpVersion\": \"v3\", \"snmpV3Username\": \"u\", \"snmpV3SecurityLevel\": \"high\"", "snmpV3SecurityLevel")]
    [InlineData("\"snmpVersion\": \"v3\", \"snmpV3Username\": \"u\", \"snmpV3SecurityLevel\": \"authNoPriv\"", "snmpV3AuthPassword")]
    [InlineData("\"snmpVersion\": \"v3\", \"snmpV3Username\": \"u\", \"snmpV3SecurityLevel\": \"authNoPriv\", \"snmpV3AuthPassword\": \"secret\"", "snmpV3AuthPassword")]
    [InlineData("\"snmpVersion\": \"v3\", \"snmpV3Username\": \"u\", \"snmpV3AuthPassword\": \"longenough\", \"snmpV3AuthProtocol\": \"SHA3\"", "snmpV3AuthProtocol")]
    [InlineData("\"snmpVersion\": \"v3\", \"snmpV3Username\": \"u\", \"snmpV3AuthPassword\": \"longenough\", \"snmpV3PrivPassword\": \"longenough\", \"snmpV3PrivProtocol\": \"3DES\"", "snmpV3PrivProtocol")]
    [InlineData("\"snmpVersion\": \"v3\", \"snmpV3Username\": \"u\", \"snmpV3ContextEngineId\": \"8000\"", "snmpV3ContextEngineId")]
    public void What_cannot_be_is_told_without_secrets_and_costs_the_device_alone(string members, string key)
    {
        var host = members.Contains("ipAddress", StringComparison.Ordinal) ? "" : "\"ipAddress\": \"h\", ";
        var read = PollerBench.Read($$"""{"name": "d", "enabled": true, "deviceType": "SNMP", {{host}}{{members}}},{"name": "good", "enabled": true, "deviceType": "SNMP", "ipAddress": "h"}""");

        read.Problems.ShouldHaveSingleItem().ShouldContain($"device 'd', {key}: found ");
        (read.Devices[0].Problem is null, read.Devices[1].Problem).ShouldBe((false, null));
        string.Concat(read.Problems).ShouldNotContain("secret");
    }

    [Theory]
    [InlineData(".1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.3.0")]
    [InlineData("1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.3.0")]
    [InlineData("iso.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.3.0")]
    [InlineData("..1.3.6", null)]
    [InlineData("sysUpTime.0", null)]
    [InlineData("1.3.6.1.x", null)]
    [InlineData("1.3.6.4294967296", null)]
    [InlineData("1.50.1", null)]
    [InlineData("1", null)]
    public void An_address_is_dotted_numbers(string text, string? oid) => SnmpPlace.Parse(text)?.ToString().ShouldBe(oid);

    [Theory]
    [InlineData("INTEGER", SnmpAsnType.WholeNumber)]
    [InlineData("Integer32", SnmpAsnType.WholeNumber)]
    [InlineData("i", SnmpAsnType.WholeNumber)]
    [InlineData("TruthValue", SnmpAsnType.TruthValue)]
    [InlineData("Gauge32", SnmpAsnType.Gauge32)]
    [InlineData("Unsigned32", SnmpAsnType.Gauge32)]
    [InlineData("counter32", SnmpAsnType.Counter32)]
    [InlineData("Counter64", SnmpAsnType.Counter64)]
    [InlineData("TimeTicks", SnmpAsnType.TimeTicks)]
    [InlineData("OCTET STRING", SnmpAsnType.Text)]
    [InlineData("OctetString", SnmpAsnType.Text)]
    [InlineData("ASN_OCTET_STR", null)]
    [InlineData("Hex-STRING", SnmpAsnType.Hex)]
    [InlineData("OBJECT IDENTIFIER", SnmpAsnType.ObjectIdentifier)]
    [InlineData("IpAddress", SnmpAsnType.IpAddress)]
    [InlineData("Opaque: Float", SnmpAsnType.OpaqueFloat)]
    [InlineData("Double", SnmpAsnType.OpaqueDouble)]
    public void Every_type_has_its_names(string text, SnmpAsnType? type) => (SnmpFile.TypeOf(text, out var isKnown), isKnown).ShouldBe((type, type is not null));

    [Fact]
    public void Dnp3_and_serial_lines_are_refused_with_words_that_name_the_device()
    {
        foreach (var type in (string[])["DNP3.0", "DNP-3", "dnp3"])
        {
            var read = PollerBench.Read($$"""{"name": "rtu9", "enabled": true, "deviceType": "{{type}}", "dnp3IpAddress": "10.0.0.7", "tags": [{"id": "t", "address": "AI.000"}]}""");
            (read.Devices.Single().Protocol, read.Devices.Single().Tags.Length).ShouldBe((PollerProtocol.Dnp3, 1));
            read.Problems.ShouldHaveSingleItem().ShouldEndWith("device 'rtu9', deviceType: DNP3 is not supported by this program: device 'rtu9' (10.0.0.7:20000) is not polled");
        }

        PollerBench.Read("""{"name": "m", "enabled": true, "deviceType": "Modbus RTU"}""", "\"serialSettings\": {\"port\": \"/dev/ttyS0\"}, ").Problems.ShouldHaveSingleItem()
            .ShouldEndWith("device 'm', deviceType: serial lines are not supported: /dev/ttyS0; a TCP gateway before the line is, with ipAddress and portNumber");
    }

    [Theory]
    [InlineData("", "12", "12")] // whole numbers stay whole
    [InlineData("", "1e3", "1000.0")]
    [InlineData("\"scale\": 0.5", "3", "1.5")]
    [InlineData("\"clampToHigh\": true, \"spanHigh\": 2", "3", "2")]
    [InlineData("", "NaN", "NaN")] // no number that a point could have: a text
    [InlineData("", "1.2.3", "1.2.3")]
    [InlineData("", "", "")]
    [InlineData("", "grün\n", "grün\n")]
    [InlineData("\"asnType\": \"Hex-STRING\"", "12", "3132")]
    [InlineData("\"dataType\": \"Discrete\"", "off", "False")]
    [InlineData("\"dataType\": \"Discrete\"", "2", "True")]
    public void A_text_that_is_a_number_is_scaled_and_any_other_is_a_text(string members, string text, string expected)
    {
        SnmpValues.Read(Tag(members), SnmpValue.OctetString(text), out var value).ShouldBeNull();
        value.ToString().ShouldBe(expected);
    }

    [Fact]
    public void Random_values_become_values_that_a_tag_can_have_and_back()
    {
        var random = new Random(1157);
        PollerTag[] tags = [Tag(""), Tag("\"scale\": 0.1, \"offset\": -5"), Tag("\"dataType\": \"Discrete\", \"signalReversal\": true"), Tag("\"scaleType\": \"Square Root\""), Tag("\"asnType\": \"TruthValue\""), Tag("\"scale\": 0")];
        var (read, written) = (0, 0);
        for (var round = 0; round < Fuzzing.Rounds(20_000, 2_000_000); round++)
        {
            var bytes = new byte[random.Next(12)];
            random.NextBytes(bytes);
            if (random.Next(2) == 0 && bytes.Length > 2)
                (bytes[0], bytes[1], bytes[2]) = (0x9F, (byte)random.Next(0x74, 0x7D), (byte)(bytes.Length - 3));
            var value = random.Next(10) switch
            {
                0 => SnmpValue.Integer(random.Next(int.MinValue, int.MaxValue)),
                1 => SnmpValue.Counter64((ulong)random.NextInt64(long.MinValue, long.MaxValue)),
                2 => SnmpValue.Gauge32((uint)random.NextInt64(uint.MaxValue)),
                3 => SnmpValue.OctetString(bytes),
                4 => SnmpValue.OctetString($"{random.NextDouble()}"),
                5 => SnmpValue.Null,
                6 => SnmpValue.ObjectIdentifier(new Oid(1, 3, (uint)random.Next())),
                7 => SnmpValue.OpaqueOf(BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))),
                _ => SnmpValue.Opaque(bytes),
            };
            var tag = tags[random.Next(tags.Length)];
            if (SnmpValues.Read(tag, value, out var taken) is not null)
                continue;
            read++;
            TagCoercion.TryCoerce(taken, TagType.Raw, out _).ShouldBeTrue($"{value.Type} {value} gives {taken}");
            var type = (SnmpAsnType)random.Next(Enum.GetValues<SnmpAsnType>().Length);
            written += SnmpValues.Write(tag, taken, type, out var sent) is null ? 1 : 0;
            if (SnmpValues.TypeOf(value) is { } own && tag == tags[0] && SnmpValues.Write(tag, taken, own, out sent) is null && value.Type is SnmpType.Integer or SnmpType.Counter64 or SnmpType.Gauge32 or SnmpType.ObjectIdentifier)
                sent.ShouldBe(value);
        }

        (read, written).ShouldSatisfyAllConditions(static counts => counts.read.ShouldBeGreaterThan(1_000), static counts => counts.written.ShouldBeGreaterThan(1_000));
    }

    private static PollerDevice Device(string members, string type = "SNMP") => PollerBench.Read($"{{\"name\": \"d\", \"enabled\": true, \"deviceType\": \"{type}\", {members}}}").Devices.ShouldHaveSingleItem();

    private static PollerTag Tag(string members) => PollerBench.Read($$"""{"name": "d", "enabled": true, "deviceType": "SNMP", "ipAddress": "h", "tags": [{"id": "t", "address": "1.3.6"{{(members.Length > 0 ? ", " : "")}}{{members}}}]}""")
        .Devices.ShouldHaveSingleItem().Tags.ShouldHaveSingleItem();
}
