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
