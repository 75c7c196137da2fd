using Catchment.Core.Configuration;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Tests.Configuration.Sections;

public sealed class LoggingOptionsTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INFO", LoggingLevel.Info)]
    [InlineData("warning", LoggingLevel.Warning)]
    [InlineData("Critical", LoggingLevel.Critical)]
    public void The_level_may_be_written_in_any_case(string written, LoggingLevel level) =>
        _folder.Load("catchment.yaml", $"logging: {{level: {written}}}").Section<LoggingOptions>().Level.ShouldBe(level);

    [Fact]
    public void The_levels_are_those_of_the_logging_framework() =>
        Enum.GetValues<LoggingLevel>().Select(static level => (LogLevel)level).ShouldBe(
            [LogLevel.Trace, LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error, LogLevel.Critical]);

    [Fact]
    public void The_file_is_an_absolute_path()
    {
        var logging = _folder.Load("catchment.yaml", "logging: {file: log.txt, max_bytes: 512 KiB, backups: 2}").Section<LoggingOptions>();
        (logging.File, logging.MaxBytes.Bytes, logging.Backups).ShouldBe((Path.Combine(_folder.Folder, "log.txt"), 524_288L, 2));
        _folder.LoadNothing().Section<LoggingOptions>().File.ShouldBeNull();
    }

    [Fact]
    public void The_collector_is_off_until_it_is_named()
    {
        _folder.LoadNothing().Section<TelemetryExportOptions>().Endpoint.ShouldBeNull();
        var otlp = _folder.LoadNothing(words: ["otlp.endpoint=http://c:4317", "otlp.interval=5 s"]).Section<TelemetryExportOptions>();
        (otlp.Endpoint, otlp.Interval).ShouldBe(("http://c:4317", TimeSpan.FromSeconds(5)));
    }
}
