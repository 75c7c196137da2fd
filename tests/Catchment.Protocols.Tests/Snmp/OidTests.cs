using Catchment.Protocols.Snmp;

namespace Catchment.Protocols.Tests.Snmp;

public sealed class OidTests
{
    [Theory]
    [InlineData("1.3.6.1.4.1.53864.1", "1.3.6.1.4.1.53864.1")]
    [InlineData(".1.3.6", "1.3.6")]
    [InlineData("0.0", "0.0")]
    [InlineData("2.999.4294967295", "2.999.4294967295")]
    public void Parse_takes_dotted_numbers(string text, string written) => Oid.Parse(text).ToString().ShouldBe(written);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1")]
    [InlineData("3.1")]
    [InlineData("1.40")]
    [InlineData("1.3.")]
    [InlineData("1..3")]
    [InlineData("1.3.4294967296")]
    [InlineData("1.3.-1")]
    [InlineData("1.3.+1")]
    [InlineData("1.3. 6")]
    [InlineData("1.3.x")]
    [InlineData("2.4294967295")]
    public void Parse_refuses_what_cannot_be_sent(string text)
    {
        Oid.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<SnmpException>(() => Oid.Parse(text)).Fault.ShouldBe(SnmpFault.Invalid);
    }

    [Fact]
    public void There_are_at_most_128_arcs()
    {
        Oid.TryParse(string.Join('.', Enumerable.Repeat("1", 128)), out var most).ShouldBeTrue();
        Oid.TryParse(string.Join('.', Enumerable.Repeat("1", 129)), out _).ShouldBeFalse();
        Should.Throw<SnmpException>(() => most.Append(1));
        Should.Throw<SnmpException>(() => new Oid(new uint[129]));
    }

    [Fact]
    public void The_order_is_that_of_the_arcs()
    {
        string[] ordered = ["1.3", "1.3.6", "1.3.6.1", "1.3.6.1.0", "1.3.6.2", "1.3.6.10", "1.3.6.4294967295", "1.3.7", "2.0"];
        ordered.Reverse().Select(Oid.Parse).Order().Select(static oid => oid.ToString()).ShouldBe(ordered);
        (Oid.Parse("1.3.6") < Oid.Parse("1.3.6.1")).ShouldBeTrue();
        (Oid.Parse("1.3.6") >= Oid.Parse("1.3.6.1")).ShouldBeFalse();
        (Oid.Parse("1.3.6.2") > Oid.Parse("1.3.6.10")).ShouldBeFalse();
        (Oid.Parse("1.3.6") <= Oid.Parse("1.3.6")).ShouldBeTrue();
    }

    [Fact]
    public void Those_with_the_same_arcs_are_equal()
    {
        var (one, same, other) = (new Oid(1, 3, 6), Oid.Parse("1.3.6"), Oid.Parse("1.3.7"));
        (one == same).ShouldBeTrue();
        one.GetHashCode().ShouldBe(same.GetHashCode());
        (one != other).ShouldBeTrue();
        one.Equals((object)other).ShouldBeFalse();
        default(Oid).ShouldBe(new Oid());
    }

    [Fact]
    public void A_prefix_is_the_name_itself_or_one_above_it()
    {
        var oid = Oid.Parse("1.3.6.1");
        oid.StartsWith(oid).ShouldBeTrue();
        oid.StartsWith(oid.Prefix(2)).ShouldBeTrue();
        oid.StartsWith(default).ShouldBeTrue();
        oid.StartsWith(Oid.Parse("1.3.6.2")).ShouldBeFalse();
        oid.Prefix(2).StartsWith(oid).ShouldBeFalse();
    }
}
