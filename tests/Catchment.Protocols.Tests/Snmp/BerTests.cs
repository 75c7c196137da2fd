using Catchment.Protocols.Snmp;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Tests.Snmp;

public sealed class BerTests
{
    [Theory]
    [InlineData("020100", 0)]
    [InlineData("02017F", 127)]
    [InlineData("02020080", 128)]
    [InlineData("0201FF", -1)]
    [InlineData("020180", -128)]
    [InlineData("0202FF7F", -129)]
    [InlineData("02047FFFFFFF", int.MaxValue)]
    [InlineData("020480000000", int.MinValue)]
    public void Integers_are_written_as_short_as_they_can_be(string hex, int value) => Written(SnmpValue.Integer(value)).ShouldBe(hex);

    [Fact]
    public void Unsigned_numbers_have_no_sign()
    {
        Written(SnmpValue.Gauge32(uint.MaxValue)).ShouldBe("420500FFFFFFFF");
        Written(SnmpValue.Counter32(128)).ShouldBe("41020080");
        Written(SnmpValue.Counter64(0)).ShouldBe("460100");
        Written(SnmpValue.Counter64(ulong.MaxValue)).ShouldBe("460900FFFFFFFFFFFFFFFF");
    }

    [Fact]
    public void Names_are_written_in_base_128()
    {
        Written(SnmpValue.ObjectIdentifier(Oid.Parse("1.3.6.1.4.1.53864.128"))).ShouldBe("060A2B0601040183A4688100");
        Written(SnmpValue.ObjectIdentifier(Oid.Parse("2.999"))).ShouldBe("06028837");
        Written(SnmpValue.ObjectIdentifier(Oid.Parse("0.0"))).ShouldBe("060100");
    }

    [Theory]
    [InlineData("02020001", 1)]
    [InlineData("02050000000001", 1)]
    [InlineData("0205FFFFFFFFFE", -2)]
    [InlineData("0281810101", null)]
    [InlineData("02820001F6", -10)]
    [InlineData("0205007FFFFFFF", int.MaxValue)]
    [InlineData("02050080000000", null)]
    [InlineData("0200", null)]
    public void Integers_may_be_longer_than_need_be(string hex, int? value)
    {
        var read = new BerReader(Convert.FromHexString(hex)).TryInteger(out var number);
        read.ShouldBe(value is not null);
        if (value is not null)
            number.ShouldBe(value.Value);
    }

    [Theory]
    [InlineData("4204FFFFFFFF", 4294967295ul)]
    [InlineData("42080000000000000007", 7ul)]
    [InlineData("4608FFFFFFFFFFFFFFFF", ulong.MaxValue)]
    [InlineData("42050100000000", null)]
    [InlineData("4100", null)]
    public void A_missing_zero_before_an_unsigned_number_does_no_harm(string hex, ulong? value)
    {
        var read = new BerReader(Convert.FromHexString(hex)).TryValue(out var number);
        read.ShouldBe(value is not null);
        if (value is not null)
            number.UnsignedNumber.ShouldBe(value.Value);
    }

    [Theory]
    [InlineData("0480")]
    [InlineData("048400000000FF")]
    [InlineData("0484FFFFFFFF")]
    [InlineData("048500000000010A")]
    [InlineData("0402FF")]
    [InlineData("04")]
    [InlineData("")]
    [InlineData("0601")]
    [InlineData("0602808001")]
    [InlineData("060180")]
    [InlineData("06062B8FFFFFFF7F00")]
    [InlineData("06062B9FFFFFFF7F")]
    [InlineData("400301020304")]
    [InlineData("0501FF")]
    [InlineData("8001FF")]
    [InlineData("1F0101")]
    [InlineData("470101")]
    public void What_is_no_value_is_not_read(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        var reader = new BerReader(bytes);
        (reader.TryValue(out _) && reader.AtEnd).ShouldBeFalse();
    }

    [Fact]
    public void A_name_without_bytes_is_zero_as_a_value_and_nothing_as_a_name()
    {
        new BerReader([6, 0]).TryValue(out var value).ShouldBeTrue();
        value.Oid.ShouldBe(new Oid(0, 0));
        new BerReader([6, 0]).TryOid(out _).ShouldBeFalse();
    }

    [Fact]
    public void A_name_has_at_most_128_arcs()
    {
        new BerReader([6, 127, .. Enumerable.Repeat((byte)1, 127)]).TryOid(out var most).ShouldBeTrue();
        most.Length.ShouldBe(128);
        new BerReader([6, 0x81, 128, .. Enumerable.Repeat((byte)1, 128)]).TryOid(out _).ShouldBeFalse();
    }

    [Fact]
    public void What_was_written_is_read_again_and_has_the_size_that_was_foretold()
    {
        var random = new Random(1157);
        var some = new RandomVariables(random);
        for (var round = Fuzzing.Rounds(5_000, 200_000); round > 0; round--)
        {
            var pdu = some.Pdu();
            var writer = new BerWriter(new byte[16_384]);
            pdu.Write(writer);
            writer.Overflow.ShouldBeFalse();
            var reader = new BerReader(writer.Written.Span);
            SnmpPdu.TryRead(ref reader, 100, out var read).ShouldBeTrue();
            (read.Type, read.RequestId, read.First, read.Second).ShouldBe((pdu.Type, pdu.RequestId, pdu.First, pdu.Second));
            read.Variables.ShouldBe(pdu.Variables);

            foreach (var one in pdu.Variables)
            {
                writer.Reset(16_384);
                var end = writer.Start;
                writer.Value(one.Value);
                writer.Oid(one.Oid);
                writer.Wrap(BerTag.Sequence, end);
                BerSize.Of(one).ShouldBe(end - writer.Start);
            }
        }
    }

    [Fact]
    public void A_writer_without_room_says_so_and_writes_nothing_more()
    {
        var writer = new BerWriter(new byte[100]);
        writer.Reset(10);
        writer.Bytes(BerTag.OctetString, new byte[8]);
        writer.Overflow.ShouldBeFalse();
        writer.Integer(1);
        writer.Overflow.ShouldBeTrue();
        writer.Written.Length.ShouldBe(10);
        writer.Raw([]);
        writer.Overflow.ShouldBeTrue();
    }

    [Fact]
    public void A_pdu_with_more_variables_than_allowed_is_not_read()
    {
        var writer = new BerWriter(new byte[1000]);
        new SnmpPdu { Type = SnmpPduType.Get, RequestId = 1, Variables = [AgentBed.Name(new Oid(1, 3)), AgentBed.Name(new Oid(1, 4))] }.Write(writer);
        var fits = new BerReader(writer.Written.Span);
        var more = new BerReader(writer.Written.Span);
        SnmpPdu.TryRead(ref fits, 2, out _).ShouldBeTrue();
        SnmpPdu.TryRead(ref more, 1, out _).ShouldBeFalse();
    }

    private static string Written(SnmpValue value)
    {
        var writer = new BerWriter(new byte[100]);
        writer.Value(value);
        return Convert.ToHexString(writer.Written.Span);
    }
}
