using System.Text;
using Catchment.Core.Configuration;
using Catchment.Core.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Tests.Diagnostics;

public sealed class PythonLoggingTests
{
    private readonly List<(string Key, string Found, string Allowed)> _problems = [];

    [Fact]
    public void The_usual_dictionary_of_a_pump()
    {
        var logging = Read("""
            version: 1
            formatters:
                default:
                    format: '%(asctime)s %(levelname)s: %(message)s'
            handlers:
                file:
                    class: logging.handlers.RotatingFileHandler
                    filename: /home/ops/sentinelcam/logs/datapump.log
                    formatter: default
                    maxBytes: 524288
                    backupCount: 5
                    level: WARN
            root:
                handlers: [file]
                level: WARN
            """);
        logging.ShouldBe(new PythonLogging
        {
            File = "/home/ops/sentinelcam/logs/datapump.log",
            MaxBytes = 524288,
            Backups = 5,
            Level = LogLevel.Warning,
            Format = "%(asctime)s %(levelname)s: %(message)s",
        });
        _problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("INFO", "DEBUG", LogLevel.Information)]
    [InlineData("DEBUG", "ERROR", LogLevel.Error)]
    [InlineData("NOTSET", "10", LogLevel.Debug)]
    [InlineData("critical", "20", LogLevel.Critical)]
    [InlineData("null", "null", LogLevel.Warning)]
    public void A_record_has_to_pass_the_logger_and_the_handler(string root, string handler, LogLevel expected)
    {
        Read($$"""
            handlers: { f: { class: logging.FileHandler, filename: x.log, level: {{handler}} } }
            root: { handlers: [f], level: {{root}} }
            """)!.Level.ShouldBe(expected);
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public void A_relative_name_starts_from_the_files_folder_and_a_tilde_from_home()
    {
        Read("""
            handlers: { f: { class: logging.FileHandler, filename: logs/x.log } }
            root: { handlers: [f] }
            """)!.File.ShouldBe("/base/logs/x.log");
        Read("""
            handlers: { f: { class: logging.FileHandler, filename: ~/x.log } }
            root: { handlers: [f] }
            """)!.File.ShouldBe(Path.Combine(Environment.GetEnvironmentVariable("HOME")!, "x.log"));
    }

    [Fact]
    public void Handlers_of_other_classes_are_left_out_and_loggers_come_after_root()
    {
        var logging = Read("""
            version: 1
            disable_existing_loggers: false
            formatters: { long: { format: "%(name)s %(message)s", datefmt: "%H:%M" }, odd: { style: "{", format: "{message}" } }
            handlers:
              screen: { class: logging.StreamHandler, stream: ext://sys.stdout, formatter: odd }
              mail: { class: logging.handlers.SMTPHandler, mailhost: x }
              f: { class: logging.handlers.TimedRotatingFileHandler, filename: /x.log, when: midnight, backupCount: 7, formatter: long }
            root: { handlers: [screen, mail], level: ERROR }
            loggers: { sentinel: { handlers: [f], level: DEBUG } }
            """)!;
        logging.ShouldBe(new PythonLogging
        {
            File = "/x.log",
            Backups = 7,
            Rotation = new LogRotation(TimeSpan.FromDays(1), AtMidnight: true, null, "yyyy-MM-dd"),
            Level = LogLevel.Debug,
            Format = "%(name)s %(message)s",
            DateFormat = "%H:%M",
        });
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public void Every_file_of_a_logger_is_followed_each_with_its_own_level()
    {
        var logging = Read("""
            handlers:
              all: { class: logging.FileHandler, filename: /all.log }
              screen: { class: logging.StreamHandler }
              errors: { class: logging.handlers.TimedRotatingFileHandler, filename: /errors.log, when: H, interval: 6, level: ERROR }
            root: { handlers: [all, screen, errors, all], level: INFO }
            """)!;
        logging.Files.Select(f => (f.File, f.Level)).ShouldBe([("/all.log", LogLevel.Information), ("/errors.log", LogLevel.Error)]);
        logging.Files.Last().Rotation.ShouldBe(new LogRotation(TimeSpan.FromHours(6), AtMidnight: false, null, "yyyy-MM-dd_HH"));
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_and_a_dictionary_without_a_file_are_no_problem()
    {
        Read("").ShouldBeNull();
        Read("version: 1")!.File.ShouldBeNull();
        _problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[1, 2]", "logconfig", "a list")]
    [InlineData("{ handlers: 3, root: { level: LOUD } }", "logconfig.handlers", "the number 3")]
    [InlineData("{ root: { level: LOUD } }", "logconfig.root.level", "\"LOUD\"")]
    [InlineData("{ root: { handlers: [f] } }", "logconfig.root.handlers", "\"f\"")]
    [InlineData("{ root: { handlers: f } }", "logconfig.root.handlers", "\"f\"")]
    [InlineData("{ root: { handlers: [f] }, handlers: { f: { class: logging.FileHandler } } }", "logconfig.handlers.f.filename", "nothing")]
    [InlineData("{ root: { handlers: [f] }, handlers: { f: { class: logging.FileHandler, filename: [x] } } }", "logconfig.handlers.f.filename", "a list")]
    [InlineData("{ root: { handlers: [f] }, handlers: { f: { class: logging.handlers.RotatingFileHandler, filename: x, maxBytes: much } } }", "logconfig.handlers.f.maxBytes", "\"much\"")]
    [InlineData("{ root: { handlers: [f] }, handlers: { f: { class: logging.handlers.RotatingFileHandler, filename: x, backupCount: -1 } } }", "logconfig.handlers.f.backupCount", "the number -1")]
    [InlineData("{ root: { handlers: [f] }, handlers: { f: { class: logging.FileHandler, filename: x, formatter: y } } }", "logconfig.handlers.f.formatter", "\"y\"")]
    [InlineData("{ root: { handlers: [f] }, handlers: { f: { class: logging.handlers.TimedRotatingFileHandler, filename: x, when: W7 } } }", "logconfig.handlers.f.when", "\"W7\"")]
    [InlineData("{ root: { handlers: [f] }, handlers: { f: { class: logging.handlers.TimedRotatingFileHandler, filename: x, utc: true } } }", "logconfig.handlers.f.utc", "the truth value true")]
    [InlineData("{ root: { handlers: [f] }, handlers: { f: { class: logging.handlers.TimedRotatingFileHandler, filename: x, interval: 0 } } }", "logconfig.handlers.f.interval", "the number 0")]
    public void What_is_wrong_is_told_with_its_key(string yaml, string key, string found)
    {
        Read(yaml);
        _problems[0].Key.ShouldBe(key);
        _problems[0].Found.ShouldBe(found);
        _problems[0].Allowed.ShouldNotBeEmpty();
    }

    private PythonLogging? Read(string yaml) =>
        PythonLogging.Read(YamlReader.Read(Encoding.UTF8.GetBytes(yaml), "datapump.yaml").Root, "/base", "logconfig", _problems);
}
