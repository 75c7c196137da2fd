using System.Text.RegularExpressions;
using Catchment.Interop.Tests.OpcUa;

namespace Catchment.Interop.Tests.Snmp;

/// <summary>What a newcomer does with the demo's devices and the tools of net-snmp.</summary>
public sealed partial class SnmpDemoInteropTests : IDisposable
{
    private const string Litres = "1.3.6.1.4.1.53864.1.1.0";
    private const string SetPoint = "1.3.6.1.4.1.53864.1.2.0";

    private readonly NetSnmp _programs = new();
    private readonly TemporaryFolder _root = new();

    public void Dispose()
    {
        _programs.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task Snmpwalk_shows_the_demos_moving_tags_snmpset_writes_one_and_a_trap_arrives_at_snmptrapd()
    {
        using var daemon = new NetSnmpDaemon(_programs, "snmptrapd", "disableAuthorization yes\n", "-n", "-On", "-x", "none", "-F", "NOTIFICATION %v\n");
        using var demo = new ProgramProcess(_root.FullPath, ProgramProcess.Program, ["demo", "--only", "modbus", "--for", "10 min"]);
        var config = demo.WaitForLog(PollWords()).Groups["file"].Value;
        using var site = GatewaySite.With(
            "",
            $"  poller: {{ config: \"{config}\", listen: [\"127.0.0.1:0\"] }}",
            $"users: [ {{ name: operator, auth_password: maplesyrup, privacy_password: mapletreesyrup, access: read_write }} ], traps: {{ targets: [ {{ address: \"{daemon.Endpoint}\", community: traps }} ] }}");
        site.Start();
        daemon.Next("NOTIFICATION").ShouldContain(".1.3.6.1.6.3.1.1.4.1.0 = OID: .1.3.6.1.6.3.1.1.5.1");
        var place = (await site.GetAsync("/services/snmp/status")).GetProperty("endpoints")[0].GetString()!["udp://".Length..];
        await site.PostAsync("/mappings/snmp", new { id = "litres", key = "demo_pump:litres", oid = Litres, syntax = "OctetString" });
        await site.PostAsync("/mappings/snmp", new { id = "setpoint", key = "demo_boiler:setpoint", oid = SetPoint, syntax = "OctetString", access = "read-write" });

        await Eventually.TrueAsync(() => Walk().Length == 2, "the devices are polled");
        var first = Walk()[0];
        await Eventually.TrueAsync(() => Walk()[0] != first, "the pump's counter moves");

        _programs.Done("snmpset", [.. Operator(place), SetPoint, "s", "71.5"]);
        await Eventually.TrueAsync(() => Walk()[1] == $".{SetPoint} = STRING: \"71.5\"", "the device has taken the set point");

        demo.Terminate().ShouldBe(0);
        var told = daemon.Next("NOTIFICATION");
        told.ShouldContain(".1.3.6.1.6.3.1.1.4.1.0 = OID: .1.3.6.1.4.1.53864.60000.0.1");
        told.ShouldMatch("1[.]3[.]6[.]1[.]4[.]1[.]53864[.]60000[.]1[.]4[.]1[.]2[.][0-9]+ = STRING: \"demo_(pump:litres|boiler:setpoint)\"");
        told.ShouldMatch("1[.]3[.]6[.]1[.]4[.]1[.]53864[.]60000[.]1[.]4[.]1[.]6[.][0-9]+ = INTEGER: [23]");

        string[] Walk() => _programs.Done("snmpwalk", [.. Operator(place), "1.3.6.1.4.1.53864.1"]);
    }

    private static string[] Operator(string place) =>
        ["-v3", "-u", "operator", "-l", "authPriv", "-a", "SHA-256", "-A", NetSnmp.AuthenticationPassword, "-x", "AES", "-X", NetSnmp.PrivacyPassword, "-t", "10", "-On", place];

    [GeneratedRegex("^modbus: a gateway polls the devices with gateway[.]poller[.]config=(?<file>.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex PollWords();
}
