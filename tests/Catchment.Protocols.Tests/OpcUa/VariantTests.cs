using Catchment.Protocols.OpcUa;
using FsCheck;
using FsCheck.Fluent;

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
        new Variant(double.NaN).ShouldBe(new Variant(double.NaN));
        Variant.OfArray(BuiltInType.Double, new[] { double.NaN }).ShouldBe(Variant.OfArray(BuiltInType.Double, new[] { double.NaN }));
        new Variant(0.0).ShouldNotBe(new Variant(-0.0));
        Variant.OfArray(BuiltInType.Double, new[] { 0.0 }).ShouldNotBe(Variant.OfArray(BuiltInType.Double, new[] { -0.0 }));
    }

    [Fact]
    public void Values_of_different_types_differ()
    {
        new Variant(1).ShouldNotBe(new Variant(1u));
        new Variant("x").ShouldNotBe(Variant.OfReference(BuiltInType.XmlElement, "x"));
        new Variant((string?)null).ShouldNotBe(default);
        Variant.OfArray(BuiltInType.Byte, new byte[] { 1 }).ShouldNotBe(new Variant([1]));
    }

    [Fact]
    public void Numbers_and_times_allocate_nothing()
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var sum = 0.0;
        Allocations.Of(() =>
        {
            var value = new DataValue(new Variant(1.5), StatusCodes.Good, time, time);
            value.Value.TryGetNumber(out var number);
            sum += number + new Variant(time).Bits + new Variant(true).Bits;
        }).ShouldBe(0);
        sum.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Elements_have_to_be_of_the_type_and_as_many_as_the_dimensions_tell()
    {
        Should.Throw<ArgumentException>(() => Variant.OfArray(BuiltInType.Double, new[] { 1 }));
        Should.Throw<ArgumentException>(() => Variant.OfArray(BuiltInType.Null, new[] { 1 }));
        Should.Throw<ArgumentException>(() => Variant.OfArray(BuiltInType.Int32, new[] { 1, 2, 3 }, [2, 2]));
        Variant.OfArray(BuiltInType.Int32, new[] { 1, 2, 3 }, [3]).Dimensions.ShouldBeNull();
    }

    [Fact]
    public void A_number_is_a_double_whatever_its_type()
    {
        Number(new Variant((sbyte)-3)).ShouldBe(-3);
        Number(new Variant(ulong.MaxValue)).ShouldBe(ulong.MaxValue);
        Number(new Variant(long.MinValue)).ShouldBe(long.MinValue);
        Number(new Variant(uint.MaxValue)).ShouldBe(uint.MaxValue);
        Number(new Variant(1.5f)).ShouldBe(1.5);
        Number(new Variant(true)).ShouldBe(1);
        Number(new Variant("1")).ShouldBeNull();
        Number(default).ShouldBeNull();
        Number(Variant.OfArray(BuiltInType.Double, new[] { 1.0 })).ShouldBeNull();
    }

    [Fact]
    public void People_read_the_value()
    {
        new Variant(1.5).ToString().ShouldBe("1.5");
        new Variant("x").ToString().ShouldBe("x");
        Variant.OfArray(BuiltInType.Int32, new[] { 1, 2 }).ToString().ShouldBe("Int32[2]");
        Variant.OfArray(BuiltInType.Int32, new[] { 1, 2 }, [2, 1]).ToString().ShouldBe("Int32[2,1]");
    }

    [Fact]
    public void Times_of_a_value_are_told_or_not()
    {
        var time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        default(DataValue).SourceTimestamp.ShouldBeNull();
        var value = new DataValue(new Variant(1), default, time, DateTime.MinValue);
        value.SourceTimestamp.ShouldBe(time);
        value.SourceTimestamp!.Value.Kind.ShouldBe(DateTimeKind.Utc);
        value.ServerTimestamp.ShouldBe(DateTime.MinValue);
        (value with { SourceTimestamp = null }).SourceTimestamp.ShouldBeNull();
        (value with { ServerTimestamp = DateTime.MaxValue }).ServerTimestamp.ShouldBe(DateTime.MaxValue);
        System.Runtime.CompilerServices.Unsafe.SizeOf<DataValue>().ShouldBeLessThanOrEqualTo(48);
    }

    private static double? Number(Variant value) => value.TryGetNumber(out var number) ? number : null;

    private static byte[] Encode(Variant value)
    {
        using var writer = new Catchment.Protocols.OpcUa.Binary.UaWriter();
        writer.Write(value);
        return writer.Written.ToArray();
    }
}
