using System.Text;
using Catchment.Core.Diagnostics;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;

namespace Catchment.Core.Tests.Diagnostics;

public sealed class RotatingFileSinkTests : IDisposable
{
    private static readonly MessageTemplateParser Parser = new();
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _complaints = [];

    private string Log => _folder["x.log"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_is_set_aside_before_it_would_reach_the_limit()
    {
        using (RotatingFileSink sink = Sink(maxBytes: 10, backups: 2))
        {
            foreach (string line in new[] { "1111", "2222", "3333", "4444", "55", "66", "77" })
            {
                Write(sink, line);
            }
        }

        File.ReadAllText(Log).ShouldBe("66\n77\n");
        File.ReadAllText(Log + ".1").ShouldBe("4444\n55\n");
        File.ReadAllText(Log + ".2").ShouldBe("3333\n");
        Directory.GetFiles(_folder.FullPath).Length.ShouldBe(3);
    }

    [Fact]
    public void An_event_longer_than_the_limit_gets_a_file_of_its_own()
    {
        using (RotatingFileSink sink = Sink(maxBytes: 10, backups: 3))
        {
            Write(sink, "a");
            Write(sink, new string('b', 50));
            Write(sink, "c");
        }

        File.ReadAllText(Log).ShouldBe("c\n");
        File.ReadAllText(Log + ".1").ShouldBe(new string('b', 50) + "\n");
        File.ReadAllText(Log + ".2").ShouldBe("a\n");
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(10, 0)]
    public void Without_a_limit_or_backups_the_file_grows(long maxBytes, int backups)
    {
        using (RotatingFileSink sink = Sink(maxBytes, backups))
        {
            Write(sink, "1111111111");
            Write(sink, "2222222222");
        }

        File.ReadAllText(Log).ShouldBe("1111111111\n2222222222\n");
        Directory.GetFiles(_folder.FullPath).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_restart_goes_on_in_the_same_file()
    {
        foreach (string line in new[] { "one", "two" })
        {
            using RotatingFileSink sink = Sink(100, 2);
            Write(sink, line);
        }

        File.ReadAllText(Log).ShouldBe("one\ntwo\n");
    }

    [Fact]
    public void A_line_is_in_the_file_at_once()
    {
        using RotatingFileSink sink = Sink(100, 2);
        Write(sink, "ä");

        using FileStream file = new(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.UTF8);
        reader.ReadToEnd().ShouldBe("ä\n");
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_told_once_and_tried_again()
    {
        Directory.CreateDirectory(Log);
        using RotatingFileSink sink = Sink(100, 2);
        Write(sink, "lost");
        Write(sink, "lost too");
        Directory.Delete(Log);
        Write(sink, "kept");

        _complaints.ShouldHaveSingleItem().ShouldContain(Log);
        File.ReadAllText(Log).ShouldBe("kept\n");
    }

    private RotatingFileSink Sink(long maxBytes, int backups) =>
        new(Log, maxBytes, backups, new MessageOnly(), _complaints.Add);

    private static void Write(RotatingFileSink sink, string text) =>
        sink.Emit(new LogEvent(DateTimeOffset.UnixEpoch, LogEventLevel.Information, null, Parser.Parse(text), []));

    private sealed class MessageOnly : ITextFormatter
    {
        public void Format(LogEvent logEvent, TextWriter output) => output.Write(logEvent.MessageTemplate.Text + "\n");
    }
}
