using System.Net;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Servers.Snmp;
using Catchment.Tags.Settings;

namespace Catchment.Tags.Tests.Servers.Snmp;

public sealed class SnmpSettingsTests
{
    private static readonly SnmpUserOptions Operator = new() { Name = "operator", AuthenticationPassword = "maplesyrup" };

    [Theory]
    [InlineData("udp://127.0.0.1:1161", "127.0.0.1:1161")]
    [InlineData("UDP://localhost:161/", "127.0.0.1:161")]
    [InlineData("udp://*:161", "0.0.0.0:161")]
    [InlineData("udp://[::1]:1161", "[::1]:1161")]
    [InlineData("0.0.0.0:1161", "0.0.0.0:1161")]
    public void An_endpoint_is_read(string text, string expected) => SnmpListen.Parse(text).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("udp://plc:161")]
    [InlineData("http://127.0.0.1:161")]
    [InlineData("udp://127.0.0.1")]
    [InlineData("")]
    public void What_is_no_endpoint_is_told(string text)
    {
        Should.Throw<FormatException>(() => SnmpListen.Parse(text));
        SnmpRules.Check(new SnmpOptions { Listen = ["localhost:1", text] }).ShouldHaveSingleItem().Key.ShouldBe("gateway.snmp.listen[1]");
    }

    [Fact]
    public void Public_is_there_on_loopback_only_and_elsewhere_somebody_has_to_be_named()
    {
        var usual = new SnmpOptions();
        SnmpRules.Check(usual).ShouldBeEmpty();
        SnmpWho.Communities(usual).ShouldHaveSingleItem().Name.ShouldBe("public");

        var open = usual with { Listen = ["127.0.0.1:1161", "*:161"] };
        SnmpRules.Check(open).ShouldHaveSingleItem().Key.ShouldBe("gateway.snmp.communities");
        SnmpWho.Communities(open).ShouldBeEmpty();
        SnmpRules.Check(open with { Enabled = false }).ShouldBeEmpty();
        SnmpRules.Check(open with { Communities = [] }).ShouldBeEmpty();
        SnmpRules.Check(open with { Users = [Operator] }).ShouldBeEmpty();
        SnmpWho.Communities(open with { Users = [Operator] }).ShouldBeEmpty();
    }

    [Fact]
    public void What_cannot_be_is_told_with_its_key_and_no_secret()
    {
        var options = new SnmpOptions
        {
            Listen = [],
            Communities = [new() { Name = "hush", View = "none", Sources = ["10.0.0.0/8", "ten"] }],
            Users =
            [
                Operator,
                Operator,
                new() { Name = "short", AuthenticationPassword = "secret", PrivacyPassword = "brief" },
                new() { Name = "odd", Authentication = SnmpUserAuthentication.None },
            ],
            Views = new Dictionary<string, SnmpViewOptions> { ["v"] = new() { Include = ["1.3.x"] } },
            Traps = new SnmpTrapOptions
            {
                Targets = [new() { Address = "*:162", Community = "hush" }, new() { Address = "10.0.0.1:162" }, new() { Address = "10.0.0.1:162", User = "nobody" }],
                Limits = new Dictionary<string, SnmpLimitOptions> { ["*"] = new() { Low = 2, High = 1 } },
            },
        };

        var problems = SnmpRules.Check(options).ToArray();

        problems.Select(static one => one.Key["gateway.snmp.".Length..]).ShouldBe(
        [
            "listen", "communities[0].view", "communities[0].sources", "users[1].name", "users[2].auth_password", "users[2].privacy_password", "users[3].privacy", "views.v",
            "traps.targets[0].address", "traps.targets[1].community", "traps.targets[2].user", "traps.limits.*",
        ]);
        string.Join(' ', problems).ShouldNotContain("secret");
        string.Join(' ', problems).ShouldNotContain("brief");
        string.Join(' ', problems).ShouldNotContain("hush");
    }

    [Fact]
    public void Who_may_ask_is_as_the_settings_say()
    {
        var options = new SnmpOptions
        {
            Communities = [new() { Name = "read", Sources = ["10.0.0.0/8", "192.168.1.7"] }, new() { Name = "write", Access = SnmpAccess.ReadWrite, View = "plant", WriteView = "few" }],
            Users = [Operator with { Privacy = SnmpUserPrivacy.Aes256Cisco, Access = SnmpAccess.ReadWrite }, new() { Name = "guest", Authentication = SnmpUserAuthentication.None, Privacy = SnmpUserPrivacy.None, View = "plant" }],
            Views = new Dictionary<string, SnmpViewOptions> { ["plant"] = new() { Include = ["1.3.6.1.4.1.53864"], Exclude = ["1.3.6.1.4.1.53864.2"] }, ["few"] = new() { Include = [".1.3.6.1.4.1.53864.1"] } },
            Traps = new SnmpTrapOptions { Targets = [new() { Address = "10.0.0.5:162", User = "operator", Inform = true }, new() { Address = "localhost:162", Community = "traps" }] },
        };

        SnmpRules.Check(options).ShouldBeEmpty();
        var (communities, users, targets) = (SnmpWho.Communities(options), SnmpWho.Users(options), SnmpWho.Targets(options));
        communities[0].Sources.ShouldBe([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("192.168.1.7/32")]);
        (communities[0].Write, communities[1].Sources).ShouldBe((null, null));
        communities[1].Read!.Contains(Oid.Parse("1.3.6.1.4.1.53864.2.1")).ShouldBeFalse();
        communities[1].Read!.Contains(Oid.Parse("1.3.6.1.4.1.53864.3")).ShouldBeTrue();
        communities[1].Write!.Contains(Oid.Parse("1.3.6.1.4.1.53864.3")).ShouldBeFalse();
        (users[0].User.Authentication, users[0].User.Privacy, users[0].User.PrivacyPassword).ShouldBe((SnmpAuthentication.Sha256, SnmpPrivacy.Aes256Reeder, "maplesyrup"));
        (users[1].User.Level, users[1].Write).ShouldBe((SnmpSecurityLevel.NoAuthNoPriv, null));
        targets.Select(static one => (one.Endpoint.ToString(), one.Version, one.Inform)).ShouldBe([("10.0.0.5:162", SnmpVersion.V3, true), ("127.0.0.1:162", SnmpVersion.V2c, false)]);
    }
}
