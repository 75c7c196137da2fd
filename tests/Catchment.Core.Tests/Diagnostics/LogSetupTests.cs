using System.Text.Json;
using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Tests.Diagnostics;

public sealed partial class LogSetupTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly TemporaryFolder _folder = new();

    private string[] Lines => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        _output.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void On_a_terminal_a_line_has_time_level_service_and_message()
    {
        using (ILoggerFactory log = Create(new LogSettings(), LogConsole.Terminal))
        {
            ILogger hub = log.CreateLogger("hub");
            Stored(hub, "front", 3);
        }

        Lines.ShouldHaveSingleItem().ShouldMatch(@"^\d\d:\d\d:\d\d\.\d{3} INFO hub: stored 3 frames of front$");
    }

    [Fact]
    public void Redirected_a_line_has_the_date_too()
    {
        using (ILoggerFactory log = Create(new LogSettings(), LogConsole.Redirected))
        {
            ILogger hub = log.CreateLogger("hub");
            Stored(hub, "front", 3);
        }

        Lines.ShouldHaveSingleItem().ShouldMatch(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} INFO hub: stored 3 frames of front$");
    }

    [Fact]
    public void The_journal_gets_priorities_and_no_time()
    {
        using (ILoggerFactory log = Create(new LogSettings { Level = LogLevel.Trace }, LogConsole.Journal))
        {
            ILogger hub = log.CreateLogger("hub");
            foreach (LogLevel level in Enum.GetValues<LogLevel>().Where(l => l != LogLevel.None))
            {
                At(hub, level);
            }
        }

        Lines.ShouldBe(["<7>hub: told", "<7>hub: told", "<6>hub: told", "<4>hub: told", "<3>hub: told", "<2>hub: told"]);
    }

    [Theory]
    [InlineData(LogConsole.Terminal, "^    [^ ]")]
    [InlineData(LogConsole.Journal, "^<3>    [^ ]")]
    public void The_lines_of_an_exception_follow_and_cannot_pass_for_events(LogConsole console, string pattern)
    {
        using (ILoggerFactory log = Create(new LogSettings(), console))
        {
            ILogger hub = log.CreateLogger("hub");
            Failed(hub, new InvalidDataException("bad\n12:00:00.000 INFO hub: all is well\u001b[2J"));
        }

        Lines.Length.ShouldBe(3);
        Lines[0].ShouldEndWith("hub: cannot store");
        Lines[1].ShouldMatch(pattern);
        Lines[1].ShouldContain("InvalidDataException: bad");
        Lines[2].ShouldMatch(pattern);
        Lines[2].ShouldEndWith("all is well\\x1b[2J");
    }

    [Fact]
    public void A_peers_text_can_neither_forge_a_line_nor_steer_the_terminal()
    {
        using (ILoggerFactory log = Create(new LogSettings(), LogConsole.Terminal))
        {
            ILogger hub = log.CreateLogger("hub");
            Stored(hub, "x\n12:00:00.000 INFO hub: forged\u001b[2J", 1);
        }

        Lines.ShouldHaveSingleItem().ShouldEndWith("frames of x\\n12:00:00.000 INFO hub: forged\\x1b[2J");
    }

    [Fact]
    public void Each_service_may_have_a_level_of_its_own()
    {
        var settings = new LogSettings
        {
            Level = LogLevel.Warning,
            Levels = new Dictionary<string, LogLevel> { ["pump"] = LogLevel.Debug, ["hub"] = LogLevel.None },
        };
        using (ILoggerFactory log = Create(settings, LogConsole.Journal))
        {
            foreach (string service in new[] { "hub", "pump", "pump.control", "pumpkin", "Microsoft.AspNetCore.Hosting" })
            {
                ILogger logger = log.CreateLogger(service);
                logger.IsEnabled(LogLevel.Debug).ShouldBe(service is "pump" or "pump.control");
                At(logger, LogLevel.Debug);
                At(logger, LogLevel.Warning);
            }
        }

        Lines.ShouldBe(
        [
            "<7>pump: told", "<4>pump: told", "<7>pump.control: told", "<4>pump.control: told",
            "<4>pumpkin: told", "<4>Microsoft.AspNetCore.Hosting: told",
        ]);
    }

    [Fact]
    public void A_json_line_has_every_value_under_its_name()
    {
        using (ILoggerFactory log = Create(new LogSettings { Format = LogFormat.Json }, LogConsole.Terminal))
        {
            ILogger hub = log.CreateLogger("hub");
            Stored(hub, "front\n\ud800", 3);
            ILogger pump = log.CreateLogger("pump");
            Failed(pump, new IOException("gone\naway"));
        }

        Lines.Length.ShouldBe(2);
        using var stored = JsonDocument.Parse(Lines[0]);
        JsonElement root = stored.RootElement;
        root.GetProperty("time").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
        root.GetProperty("level").GetString().ShouldBe("INFO");
        root.GetProperty("service").GetString().ShouldBe("hub");
        root.GetProperty("message").GetString().ShouldBe("stored 3 frames of front\n\ufffd");
        root.GetProperty("values").GetProperty("Count").GetInt32().ShouldBe(3);
        root.GetProperty("values").GetProperty("Camera").GetString().ShouldBe("front\n\ufffd");
        root.TryGetProperty("exception", out _).ShouldBeFalse();
        using var failed = JsonDocument.Parse(Lines[1]);
        failed.RootElement.GetProperty("exception").GetString()!.ShouldContain("gone\naway");
    }

    [Fact]
    public void A_json_line_keeps_the_kinds_of_values()
    {
        using (ILoggerFactory log = Create(new LogSettings { Format = LogFormat.Json }, LogConsole.Terminal))
        {
            ILogger hub = log.CreateLogger("hub");
            Mixed(hub, true, 1.5, ulong.MaxValue, double.NaN, null, LogLevel.Debug);
        }

        using var line = JsonDocument.Parse(Lines[0]);
        JsonElement values = line.RootElement.GetProperty("values");
        values.GetProperty("Flag").GetBoolean().ShouldBeTrue();
        values.GetProperty("Ratio").GetDouble().ShouldBe(1.5);
        values.GetProperty("Big").GetUInt64().ShouldBe(ulong.MaxValue);
        values.GetProperty("Odd").GetString().ShouldBe("NaN");
        values.GetProperty("Missing").ValueKind.ShouldBe(JsonValueKind.Null);
        values.GetProperty("Word").GetString().ShouldBe("Debug");
    }

    [Fact]
    public void A_file_gets_the_same_events_with_date_and_time()
    {
        string file = _folder["logs/catchment.log"];
        using (ILoggerFactory log = Create(new LogSettings { File = file }, LogConsole.Journal))
        {
            ILogger hub = log.CreateLogger("hub");
            Stored(hub, "front", 3);
        }

        Lines.ShouldBe(["<6>hub: stored 3 frames of front"]);
        File.ReadAllText(file).ShouldMatch(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} INFO hub: stored 3 frames of front\n$");
    }

    [Fact]
    public void A_services_own_file_gets_its_events_in_Pythons_form_and_the_console_keeps_its_level()
    {
        var settings = new LogSettings
        {
            Levels = new Dictionary<string, LogLevel> { ["pump.control"] = LogLevel.Error },
            File = _folder["catchment.log"],
            ServiceFiles = new Dictionary<string, PythonLogging>
            {
                ["pump"] = new() { File = _folder["pump.log"], Level = LogLevel.Debug, Format = "%(levelname)s %(name)s: %(message)s" },
                ["watcher"] = new() { File = _folder["watcher.log"], Level = LogLevel.Error, Format = "%(levelname)s %(name)s: %(message)s" },
                ["hub"] = new(),
            },
        };
        using (ILoggerFactory log = Create(settings, LogConsole.Journal))
        {
            foreach (string service in new[] { "pump", "pump.control", "pumpkin", "watcher", "hub" })
            {
                ILogger logger = log.CreateLogger(service);
                logger.IsEnabled(LogLevel.Trace).ShouldBeFalse();
                At(logger, LogLevel.Debug);
                At(logger, LogLevel.Information);
                At(logger, LogLevel.Error);
            }
        }

        string[] console = ["<6>pump: told", "<3>pump: told", "<3>pump.control: told", "<6>pumpkin: told", "<3>pumpkin: told", "<6>watcher: told", "<3>watcher: told", "<6>hub: told", "<3>hub: told"];
        Lines.ShouldBe(console);
        File.ReadAllLines(_folder["catchment.log"]).Length.ShouldBe(console.Length);
        File.ReadAllLines(_folder["pump.log"]).ShouldBe(
        [
            "DEBUG pump: told", "INFO pump: told", "ERROR pump: told",
            "DEBUG pump.control: told", "INFO pump.control: told", "ERROR pump.control: told",
        ]);
        File.ReadAllLines(_folder["watcher.log"]).ShouldBe(["ERROR watcher: told"]);
    }

    [Fact]
    public void The_lines_of_an_exception_in_a_services_file_are_indented()
    {
        var settings = new LogSettings { ServiceFiles = new Dictionary<string, PythonLogging> { ["hub"] = new() { File = _folder["hub.log"] } } };
        using (ILoggerFactory log = Create(settings, LogConsole.Journal))
        {
            Failed(log.CreateLogger("hub"), new InvalidDataException("bad\n2024-05-01 INFO: forged"));
        }

        string[] lines = File.ReadAllLines(_folder["hub.log"]);
        lines[0].ShouldEndWith(" ERROR: cannot store");
        lines[1..].ShouldAllBe(line => line.StartsWith("    ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("8:1234", "socket:[1234]", true, LogConsole.Journal)]
    [InlineData("8:1234", null, true, LogConsole.Journal)]
    [InlineData("8:1234", "socket:[99]", true, LogConsole.Redirected)]
    [InlineData("8:1234", "/tmp/out.log", true, LogConsole.Redirected)]
    [InlineData("8:1234", "/dev/pts/1", false, LogConsole.Terminal)]
    [InlineData(null, "pipe:[5]", true, LogConsole.Redirected)]
    [InlineData("", "pipe:[5]", true, LogConsole.Redirected)]
    public void The_journal_is_recognised_by_the_inode_of_its_socket(string? variable, string? target, bool redirected, LogConsole expected) =>
        LogSetup.DetectConsole(variable, target, redirected).ShouldBe(expected);

    [LoggerMessage(Message = "told")]
    private static partial void At(ILogger logger, LogLevel level);

    [LoggerMessage(Level = LogLevel.Information, Message = "stored {Count} frames of {Camera}")]
    private static partial void Stored(ILogger logger, string camera, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "cannot store")]
    private static partial void Failed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Flag} {Ratio} {Big} {Odd} {Missing} {Word}")]
    private static partial void Mixed(ILogger logger, bool flag, double ratio, ulong big, double odd, string? missing, LogLevel word);

    [Fact]
    public void The_console_writes_in_an_originals_form_when_it_stands_in_for_one()
    {
        var form = new PythonLogging { Format = "%(levelname)s:%(name)s:%(message)s", Logger = "lsst.finder" };
        using (var log = Create(new LogSettings { ConsoleForm = form }, LogConsole.Journal))
        {
            ILogger finder = log.CreateLogger("finder");
            Stored(finder, "cam", 3);
        }

        _output.ToString().ShouldBe("INFO:lsst.finder:stored 3 frames of cam\n");
    }

    private ILoggerFactory Create(LogSettings settings, LogConsole console) => LogSetup.Create(settings, console, () => _output);
}
