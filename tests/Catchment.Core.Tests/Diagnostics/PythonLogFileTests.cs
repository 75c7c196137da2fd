using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Tests.Diagnostics;

public sealed class PythonLogFileTests : IDisposable
{
    private static readonly DateTime Time = new(2024, 5, 1, 7, 32, 12, 856);
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _complaints = [];

    private string Log => _folder["logs/pump.log"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_below_the_level_are_left_out()
    {
        using (var file = new PythonLogFile(new PythonLogging { File = Log, Level = LogLevel.Warning }, _complaints.Add))
        {
            foreach (var level in Enum.GetValues<LogLevel>()) file.Write(Time, level, "pump", level.ToString());
        }

        File.ReadAllLines(Log).ShouldBe(
        [
            "2024-05-01 07:32:12,856 WARNING: Warning", "2024-05-01 07:32:12,856 ERROR: Error", "2024-05-01 07:32:12,856 CRITICAL: Critical",
        ]);
    }

    [Fact]
    public void The_file_is_set_aside_by_size()
    {
        var settings = new PythonLogging { File = Log, Format = "%(message)s", Level = LogLevel.Trace, MaxBytes = 10, Backups = 2 };
        using (var file = new PythonLogFile(settings, _complaints.Add))
        {
            foreach (var text in new[] { "1111", "2222", "3333", "4444", "55", "66", "77" }) file.Write(Time, LogLevel.Error, "pump", text);
        }

        File.ReadAllText(Log).ShouldBe("66\n77\n");
        File.ReadAllText(Log + ".1").ShouldBe("4444\n55\n");
        File.ReadAllText(Log + ".2").ShouldBe("3333\n");
        _complaints.ShouldBeEmpty();
    }

    [Fact]
    public void The_file_is_set_aside_at_midnight_and_so_many_are_kept()
    {
        var settings = new PythonLogging
        {
            File = Log,
            Format = "%(message)s",
            Level = LogLevel.Trace,
            Backups = 2,
            Rotation = new LogRotation(TimeSpan.FromDays(1), AtMidnight: true, null, "yyyy-MM-dd"),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(Log)!);
        File.WriteAllText(Log + ".old", "mine");
        File.WriteAllText(Log, "before\n");
        File.SetLastWriteTime(Log, Time.AddDays(-1)); // By a run before.
        using (var file = new PythonLogFile(settings, _complaints.Add))
        {
            foreach (var hours in new[] { 0, 1, 17, 24, 72 }) file.Write(Time.AddHours(hours), LogLevel.Error, "pump", $"{hours}");
        }

        Directory.GetFiles(Path.GetDirectoryName(Log)!).Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllText(f).Replace('\n', ' '))).ShouldBe(
            [("pump.log", "72 "), ("pump.log.2024-05-01", "0 1 "), ("pump.log.2024-05-02", "17 24 "), ("pump.log.old", "mine")]);
        _complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2024-05-01T07:32:12", DayOfWeek.Monday, "2024-05-07T00:00:00", ".2024-04-30")] // A Wednesday.
    [InlineData("2024-05-06T07:32:12", DayOfWeek.Monday, "2024-05-07T00:00:00", ".2024-04-30")]
    [InlineData("2024-05-05T23:59:59", DayOfWeek.Sunday, "2024-05-06T00:00:00", ".2024-04-29")]
    public void A_week_ends_with_the_end_of_its_day(string from, DayOfWeek day, string due, string name)
    {
        var rotation = new LogRotation(TimeSpan.FromDays(7), AtMidnight: true, day, "yyyy-MM-dd");
        rotation.After(DateTime.Parse(from, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(DateTime.Parse(due, System.Globalization.CultureInfo.InvariantCulture));
        rotation.NameAt(DateTime.Parse(due, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(name);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_told_once_and_tried_again()
    {
        Directory.CreateDirectory(Log);
        using var file = new PythonLogFile(new PythonLogging { File = Log, Format = "%(message)s" }, _complaints.Add);
        file.Write(Time, LogLevel.Error, "pump", "lost");
        file.Write(Time, LogLevel.Error, "pump", "lost too");
        Directory.Delete(Log);
        file.Write(Time, LogLevel.Error, "pump", "kept");

        _complaints.ShouldHaveSingleItem().ShouldContain(Log);
        File.ReadAllText(Log).ShouldBe("kept\n");
    }

    [Fact]
    public void Many_threads_write_whole_lines()
    {
        using (var file = new PythonLogFile(new PythonLogging { File = Log, Format = "%(message)s" }, _complaints.Add))
        {
            Parallel.For(0, 400, i => file.Write(Time, LogLevel.Error, "pump", new string('x', 200) + i));
        }

        var lines = File.ReadAllLines(Log);
        lines.Length.ShouldBe(400);
        lines.Select(l => l.TrimStart('x')).Distinct().Count().ShouldBe(400);
    }
}
