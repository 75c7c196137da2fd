using System.Text.RegularExpressions;
using Catchment.Tags.Mappings;
using Catchment.Tags.Servers.Snmp.Mib;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Servers.Snmp;

public sealed partial class GatewayMibTests : IDisposable
{
    private readonly SnmpGateway _gateway = new();

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public void Each_mapping_is_an_object_with_its_syntax_access_units_and_path()
    {
        _gateway.Point("boiler:temp", TagValue.Of(1.0), units: "°C");
        _gateway.Map("boiler:temp", "1.3.6.1.4.1.53864.1.1.0");
        _gateway.Map("flow", "1.3.6.1.2.1.99.5", "Counter64", "read-only", index: 3, id: "a");
        _gateway.Map("flow 2", "1.3.6.1.2.1.99.5", "Counter64", "read-only", index: 4, id: "b");
        _gateway.Map("own", "1.3.6.1.4.1.53864.60000.1.4.1.2.1");

        var mib = Mib();

        mib.ShouldStartWith("CATCHMENT-GATEWAY-MIB DEFINITIONS ::= BEGIN");
        mib.ShouldContain("""
            boilerTemp OBJECT-TYPE
                SYNTAX Gauge32
                UNITS "?C"
                MAX-ACCESS read-write
                STATUS current
                DESCRIPTION
                    "tag boiler:temp"
                ::= { iso org(3) dod(6) internet(1) private(4) enterprises(1) 53864 1 1 }
            """);
        mib.ShouldContain("\"tag flow at index 3; tag flow 2 at index 4\"\n    ::= { iso org(3) dod(6) internet(1) mgmt(2) mib-2(1) 99 5 }");
        mib.ShouldContain("OBJECTS { flow,\n        boilerTemp }");
        mib.ShouldNotContain("own OBJECT-TYPE");
        mib.ShouldContain("LAST-UPDATED \"202611221604Z\"");
        mib.ShouldEndWith("END\n");
    }

    [Fact]
    public void Keys_become_names_that_are_safe_and_each_once()
    {
        var names = new MibNames(["current", "tagValue"]);
        string[] keys = ["boiler:temp", "boiler.temp", "BOILER-TEMP", "1st", "", "°°", "current", "tag value", "--", "a\"b\n::= { iso 1 }", new string('x', 100), new string('x', 100), "Ünïcode name"];

        keys.Select(names.Of).ShouldBe(
            ["boilerTemp", "boilerTemp2", "bOILERTEMP3", "tag1st", "tag", "tag2", "current2", "tagValue2", "tag3", "aBIso1", new string('x', 64), new string('x', 63) + "2", "nCodeName"]);
    }

    [Fact]
    public void Whatever_a_mapping_says_the_module_keeps_its_shape()
    {
        var random = new Random(2578);
        for (var i = 0; i < 300; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(3) == 0 ? "\"\n\r\\{}-;:'\0\u007F"[random.Next(12)] : (char)random.Next(0x20, 0x2FF))]);
            _gateway.Model.Snmp.Set(new SnmpMapping { Id = $"{i}", Key = text, Oid = $"1.3.6.1.4.1.53864.{random.Next(3)}.{i}", Description = text, Syntax = text });
        }

        var mib = Mib();

        mib.ShouldAllBe(static c => c == '\n' || (c >= ' ' && c <= '~'));
        (mib.Count(static c => c == '"') % 2).ShouldBe(0);
        var objects = ObjectType().Matches(mib[mib.IndexOf("gatewayNotificationGroup NOTIFICATION-GROUP", StringComparison.Ordinal)..]);
        objects.Count.ShouldBe(300);
        objects.Select(static one => one.Groups["name"].Value).Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(300);
    }

    private string Mib() => GatewayMib.Write(_gateway.Model, new DateTimeOffset(2026, 11, 22, 16, 4, 5, TimeSpan.Zero));

    [GeneratedRegex("(?m)^(?<name>[a-z][A-Za-z0-9]{0,63}) OBJECT-TYPE\n    SYNTAX TagText\n    MAX-ACCESS read-only\n    STATUS current\n    DESCRIPTION\n        \"tag [^\"]*\"\n    ::= \\{ iso [^}]* \\}$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ObjectType();
}
