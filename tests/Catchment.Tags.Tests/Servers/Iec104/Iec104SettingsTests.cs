using Catchment.Tags.Settings;

namespace Catchment.Tags.Tests.Servers.Iec104;

public sealed class Iec104SettingsTests
{
    [Fact]
    public void What_is_usual_is_right() => Iec104Rules.Check(new Iec104Options()).ShouldBeEmpty();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("tcp://host.example:2404")]
    [InlineData("udp://127.0.0.1:2404")]
    public void An_endpoint_has_an_address_and_a_port(string text) =>
        Iec104Rules.Check(new Iec104Options { Listen = ["localhost:1", text] }).ShouldHaveSingleItem().Key.ShouldBe("gateway.iec104.listen[1]");

    [Fact]
    public void An_acknowledgement_comes_before_it_is_missed() =>
        Iec104Rules.Check(new Iec104Options { T1 = 5, T2 = 5 }).ShouldHaveSingleItem().Key.ShouldBe("gateway.iec104.t2");

    [Fact]
    public void A_groups_masters_are_addresses_and_each_is_in_one()
    {
        var wrong = new Iec104Options
        {
            Groups = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
            {
                ["a"] = ["10.0.0.1", "scada.example"],
                ["b"] = [],
                ["c"] = ["::ffff:10.0.0.1", "::1"],
            },
        };
        Iec104Rules.Check(wrong).Select(static one => (one.Key, one.Found)).ShouldBe(
        [
            ("gateway.iec104.groups.a[1]", "\"scada.example\""),
            ("gateway.iec104.groups.b", "[]"),
            ("gateway.iec104.groups.c[0]", "\"::ffff:10.0.0.1\""),
        ]);
    }
}
