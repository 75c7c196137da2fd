using System.Globalization;
using Catchment.Cameras.Hub;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Tests.Hub;

public sealed class EventLogTests : IDisposable
{
    private static readonly DateTime Start = new(2024, 5, 6, 23, 59, 58, 7);
    private readonly TemporaryFolder _root = new();
    private readonly ManualTime _time = new(Start);

    public void Dispose() => _root.Dispose();

    [Fact]
    public void A_line_has_the_time_and_the_text()
    {
        using var log = Open();

        log.Append("Größe|motion|bewegt"u8);

        File.ReadAllText(_root["imagehub.log"]).ShouldBe("2024-05-06 23:59:58,007 ~ Größe|motion|bewegt\n");
    }

    [Theory]
    [InlineData("a\nb", "a\\nb")]
    [InlineData("a\r\nb\rc", "a\\nb\\nc")]
    [InlineData("a\u2028b\u2029c\u0085d\vе\f", "a\\nb\\nc\\nd\\nе\\n")]
    [InlineData("â\u0080 é", "â\u0080 é")]
    public void Nobody_forges_a_line(string text, string expected)
    {
        using var log = Open();

        log.Append(text);

        File.ReadAllText(_root["imagehub.log"]).ShouldBe($"2024-05-06 23:59:58,007 ~ {expected}\n");
    }

    [Fact]
    public void At_midnight_the_file_gets_the_date_of_its_day()
    {
        using var log = Open();
        log.Append("before");

        _time.Advance(TimeSpan.FromSeconds(2));
        log.Append("after");

        File.ReadAllText(_root["imagehub.log.2024-05-06"]).ShouldEndWith("~ before\n");
        File.ReadAllText(_root["imagehub.log"]).ShouldBe("2024-05-07 00:00:00,007 ~ after\n");
    }

    [Fact]
    public void It_rotates_while_no_event_comes_and_a_day_without_a_line_leaves_no_file()
    {
        using var log = Open();
        log.Append("only");

        for (var day = 0; day < 3; day++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            log.RotateIfDue();
        }

        Directory.GetFiles(_root.FullPath).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["imagehub.log", "imagehub.log.2024-05-06"]);
    }

    [Fact]
    public void A_file_of_an_earlier_day_is_closed_at_the_start()
    {
        File.WriteAllText(_root["imagehub.log"], "old\n");
        File.SetLastWriteTimeUtc(_root["imagehub.log"], new DateTime(2024, 5, 4, 12, 0, 0, DateTimeKind.Utc));

        using var log = Open();

        File.ReadAllText(_root["imagehub.log.2024-05-04"]).ShouldBe("old\n");
    }

    [Fact]
    public void Half_a_line_of_a_power_cut_stays_alone()
    {
        File.WriteAllText(_root["imagehub.log"], "half");
        File.SetLastWriteTimeUtc(_root["imagehub.log"], Start.AddHours(-1));
        using var log = Open();

        log.Append("whole");

        File.ReadAllLines(_root["imagehub.log"]).ShouldBe(["half", "2024-05-06 23:59:58,007 ~ whole"]);
    }

    [Fact]
    public void A_day_that_is_closed_twice_keeps_both_parts()
    {
        File.WriteAllText(_root["imagehub.log.2024-05-06"], "first\n");
        using var log = Open();
        log.Append("second");

        _time.Advance(TimeSpan.FromDays(1));
        log.RotateIfDue();

        File.ReadAllLines(_root["imagehub.log.2024-05-06"]).ShouldBe(["first", "2024-05-06 23:59:58,007 ~ second"]);
    }

    [Fact]
    public void A_file_that_cannot_be_renamed_takes_the_new_days_lines_and_the_trouble_is_told()
    {
        using var log = Open();
        log.Append("before");
        Directory.CreateDirectory(_root["imagehub.log.2024-05-06"]); // in the way

        _time.Advance(TimeSpan.FromSeconds(2));
        log.Append("after");

        File.ReadAllLines(_root["imagehub.log"]).Select(l => l[26..]).ShouldBe(["before", "after"]);
        Should.Throw<IOException>(log.RotateIfDue);
        Directory.Delete(_root["imagehub.log.2024-05-06"]);
        log.RotateIfDue();
        File.ReadAllLines(_root["imagehub.log.2024-05-06"]).Length.ShouldBe(2);
    }

    [Fact]
    public void The_oldest_files_go()
    {
        for (var i = 0; i < EventLog.FilesKept; i++)
            File.WriteAllText(_root["imagehub.log." + new DateTime(2020, 1, 1).AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)], "x");
        using var log = Open();
        log.Append("today");

        _time.Advance(TimeSpan.FromDays(1));
        log.RotateIfDue();

        Directory.GetFiles(_root.FullPath, "imagehub.log.20*").Length.ShouldBe(EventLog.FilesKept);
        File.Exists(_root["imagehub.log.2020-01-01"]).ShouldBeFalse();
        File.Exists(_root["imagehub.log.2020-01-02"]).ShouldBeTrue();
    }

    [Fact]
    public void A_file_that_was_moved_away_is_made_anew()
    {
        using var log = Open();
        File.Delete(_root["imagehub.log"]);

        log.RotateIfDue();
        log.Append("again");

        File.ReadAllText(_root["imagehub.log"]).ShouldEndWith("~ again\n");
    }

    [Theory]
    [InlineData(Durability.Written)]
    [InlineData(Durability.Synced)]
    public void Lines_of_many_threads_over_midnight_are_all_there(Durability durability)
    {
        using var log = new EventLog(_root.FullPath, durability, _time);

        Parallel.For(0, 300, i =>
        {
            if (i == 150)
                _time.Advance(TimeSpan.FromSeconds(5));
            log.Append($"event {i:000}");
        });

        Directory.GetFiles(_root.FullPath).SelectMany(File.ReadAllLines).Select(l => l[26..]).Order(StringComparer.Ordinal)
            .ShouldBe(Enumerable.Range(0, 300).Select(i => $"event {i:000}"));
    }

    private EventLog Open() => new(_root.FullPath, Durability.Written, _time);
}
