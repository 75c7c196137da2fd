using Catchment.Protocols.OpcUa;
using FsCheck;
using FsCheck.Fluent;
using UaVariant = Catchment.Protocols.OpcUa.Variant;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class VariantTests
{
    [Fact]
    public void Equal_values_are_equal_and_others_are_not() =>
        Prop.ForAll<int, int>((seed, other) =>
        {
            var first = new RandomValues(new Random(seed)).Variant();
            var again = new RandomValues(new Random(seed)).Variant();
            var another = new RandomValues(new Random(other)).Variant();
            var encodedSame = Encode(first).AsSpan().SequenceEqual(Encode(another));
            return first == again && first.GetHashCode() == again.GetHashCode() && (first == another) == encodedSame;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Not_a_number_equals_itself()
    {
        new UaVariant(double.NaN).ShouldBe(new UaVariant(double.NaN));
        UaVariant.OfArray(BuiltInType.Double, new[] { double.NaN }).ShouldBe(UaVariant.OfArray(BuiltInType.Double, new[] { double.NaN }));
        new UaVariant(0.0).ShouldNotBe(new UaVariant(-0.0));
        UaVariant.OfArray(BuiltInType.Double, new[] { 0.0 }).ShouldNotBe(UaVariant.OfArray(BuiltInType.Double, new[] { -0.0 }));
    }

    [Fact]
    public void Values_of_different_types_differ()
    {
        new UaVariant(1).ShouldNotBe(new UaVariant(1u));
        new UaVariant("x").ShouldNotBe(UaVariant.OfReference(BuiltInType.XmlElement, "x"));
        new UaVariant((string?)null).ShouldNotBe(default);
        UaVariant.OfArray(BuiltInType.Byte, new byte[] { 1 }).ShouldNotBe(new UaVariant([1]));
    }

    [Fact]
    public void Numbers_and_times_allocate_nothing()
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var sum = 0.0;
        Allocations.Of(() =>
        {
            var value = new DataValue(new UaVariant(1.5), StatusCodes.Good, time, time);
            value.Value.TryGetNumber(out var number);
            sum += number + new UaVariant(time).Bits + new UaVariant(true).Bits;
        }).ShouldBe(0);
        sum.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Elements_have_to_be_of_the_type_and_as_many_as_the_dimensions_tell()
    {
        Should.Throw<ArgumentException>(() => UaVariant.OfArray(BuiltInType.Double, new[] { 1 }));
        Should.Throw<ArgumentException>(() => UaVariant.OfArray(BuiltInType.Null, new[] { 1 }));
        Should.Throw<ArgumentException>(() => UaVariant.OfArray(BuiltInType.Int32, new[] { 1, 2, 3 }, [2, 2]));
        UaVariant.OfArray(BuiltInType.Int32, new[] { 1, 2, 3 }, [3]).Dimensions.ShouldBeNull();
    }

    [Fact]
    public void A_number_is_a_double_whatever_its_type()
    {
        Number(new UaVariant((sbyte)-3)).ShouldBe(-3);
        Number(new UaVariant(ulong.MaxValue)).ShouldBe(ulong.MaxValue);
        Number(new UaVariant(long.MinValue)).ShouldBe(long.MinValue);
        Number(new UaVariant(uint.MaxValue)).ShouldBe(uint.MaxValue);
        Number(new UaVariant(1.5f)).ShouldBe(1.5);
        Number(new UaVariant(true)).ShouldBe(1);
        Number(new UaVariant("1")).ShouldBeNull();
        Number(default).ShouldBeNull();
        Number(UaVariant.OfArray(BuiltInType.Double, new[] { 1.0 })).ShouldBeNull();
    }

    [Fact]
    public void People_read_the_value()
    {
        new UaVariant(1.5).ToString().ShouldBe("1.5");
        new UaVariant("x").ToString().ShouldBe("x");
        UaVariant.OfArray(BuiltInType.Int32, new[] { 1, 2 }).ToString().ShouldBe("Int32[2]");
        UaVariant.OfArray(BuiltInType.Int32, new[] { 1, 2 }, [2, 1]).ToString().ShouldBe("Int32[2,1]");
    }

    [Fact]
    public void Times_of_a_value_are_told_or_not()
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        default(DataValue).SourceTimestamp.ShouldBeNull();
        var value = new DataValue(new UaVariant(1), default, time, DateTime.MinValue);
        value.SourceTimestamp.ShouldBe(time);
        value.SourceTimestamp!.Value.Kind.ShouldBe(DateTimeKind.Utc);
        value.ServerTimestamp.ShouldBe(DateTime.MinValue);
        (value with { SourceTimestamp = null }).SourceTimestamp.ShouldBeNull();
        (value with { ServerTimestamp = DateTime.MaxValue }).ServerTimestamp.ShouldBe(DateTime.MaxValue);
        System.Runtime.CompilerServices.Unsafe.SizeOf<DataValue>().ShouldBeLessThanOrEqualTo(48);
    }

    private static double? Number(UaVariant value) => value.TryGetNumber(out var number) ? number : null;

    private static byte[] Encode(UaVariant value)
    {
        using var writer = new Catchment.Protocols.OpcUa.Binary.UaWriter();
        writer.Write(value);
        return writer.Written.ToArray();
    }
}
