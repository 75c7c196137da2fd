using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Catalog.Reconciling;
using Catchment.Cameras.Catalog.Recording;
using Catchment.Cameras.Hub;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Tests.Catalog;

public sealed class EventLogFilesTests : IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly ManualTime _time = new(new DateTime(2026, 3, 1, 23, 50, 0));

    public void Dispose() => _root.Dispose();

    [Fact]
    public void What_is_read_from_the_files_is_what_was_noted_when_it_was_written()
    {
        var random = new Random(1);
        var noted = new Notes();
        using (var log = new EventLog(_root.FullPath, Durability.Written, _time, noted))
        {
            for (var i = 0; i < 500; i++)
            {
                log.Append(random.Next(6) switch
                {
                    0 => "Starting imagehub.py",
                    1 => "Barn|motion|moving\nforged|x",
                    2 => "Barn|humidity|41 %",
                    3 => $"Barn {new string('x', random.Next(70_000))}|long|{i}",
                    _ => $"Tür {random.Next(3)}|light|dark {i}",
                });
                if (random.Next(3) == 0)
                    _time.Advance(TimeSpan.FromMilliseconds(random.Next(1, 15_000)));
            }
        }

        var files = new EventLogFiles(_root.FullPath);
        files.Days().ShouldBe(noted.Events.Select(e => DateOnly.FromDateTime(e.Time)).Distinct());
        files.Days().Count.ShouldBeGreaterThan(1);
        var read = new Notes();
        foreach (var day in files.Days())
            files.ReadDay(day, read.Line);
        read.Events.ShouldBe(noted.Events);
        read.Events.Select(e => e.Id).ShouldBeUnique();
    }

    [Fact]
    public void Days_are_told_before_the_first_line_of_each()
    {
        var noted = new Notes();
        using var log = new EventLog(_root.FullPath, Durability.Written, _time, noted);
        log.Append("a|b");
        log.Append("a|b");
        _time.Advance(TimeSpan.FromMinutes(20));
        log.Append("a|b");
        noted.Opened.ShouldBe([new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 2)]);
    }

    [Fact]
    public void Half_lines_foreign_files_and_lines_without_a_stamp_are_passed_over()
    {
        File.WriteAllText(_root["imagehub.log"], "rubbish\n2026-03-02 00:00:00,000 ~ a|b|1\n2026-03-02 99:00:00,000 ~ a|b|2\n2026-03-02 00:00:01,000 ~ a|b|half");
        File.WriteAllText(_root["imagehub.log.2026-03-01"], "2026-03-01 12:00:00,000 ~ a|b|0\n2026-03-02 00:00:00,000 ~ a|b|late\n");
        File.WriteAllText(_root["imagehub.log.old"], "2026-03-03 12:00:00,000 ~ a|b|0\n");
        var files = new EventLogFiles(_root.FullPath);

        files.Days().ShouldBe([new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 2)]);
        var read = new Notes();
        files.ReadDay(new DateOnly(2026, 3, 2), read.Line);
        read.Events.Select(e => e.Text).ShouldBe(["a|b|1", "a|b|late"]);
    }

    [Fact]
    public void Lines_of_a_clock_that_was_set_back_by_days_are_found_once_all_files_were_read()
    {
        File.WriteAllText(_root["imagehub.log.2026-03-10"], "2026-03-10 12:00:00,000 ~ a|b|0\n2026-03-02 00:00:00,000 ~ a|b|back\n");
        var files = new EventLogFiles(_root.FullPath);
        files.Days().ShouldBe([new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 10)]);
        var read = new Notes();
        files.ReadDay(new DateOnly(2026, 3, 2), read.Line);
        read.Events.ShouldHaveSingleItem().Text.ShouldBe("a|b|back");
    }

    [Fact]
    public void A_type_that_is_too_long_for_a_key_is_cut_and_its_text_is_whole()
    {
        var text = "a|" + new string('日', 5000);
        var entry = EventLine.Parse(new DateTime(2026, 3, 1), 0, Encoding.UTF8.GetBytes(text), CameraNames.Read("/nowhere"))!;
        entry.Text.ShouldBe(text);
        entry.Type.ShouldBe(new string('日', EventLine.MostTypeBytes / 3));
    }

    [Fact]
    public void Any_bytes_are_read_without_an_error()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var bytes = new byte[random.Next(2000)];
            random.NextBytes(bytes);
            var text = Encoding.UTF8.GetBytes("2026-03-02 00:00:00,000 ~ a|b|1\n2026-03-02 00:00:00,000 ~ c|d\n");
            text.CopyTo(bytes.AsSpan(random.Next(Math.Max(1, bytes.Length - text.Length))) is { } room && room.Length >= text.Length ? room : new byte[text.Length]);
            File.WriteAllBytes(_root["imagehub.log"], bytes);
            var files = new EventLogFiles(_root.FullPath);
            var read = new Notes();
            foreach (var day in files.Days())
                files.ReadDay(day, read.Line);
            read.Events.ShouldAllBe(e => e.Text.Contains('|'));
        }
    }

    private sealed class Notes : ICatalogRecorder
    {
        private readonly CameraNames _names = CameraNames.Read("/nowhere");

        public List<DateOnly> Opened { get; } = [];

        public List<EventEntry> Events { get; } = [];

        public void Opening(DateOnly day) => Opened.Add(day);

        public void Frame(ReadOnlySpan<byte> nodeAndView, DateTime time, FrameFormat format, int size, int width, int height) => throw new InvalidOperationException();

        public void Line(DateTime time, long ordinal, ReadOnlySpan<byte> line)
        {
            if (EventLine.Parse(time, ordinal, line, _names) is { } entry)
                Events.Add(entry);
        }
    }
}
