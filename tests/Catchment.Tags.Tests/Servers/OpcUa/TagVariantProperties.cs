using Catchment.Protocols.OpcUa;
using Catchment.Tags.Servers.OpcUa;
using Catchment.Tags.Store;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Tags.Tests.Servers.OpcUa;

public sealed class TagVariantProperties
{
    private static readonly BuiltInType[] Types = [.. Enum.GetValues<BuiltInType>().Where(static type => TagVariants.TypeOf(type.ToString()) == type)];

    [Fact]
    public void There_are_the_types_of_the_mappings() => Types.Length.ShouldBe(14);

    [Fact]
    public void Every_value_becomes_one_of_the_nodes_type_whatever_it_is() => Prop.ForAll(Values().ToArbitrary(), static value =>
    {
        foreach (var type in Types)
        {
            var isConverted = TagVariants.TryConvert(value, type, out var converted, out var isSaturated);
            (converted.Type, converted.IsArray).ShouldBe((type, false));
            if (!isConverted)
                (converted, isSaturated).ShouldBe((TagVariants.ZeroOf(type), false));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_number_that_its_type_holds_goes_to_a_point_and_comes_back() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<long>().Zip(Gen.Elements(Types.Where(TagVariants.IsNumber))).ToArbitrary(),
        static one =>
        {
            TagVariants.TryConvert(TagValue.Of(one.Item1 >> (int)(one.Item1 & 63)), one.Item2, out var number, out _).ShouldBeTrue();
            TagVariants.TryConvertBack(number, isForNumber: true, out var written).ShouldBeTrue();
            TagVariants.TryConvert(written, one.Item2, out var again, out var isSaturated).ShouldBeTrue();
            (again, isSaturated).ShouldBe((number, false));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_whole_number_is_told_exactly_or_as_the_limit_that_it_is_beyond() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<long>().ToArbitrary(),
        static number =>
        {
            foreach (var (type, low, high) in new[] { (BuiltInType.SByte, (long)sbyte.MinValue, (long)sbyte.MaxValue), (BuiltInType.UInt16, 0, ushort.MaxValue), (BuiltInType.Int32, int.MinValue, int.MaxValue), (BuiltInType.UInt64, 0, long.MaxValue) })
            {
                TagVariants.TryConvert(TagValue.Of(number), type, out var converted, out var isSaturated).ShouldBeTrue();
                isSaturated.ShouldBe(number < low || number > high);
                Convert.ToDecimal(converted.ToObject(), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(Math.Clamp(number, low, high));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Times_of_the_store_come_back_to_a_microsecond() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<DateTime>().Where(static time => time.Year is > 1700 and < 2200).ToArbitrary(),
        static time =>
        {
            var utc = DateTime.SpecifyKind(time, DateTimeKind.Utc);
            var seconds = (utc - DateTime.UnixEpoch).TotalSeconds;
            (TagVariants.TimeOf(seconds) - utc).Duration().ShouldBeLessThan(TimeSpan.FromMicroseconds(2));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Milliseconds_of_our_days_come_back_exactly() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, 999)).ToArbitrary(),
        static one =>
        {
            var time = DateTime.UnixEpoch.AddSeconds(one.Item1).AddMilliseconds(one.Item2);
            TagVariants.TimeOf((time - DateTime.UnixEpoch).TotalSeconds).ShouldBe(time);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1e300)]
    [InlineData(-1e300)]
    public void A_time_beyond_all_calendars_is_the_nearest_one(double seconds) =>
        TagVariants.TimeOf(seconds).ShouldBe(seconds > 0 ? DateTime.MaxValue : DateTime.MinValue);

    private static Gen<TagValue> Values() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<double>().Select(static value => TagValue.Of(value)),
        ArbMap.Default.GeneratorFor<long>().Select(static value => TagValue.Of(value)),
        ArbMap.Default.GeneratorFor<bool>().Select(static value => TagValue.Of(value)),
        ArbMap.Default.GeneratorFor<string>().Select(static value => TagValue.Of(value ?? "")),
        ArbMap.Default.GeneratorFor<double>().Select(static value => TagValue.Of(value.ToString("R", System.Globalization.CultureInfo.InvariantCulture))),
        Gen.Elements("[1]", "{}", "99999999999999999999999999999999999999999999", "-18446744073709551616", "null").Select(static json => TagValue.Of(System.Text.Json.JsonDocument.Parse(json).RootElement)));
}
