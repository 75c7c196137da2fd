using System.Net;
using Catchment.Protocols.Snmp;

namespace Catchment.Protocols.Tests.Snmp;

public sealed class SnmpValueTests
{
    [Fact]
    public void Each_type_is_shown_for_people()
    {
        SnmpValue.Integer(-7).ToString().ShouldBe("-7");
        SnmpValue.Counter64(ulong.MaxValue).ToString().ShouldBe("18446744073709551615");
        SnmpValue.Gauge32(uint.MaxValue).ToString().ShouldBe("4294967295");
        SnmpValue.OctetString("Nord\tsüd").ToString().ShouldBe("Nord\tsüd");
        SnmpValue.OctetString([1, 0xFE]).ToString().ShouldBe("01FE");
        SnmpValue.Opaque([0x9F, 0x78]).ToString().ShouldBe("9F78");
        SnmpValue.IpAddress(IPAddress.Parse("10.1.2.3")).ToString().ShouldBe("10.1.2.3");
        SnmpValue.ObjectIdentifier(new Oid(1, 3, 6)).ToString().ShouldBe("1.3.6");
        SnmpValue.NoSuchInstance.ToString().ShouldBe("noSuchInstance");
    }

    [Fact]
    public void Bytes_with_control_characters_are_no_text()
    {
        SnmpValue.OctetString("a\nb").TryText(out var text).ShouldBeTrue();
        text.ShouldBe("a\nb");
        SnmpValue.OctetString([0x41, 0]).TryText(out _).ShouldBeFalse();
        SnmpValue.OctetString([0xC3]).TryText(out _).ShouldBeFalse();
        SnmpValue.Integer(1).TryText(out _).ShouldBeFalse();
    }

    [Fact]
    public void Values_are_equal_with_type_and_content()
    {
        (SnmpValue.OctetString("a") == SnmpValue.OctetString("a")).ShouldBeTrue();
        (SnmpValue.OctetString("a") != SnmpValue.OctetString("b")).ShouldBeTrue();
        SnmpValue.Gauge32(1).ShouldNotBe(SnmpValue.Counter32(1));
        SnmpValue.ObjectIdentifier(new Oid(1, 3)).GetHashCode().ShouldBe(SnmpValue.ObjectIdentifier(new Oid(1, 3)).GetHashCode());
    }

    [Fact]
    public void What_cannot_be_a_value_is_refused()
    {
        Should.Throw<SnmpException>(() => SnmpValue.IpAddress(IPAddress.IPv6Loopback)).Fault.ShouldBe(SnmpFault.Invalid);
        Should.Throw<SnmpException>(() => SnmpValue.OctetString(new byte[65_536])).Fault.ShouldBe(SnmpFault.Invalid);
        Should.Throw<SnmpException>(() => SnmpValue.ObjectIdentifier(default)).Fault.ShouldBe(SnmpFault.Invalid);
        SnmpValue.IpAddress(IPAddress.Parse("::ffff:10.1.2.3")).ToString().ShouldBe("10.1.2.3");
    }
}
