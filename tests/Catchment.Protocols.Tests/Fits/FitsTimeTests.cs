using System.Globalization;
using Catchment.Protocols.Fits;

namespace Catchment.Protocols.Tests.Fits;

/// <summary>Times of observations. The scales' expected values are those of <c>astropy.time</c>.</summary>
public sealed class FitsTimeTests
{
    [Theory]
    [InlineData("2024-05-01T12:34:56.789", "2024-05-01 12:34:56.789000")]
    [InlineData("2024-05-01T12:34:56.1234567891", "2024-05-01 12:34:56.123456")]
    [InlineData("2024-05-01T12:34:56Z", "2024-05-01 12:34:56.000000")]
    [InlineData("2024-05-01", "2024-05-01 00:00:00.000000")]
    [InlineData("31/12/98", "1998-12-31 00:00:00.000000")]
    [InlineData("2016-12-31T23:59:60.5", "2017-01-01 00:00:00.500000")]
    [InlineData("2024-02-30", null)]
    [InlineData("2024-05-01T12:34", null)]
    [InlineData("2024-05-01T24:00:00", null)]
    [InlineData("2024-05-01T12:60:00", null)]
    [InlineData("2024-05-01T12:34:61", null)]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    [InlineData("9999-12-31T23:59:60.9", null)]
    public void Dates_are_read(string text, string? time) => Text(FitsTime.Parse(text)).ShouldBe(time);

    [Theory]
    [InlineData("UTC", "2024-05-01 12:00:00.000000")]
    [InlineData("TAI", "2024-05-01 11:59:23.000000")]
    [InlineData("TT", "2024-05-01 11:58:50.816000")]
    [InlineData("tdb", "2024-05-01 11:58:50.816000")]
    [InlineData("GPS", "2024-05-01 11:59:42.000000")]
    [InlineData("LOCAL", null)]
    public void Time_scales_are_told_apart(string scale, string? time) =>
        Observed("DATE-OBS= '2024-05-01T12:00:00'", $"TIMESYS = '{scale}'").ShouldBe(time);

    [Theory]
    [InlineData("2017-01-01T00:00:35", "2016-12-31 23:59:59.000000")]
    [InlineData("2017-01-01T00:00:37", "2017-01-01 00:00:00.000000")]
    [InlineData("1998-12-31T12:00:31", "1998-12-31 12:00:00.000000")]
    [InlineData("1999-01-02T12:00:32", "1999-01-02 12:00:00.000000")]
    [InlineData("1972-01-01T00:00:10", "1972-01-01 00:00:00.000000")]
    [InlineData("1971-01-01T00:00:00", null)]
    [InlineData("0001-01-01T00:00:00", null)]
    public void Leap_seconds_are_known(string atomic, string? utc) => Observed($"DATE-OBS= '{atomic}'", "TIMESYS = 'TAI'").ShouldBe(utc);

    [Fact]
    public void The_time_stands_in_several_places()
    {
        Observed("DATE-OBS= '2024-05-01'", "TIME-OBS= '01:02:03.5'").ShouldBe("2024-05-01 01:02:03.500000");
        Observed("DATE-OBS= '2024-05-01'", "UT      = '01:02:03'").ShouldBe("2024-05-01 01:02:03.000000");
        Observed("MJD-OBS = 60431.5").ShouldBe("2024-05-01 12:00:00.000000");
        Observed("DATE-OBS= 'unknown'", "MJD-OBS = 60431.5").ShouldBe("2024-05-01 12:00:00.000000");
        Observed("MJD-OBS = 1E300").ShouldBeNull();
        Observed("MJD-OBS = 'x'").ShouldBeNull();
        Observed("OBJECT  = 'x'").ShouldBeNull();
    }

    private static string? Observed(params string[] cards) => Text(FitsTime.Observed(FitsBytes.Units(FitsBytes.Image(cards))[0].Header));

    private static string? Text(DateTime? time) => time?.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
