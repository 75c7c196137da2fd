using Catchment.Cameras.Retention;

namespace Catchment.Cameras.Tests.Retention;

public sealed class DiskForecasterTests
{
    private const long Gigabyte = 1_000_000_000;
    private static readonly DateTime Midnight = new(2024, 5, 10);
    private static readonly MediumSpace Medium = new(1000 * Gigabyte, 101 * Gigabyte, Gigabyte);

    [Fact]
    public void Without_a_complete_day_nothing_is_foretold()
    {
        var forecast = Make(new RetentionOptions(), Day(0, 5));

        (forecast.Outlook, forecast.BytesPerDay, forecast.DaysLeft).ShouldBe((DiskOutlook.Unknown, null, null));
        forecast.FrameBytes.ShouldBe(5 * Gigabyte);
        forecast.Text.ShouldBe("no complete day yet to judge by; 101 GB of 1 TB free");
    }

    [Fact]
    public void What_came_in_the_last_days_goes_on_until_there_is_no_room()
    {
        var forecast = Make(new RetentionOptions(), Day(-2, 10), Day(-1, 10), Day(0, 0));

        forecast.DaysLeft.ShouldNotBeNull().ShouldBe(10, 0.01);
        forecast.Text.ShouldBe("full in about 10 days at 10 GB a day; 101 GB of 1 TB free");
    }

    [Fact]
    public void At_noon_half_of_today_is_still_to_come() =>
        Make(new RetentionOptions(), Midnight.AddHours(12), Medium, Day(-1, 10)).DaysLeft.ShouldNotBeNull().ShouldBe(10, 0.01);

    [Fact]
    public void One_odd_day_does_not_move_the_rate_and_days_without_frames_do_not_count()
    {
        var forecast = Make(new RetentionOptions(), Day(-90, 500), Day(-9, 10), Day(-8, 10), Day(-5, 10), Day(-4, 400), Day(-3, 10), Day(-2, 1), Day(-1, 10));

        forecast.BytesPerDay.ShouldBe(10 * Gigabyte);
    }

    [Fact]
    public void Retention_that_frees_as_much_as_comes_holds_the_disk()
    {
        var forecast = Make(new RetentionOptions { KeepDays = 5 }, Day(-2, 10), Day(-1, 10));

        (forecast.Outlook, forecast.DaysLeft).ShouldBe((DiskOutlook.Held, null));
        forecast.Text.ShouldStartWith("held by retention at 10 GB a day;");
    }

    [Fact]
    public void Retention_that_begins_too_late_does_not()
    {
        var forecast = Make(new RetentionOptions { KeepDays = 30 }, Day(-2, 10), Day(-1, 10));

        forecast.Outlook.ShouldBe(DiskOutlook.Fills);
        forecast.DaysLeft.ShouldNotBeNull().ShouldBe(10, 0.01);
    }

    [Fact]
    public void Room_that_is_kept_free_by_size_holds_it_too_if_it_is_small_enough()
    {
        Make(new RetentionOptions { KeepGib = 50 }, Day(-2, 10), Day(-1, 10)).Outlook.ShouldBe(DiskOutlook.Held);
        Make(new RetentionOptions { KeepGib = 500 }, Day(-2, 10), Day(-1, 10)).Outlook.ShouldBe(DiskOutlook.Fills);
    }

    [Fact]
    public void An_archive_on_the_same_medium_frees_nothing()
    {
        var rules = Rules(new RetentionOptions { KeepDays = 5, ArchiveTo = "/srv/hub/archive" });

        DiskForecaster.Make([Day(-1, 10)], rules, Medium, Midnight, _ => false).Outlook.ShouldBe(DiskOutlook.Fills);
        DiskForecaster.Make([Day(-1, 10)], rules, Medium, Midnight, _ => true).Outlook.ShouldBe(DiskOutlook.Held);
    }

    [Fact]
    public void Cameras_that_are_kept_for_ever_fill_it_beside_those_that_are_not()
    {
        var options = new RetentionOptions { KeepDays = 2, Rules = [new RetentionRuleOptions { Cameras = "Cam" }] };
        var day = new DaySummary(DateOnly.FromDateTime(Midnight).AddDays(-1), [new CameraShare("Cam", 0, 1, Gigabyte), new CameraShare("Yard", 1, 1, 9 * Gigabyte)], false);

        var forecast = Make(options, day);

        forecast.Outlook.ShouldBe(DiskOutlook.Fills);
        forecast.DaysLeft.ShouldNotBeNull().ShouldBeInRange(70, 90); // 100 GB less two days of 9, by 1 a day
    }

    [Fact]
    public void A_disk_that_is_full_is_called_so()
    {
        var forecast = Make(new RetentionOptions { KeepDays = 5 }, Midnight, new MediumSpace(1000 * Gigabyte, Gigabyte / 2, Gigabyte), Day(-1, 10));

        forecast.Outlook.ShouldBe(DiskOutlook.Full);
        forecast.Text.ShouldBe("full, frames are refused below 1 GB; 500 MB of 1 TB free");
    }

    [Fact]
    public void A_trickle_does_not_fill_it_in_ten_years()
    {
        var day = new DaySummary(DateOnly.FromDateTime(Midnight).AddDays(-1), [new CameraShare("Cam", 0, 1, 1000)], false);

        Make(new RetentionOptions(), day).Text.ShouldStartWith("not full in ten years at 1 kB a day;");
    }

    [Theory]
    [InlineData(0.01, "an hour")]
    [InlineData(0.2, "5 hours")]
    [InlineData(3.4, "3 days")]
    [InlineData(200, "7 months")]
    [InlineData(1000, "3 years")]
    public void Days_are_put_into_words(double days, string words) =>
        DiskForecastText.Of(DiskOutlook.Fills, days, Gigabyte, Medium).ShouldStartWith($"full in about {words} at 1 GB a day");

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(1500, "1.5 kB")]
    [InlineData(41_234_567_890, "41 GB")]
    [InlineData(999_999_999, "1 GB")]
    [InlineData(long.MaxValue, "9.2 EB")]
    public void Bytes_are_put_into_words(long bytes, string words) => DiskForecastText.Bytes(bytes).ShouldBe(words);

    private static DaySummary Day(int days, long gigabytes) =>
        new(DateOnly.FromDateTime(Midnight).AddDays(days), [new CameraShare("Cam", 0, gigabytes, gigabytes * Gigabyte)], false);

    private static DiskForecast Make(RetentionOptions options, params DaySummary[] days) => Make(options, Midnight, Medium, days);

    private static DiskForecast Make(RetentionOptions options, DateTime now, MediumSpace medium, params DaySummary[] days) =>
        DiskForecaster.Make(days, Rules(options), medium, now, _ => true);

    private static RetentionRules Rules(RetentionOptions options)
    {
        var errors = new List<(string Key, string Found, string Allowed)>();
        return RetentionRules.Resolve(options, "/srv/hub/images", errors);
    }
}
