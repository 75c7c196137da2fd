using System.Diagnostics;
using System.Text.Json;
using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Tests.Diagnostics;

public sealed class PythonLogFormatTests
{
    private static readonly DateTime[] Times =
    [
        new(2024, 5, 1, 7, 32, 12, 856), new(2023, 1, 1, 0, 0, 0, 4), new(2024, 12, 30, 12, 5, 59, 999), new(2021, 1, 3, 23, 1, 1, 70),
    ];

    private static readonly string[] Free = ["process", "thread", "relativeCreated", "lineno", "pathname", "filename", "module", "funcName"];

    private static readonly (string Format, string? DateFormat)[] Forms =
    [
        (PythonLogging.UsualFormat, null),
        ("%(asctime)s %(levelname)-8s [%(name)10s] %(levelno)05d %(message)s", null),
        ("%(asctime)s.%(msecs)03d|%(levelname).3s|%(message)s|100%%", "%Y-%m-%dT%H:%M:%S"),
        ("%(asctime)s %(message)s", "%a %A %b %B %d %e %j %y %H %I %k %l %p %M %S %% %C"),
        ("%(asctime)s %(message)s", "%c|%x|%X|%r|%R|%T|%D|%F"),
        ("%(asctime)s %(message)s", "%U %W %w %u %V %G %g %s %z"),
        ("%(message)20s|%(message)-20s|%(lineno)d|%(lineno)+4d|%(lineno)s", null),
        ("%(created).3f %(levelno)s", null),
        ("%(levelno)x %(levelno)X %(levelno)o %(levelno)05x %(message)r %(levelno)r", null),
    ];

    public static TheoryData<string, string> Lines()
    {
        var data = new TheoryData<string, string>();
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Diagnostics", "Vectors", "logformat.json")));
        foreach (var item in vectors.RootElement.GetProperty("cases").EnumerateArray().Where(item => item.TryGetProperty("line", out _)))
        {
            // What names this process, its threads and places in Python's source is free.
            var format = item.GetProperty("format").GetString()!;
            if (!Free.Any(key => format.Contains(key, StringComparison.Ordinal)))
                data.Add(format, item.GetProperty("line").GetString()!);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_recorded_line_is_rendered_again(string format, string line)
    {
        var time = new DateTime(2021, 1, 1, 0, 0, 0, 250);
        var local = format.Contains("created", StringComparison.Ordinal) ? TimeZoneInfo.ConvertTimeFromUtc(time, TimeZoneInfo.Local) : time;

        new PythonLogFormat(format, null).Render(local, LogLevel.Warning, "lsst.dbb.buffmngrs.endpoint.finder.finder", "a.fits: no such file").ShouldBe(line);
    }

    [Theory]
    [InlineData("it's", "\"it's\"")]
    [InlineData("a\"b'c", "'a\"b\\'c'")]
    [InlineData("back\\slash", "'back\\\\slash'")]
    public void A_quoted_text_is_quoted_as_Python_does(string text, string quoted) =>
        new PythonLogFormat("%(message)r", null).Render(Times[0], LogLevel.Error, "finder", text).ShouldBe(quoted);

    [Fact]
    public void A_line_is_the_one_that_Python_writes()
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Diagnostics", "python_logging.py"));
        using var python = Process.Start(start)!;
        try
        {
            foreach (var (format, dateFormat) in Forms)
            {
                foreach (var time in Times)
                {
                    foreach (var level in new[] { LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error, LogLevel.Critical })
                    {
                        var own = new PythonLogFormat(format, dateFormat).Render(time, level, "watcher", "eine Tür, 3 äöü");
                        var request = new
                        {
                            format,
                            datefmt = dateFormat,
                            time = PythonLogFormat.Epoch(time),
                            msecs = time.Millisecond,
                            level = (int)level * 10,
                            name = "watcher",
                            message = "eine Tür, 3 äöü",
                        };
                        python.StandardInput.WriteLine(JsonSerializer.Serialize(request));
                        JsonSerializer.Deserialize<string>(python.StandardOutput.ReadLine()!).ShouldBe(own, $"{format} {dateFormat}");
                    }
                }
            }
        }
        finally
        {
            python.Kill();
        }
    }

    [Theory]
    [InlineData("%(weather)s %(message)s", "%(weather)s hello")]
    [InlineData("%(name)d %(message)s", "%(name)d hello")]
    [InlineData("100% %(message)s %", "100% hello %")]
    [InlineData("%(message)", "%(message)")]
    [InlineData("", "")]
    public void What_it_does_not_know_stays_as_written(string format, string expected) =>
        new PythonLogFormat(format, null).Render(Times[0], LogLevel.Error, "pump", "hello").ShouldBe(expected);

    [Fact]
    public void A_peers_text_cannot_begin_a_line() =>
        new PythonLogFormat(PythonLogging.UsualFormat, null).Render(Times[0], LogLevel.Error, "pump", "x\n2024-05-01 07:32:12,856 INFO: forged\u001b[2J")
            .ShouldBe("2024-05-01 07:32:12,856 ERROR: x\\n2024-05-01 07:32:12,856 INFO: forged\\x1b[2J");

    [Fact]
    public void Our_own_process_and_thread_are_told() =>
        new PythonLogFormat("%(process)d %(threadName)s %(thread)d %(module)s", null).Render(Times[0], LogLevel.Error, "pump", "x")
            .ShouldMatch($@"^{Environment.ProcessId} \S.* \d+ pump$");
}
