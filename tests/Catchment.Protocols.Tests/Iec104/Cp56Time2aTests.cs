using Catchment.Protocols.Iec104;

namespace Catchment.Protocols.Tests.Iec104;

public sealed class Cp56Time2aTests
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone(
        "test",
        TimeSpan.FromHours(1),
        "test",
        "standard",
        "summer",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date,
                DateTime.MaxValue.Date,
                TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday)),
        ]);

    [Fact]
    public void Every_moment_comes_back_to_the_millisecond()
    {
        var random = new Random(56);
        for (var round = 0; round < 20_000; round++)
        {
            var moment = new DateTimeOffset(2000, 1, 2, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(random.NextInt64(99L * 365 * 86_400_000));
            var zone = random.Next(2) == 0 ? null : Zone;
            Cp56Time2a.Of(moment, zone).TryGetTime(out var again, zone).ShouldBeTrue();
            again.ShouldBe(moment);
        }
    }

    [Fact]
    public void In_the_hour_that_comes_twice_the_bit_for_summer_time_decides()
    {
        var first = new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero);
        var (summer, winter) = (Cp56Time2a.Of(first, Zone), Cp56Time2a.Of(first.AddHours(1), Zone));

        (summer.Hour, summer.IsSummerTime).ShouldBe((2, true));
        (winter.Hour, winter.IsSummerTime).ShouldBe((2, false));
        summer.TryGetTime(out var early, Zone).ShouldBeTrue();
        winter.TryGetTime(out var late, Zone).ShouldBeTrue();
        (late - early).ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public void Summer_time_of_a_sender_whose_zone_has_none_is_one_hour_ahead()
    {
        var tag = new Cp56Time2a(Cp56Time2a.Of(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero)).Octets | (1UL << 31));
        tag.TryGetTime(out var time).ShouldBeTrue();
        time.ShouldBe(new DateTimeOffset(2026, 7, 1, 11, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(2024, true)]
    [InlineData(2025, false)]
    [InlineData(2000, true)]
    public void There_is_a_29th_of_February_in_leap_years_alone(int year, bool isThere)
    {
        var tag = new Cp56Time2a(Cp56Time2a.Of(new DateTimeOffset(year, 2, 28, 1, 2, 3, TimeSpan.Zero)).Octets + (1UL << 32));
        tag.Day.ShouldBe(29);
        tag.TryGetTime(out _).ShouldBe(isThere);
    }

    [Fact]
    public void A_tag_that_is_invalid_or_impossible_tells_no_time()
    {
        var good = Cp56Time2a.Of(new DateTimeOffset(2026, 11, 21, 2, 32, 1, 250, TimeSpan.Zero));
        (good.DayOfWeek, good.IsInvalid, good.IsSubstituted).ShouldBe((6, false, false));
        good.AsInvalid().TryGetTime(out _).ShouldBeFalse();
        good.AsSubstituted().TryGetTime(out _).ShouldBeTrue();
        default(Cp56Time2a).TryGetTime(out _).ShouldBeFalse();
        new Cp56Time2a(good.Octets | 0xFFFF).TryGetTime(out _).ShouldBeFalse();
        Cp56Time2a.Of(new DateTimeOffset(1999, 12, 31, 0, 0, 0, TimeSpan.Zero)).IsInvalid.ShouldBeTrue();
        Cp56Time2a.Of(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero)).IsInvalid.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(59)]
    public void Of_the_short_tag_the_nearest_hour_is_meant(int minutesLater)
    {
        var moment = new DateTimeOffset(2026, 1, 1, 0, 59, 58, 7, TimeSpan.Zero);
        var tag = new Cp56Time2a(Cp56Time2a.Of(moment).Octets & 0xFF_FFFF);

        tag.TryGetTimeNear(moment.AddMinutes(minutesLater - 30), out var time).ShouldBeTrue();
        time.ShouldBe(moment);
    }

    [Fact]
    public void Any_octets_tell_a_time_or_none()
    {
        var random = new Random(7);
        for (var round = 0; round < 100_000; round++)
        {
            var tag = new Cp56Time2a((ulong)random.NextInt64() & 0xFF_FFFF_FFFF_FFFF);
            if (tag.TryGetTime(out var time, Zone))
                time.UtcDateTime.Year.ShouldBeInRange(1999, 2100);
        }
    }
}
