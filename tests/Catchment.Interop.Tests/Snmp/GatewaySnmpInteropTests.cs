using System.Globalization;
using System.Text.Json;
using Catchment.Interop.Tests.OpcUa;

namespace Catchment.Interop.Tests.Snmp;

/// <summary>The gateway's SNMP agent as a process of its own, and the tools of net-snmp.</summary>
public sealed class GatewaySnmpInteropTests : IDisposable
{
    private const string Enterprise = "1.3.6.1.4.1.53864";
    private const string Users = """
        users: [ { name: operator, auth: sha512, auth_password: maplesyrup, privacy: aes256, privacy_password: mapletreesyrup, access: read_write },
                   { name: viewer, auth: sha1, auth_password: maplesyrup, privacy: none } ]
        """;

    private static readonly string[] Operator = ["-v3", "-u", "operator", "-l", "authPriv", "-a", "SHA-512", "-A", NetSnmp.AuthenticationPassword, "-x", "AES-256", "-X", NetSnmp.PrivacyPassword, "-t", "10", "-On"];
    private static readonly string[] Viewer = ["-v3", "-u", "viewer", "-l", "authNoPriv", "-a", "SHA", "-A", NetSnmp.AuthenticationPassword, "-t", "10", "-On"];
    private static readonly string[] Public = ["-v2c", "-c", "public", "-t", "10", "-On"];

    private readonly NetSnmp _programs = new();

    public void Dispose() => _programs.Dispose();

    [Fact]
    public async Task Net_snmps_tools_read_and_write_tags_in_v2c_and_v3()
    {
        using var site = GatewaySite.With("", snmp: Users);
        site.Start();
        var place = await PlaceAsync(site);
        await site.RegisterAsync("boiler:temp", units: "°C");
        await site.RegisterAsync("pump:on", "bool");
        site.Write("boiler:temp", 21.5);
        await MapAsync(site, "boiler:temp", $"{Enterprise}.1.1.0", "OctetString", "read-write");
        await MapAsync(site, "pump:on", $"{Enterprise}.1.2.0", "INTEGER", "read-write");
        await MapAsync(site, "missing", $"{Enterprise}.1.3.0", "Gauge32", "read-only");

        _programs.Done("snmpget", [.. Public, place, $"{Enterprise}.1.1.0", $"{Enterprise}.1.3.0"]).ShouldBe(
            [$".{Enterprise}.1.1.0 = STRING: \"21.5\"", $".{Enterprise}.1.3.0 = No Such Instance currently exists at this OID"]);
        _programs.Done("snmpgetnext", ["-v1", "-c", "public", "-On", place, $"{Enterprise}.1.1.0"]).ShouldBe([$".{Enterprise}.1.2.0 = INTEGER: 0"]);

        _programs.Done("snmpset", [.. Operator, place, $"{Enterprise}.1.1.0", "s", "33.25", $"{Enterprise}.1.2.0", "i", "1"]);
        var data = await site.GetAsync("/data");
        (data.GetProperty("boiler:temp").GetDouble(), data.GetProperty("pump:on").GetBoolean()).ShouldBe((33.25, true));
        _programs.Run("snmpset", [.. Viewer, place, $"{Enterprise}.1.2.0", "i", "0"]).Errors.ShouldContain("noAccess");
        _programs.Run("snmpset", [.. Operator, place, $"{Enterprise}.1.2.0", "i", "0", $"{Enterprise}.1.1.0", "s", "hot"]).Errors.ShouldContain("wrongValue");
        _programs.Run("snmpset", [.. Operator, place, $"{Enterprise}.1.2.0", "u", "0"]).Errors.ShouldContain("wrongType");
        _programs.Run("snmpset", [.. Operator, place, $"{Enterprise}.1.3.0", "u", "0"]).Errors.ShouldContain("notWritable");
        _programs.Done("snmpget", [.. Viewer, place, $"{Enterprise}.1.2.0"]).ShouldBe([$".{Enterprise}.1.2.0 = INTEGER: 1"]);
        _programs.Done("snmpwalk", [.. Viewer, place, $"{Enterprise}.60000.1.4.1.3"]).ShouldBe([$".{Enterprise}.60000.1.4.1.3.1 = STRING: \"33.25\"", $".{Enterprise}.60000.1.4.1.3.2 = STRING: \"True\""]);

        var status = await site.GetAsync("/services/snmp/status");
        (status.GetProperty("sets").GetInt32() >= 3, status.GetProperty("peers")[0].GetProperty("address").GetString()).ShouldBe((true, "127.0.0.1"));
        (await site.GetAsync("/statistics")).GetProperty("services").GetProperty("snmp").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Ten_thousand_mappings_are_walked_in_order_without_a_gap_and_go_as_they_came()
    {
        const int Many = 10_000;
        using var site = GatewaySite.With("", snmp: "tag_table: false");
        site.Start();
        var place = await PlaceAsync(site);
        await site.PostAsync("/register/bulk", new { points = Enumerable.Range(0, Many).Select(static i => new { key = $"k{i}", @default = i }) });
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Many), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await MapAsync(site, $"k{i}", string.Create(CultureInfo.InvariantCulture, $"{Enterprise}.7.{i * 7919 % Many}"), "Gauge32", "read-only"));

        var lines = _programs.Done("snmpbulkwalk", [.. Public, "-Cr100", place, $"{Enterprise}.7"]);

        lines.Length.ShouldBe(Many);
        for (var i = 0; i < Many; i++)
            lines[i * 7919 % Many].ShouldBe(string.Create(CultureInfo.InvariantCulture, $".{Enterprise}.7.{i * 7919 % Many} = Gauge32: {i}"));
        (await site.GetAsync("/services/snmp/status")).GetProperty("objects").GetInt32().ShouldBe(Many);
    }

    [Fact]
    public async Task Boots_rise_with_each_start_also_behind_a_kill_and_managers_find_the_engine_again()
    {
        using var site = GatewaySite.With("", snmp: Users);
        string? engine = null;
        for (var boot = 1; boot <= 4; boot++)
        {
            site.Start();
            var place = await PlaceAsync(site);
            _programs.Done("snmpget", [.. Operator, place, "1.3.6.1.6.3.10.2.1.2.0"]).ShouldBe([$".1.3.6.1.6.3.10.2.1.2.0 = INTEGER: {boot}"]);
            var now = (await site.GetAsync("/services/snmp/status")).GetProperty("engine_id").GetString();
            (engine ??= now).ShouldBe(now);
            if (boot == 3)
                site.Stop();
            else
                site.Kill();
        }
    }

    [Fact]
    public async Task The_mib_is_loaded_without_a_warning_and_names_what_is_served()
    {
        using var site = GatewaySite.With("");
        site.Start();
        var place = await PlaceAsync(site);
        await site.RegisterAsync("boiler:temp", units: "°C \"hot\"");
        site.Write("boiler:temp", 21.5);
        await MapAsync(site, "boiler:temp", $"{Enterprise}.1.1.0", "Gauge32", "read-write");
        await MapAsync(site, "current", "1.3.6.1.2.1.999.1.0", "INTEGER", "read-only");
        await MapAsync(site, "a\"b ::= { x 1 } END --", "1.0.8802.5", "OctetString", "read-only");
        await MapAsync(site, "BOILER temp", "2.16.840.1.5.0", "Counter64", "read-only");
        for (var i = 0; i < 200; i++)
            await MapAsync(site, new string((char)(0x21 + (i % 90)), i + 1), $"{Enterprise}.2.{i}.0", "TimeTicks", "read-only");
        var folder = Directory.CreateDirectory(Path.Combine(_programs.Folder, "mibs")).FullName;
        var file = Path.Combine(folder, "CATCHMENT-GATEWAY-MIB.txt");
        CommandLine.Run(site.Folder, "gateway", "mib", "--output", file);
        var own = await File.ReadAllTextAsync(file);
        WithoutDates(own).ShouldBe(WithoutDates(await site.TextAsync("/services/snmp/mib")));

        Translate("-On", "CATCHMENT-GATEWAY-MIB::boilerTemp.0").ShouldBe([$".{Enterprise}.1.1.0"]);
        Translate("-On", "CATCHMENT-GATEWAY-MIB::current2.0").ShouldBe([".1.3.6.1.2.1.999.1.0"]);
        Translate("-On", "CATCHMENT-GATEWAY-MIB::aBX1END").ShouldBe([".1.0.8802.5"]);
        Translate("1.0.8802.5", "2.16.840.1.5.0").ShouldBe(["CATCHMENT-GATEWAY-MIB::aBX1END", "CATCHMENT-GATEWAY-MIB::bOILERTemp2.0"]);
        Translate("-On", "CATCHMENT-GATEWAY-MIB::tagQuality.3").ShouldBe([$".{Enterprise}.60000.1.4.1.6.3"]);
        Translate("-Tl").Length.ShouldBeGreaterThan(204);
        var (done, lines, errors) = _programs.Run("snmpwalk", ["-M", folder, "-m", "CATCHMENT-GATEWAY-MIB", "-Pw", "-v2c", "-c", "public", "-t", "10", place, $"{Enterprise}"]);
        (done, Complaints(errors)).ShouldBe((true, ""));
        lines.ShouldContain("CATCHMENT-GATEWAY-MIB::boilerTemp.0 = Gauge32: 21 ?C 'hot'");
        lines.ShouldContain("CATCHMENT-GATEWAY-MIB::tagKey.1 = STRING: boiler:temp");
        lines.ShouldContain("CATCHMENT-GATEWAY-MIB::tagQuality.1 = INTEGER: good(1)");

        string[] Translate(params string[] words)
        {
            var answer = _programs.Run("snmptranslate", ["-M", folder, "-m", "CATCHMENT-GATEWAY-MIB", "-Pw", .. words]);
            (answer.Done, Complaints(answer.Errors)).ShouldBe((true, ""));
            return answer.Lines;
        }

        // The first program that runs makes its own folders, and says so.
        static string Complaints(string errors) => string.Join('\n', errors.Split('\n').Where(static line => !line.StartsWith("Created directory:", StringComparison.Ordinal))).Trim();

        static string WithoutDates(string mib) => string.Join('\n', mib.Split('\n').Where(static line => !line.Contains("LAST-UPDATED", StringComparison.Ordinal) && !line.Contains("REVISION", StringComparison.Ordinal)));
    }

    private static async Task<string> PlaceAsync(GatewaySite site) => (await site.GetAsync("/services/snmp/status")).GetProperty("endpoints")[0].GetString()!["udp://".Length..];

    private static Task<JsonElement> MapAsync(GatewaySite site, string key, string oid, string syntax, string access) => site.PostAsync("/mappings/snmp", new { id = oid, key, oid, syntax, access });
}
