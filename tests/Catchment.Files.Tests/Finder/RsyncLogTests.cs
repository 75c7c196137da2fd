using System.Text;
using System.Text.Json;
using Catchment.Files.Finder;
using Catchment.Files.Patterns;

namespace Catchment.Files.Tests.Finder;

public sealed class RsyncLogTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Finder", "Vectors", "rsync");
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json"))).RootElement;

    public static TheoryData<string> Logs => [.. Expected.GetProperty("logs").EnumerateArray().Select(l => l.GetProperty("log").GetString()!)];

    [Theory]
    [MemberData(nameof(Logs))]
    public void A_log_yields_the_paths_that_the_original_finds_and_goes_on_where_that_ends(string log)
    {
        var expected = Expected.GetProperty("logs").EnumerateArray().Single(l => l.GetProperty("log").GetString() == log);
        var exclude = PatternList.Parse(expected.GetProperty("exclude_list").EnumerateArray().Select(p => p.GetString()!));
        using var stream = File.OpenRead(Path.Combine(Folder, log));
        var lines = RsyncLog.Read(stream).ToArray();
        var paths = lines.Select(l => l.Path).OfType<string>().Where(p => !exclude.IsFound(p)).ToArray();
        var wanted = expected.GetProperty("paths").EnumerateArray().Select(p => p.GetString()!).ToArray();
        if (!expected.TryGetProperty("reference_ends_with", out _))
        {
            paths.ShouldBe(wanted);
            lines.ShouldAllBe(l => l.Problem == null);
            return;
        }

        paths.Take(wanted.Length).ShouldBe(wanted);
        lines.Count(l => l.Problem != null).ShouldBe(1);
    }

    [Fact]
    public void Logs_are_known_by_their_names()
    {
        foreach (var name in Expected.GetProperty("log_names").EnumerateObject())
            LogDays.IsLog(Encoding.UTF8.GetBytes(name.Name)).ShouldBe(name.Value.GetBoolean(), name.Name);
    }

    [Fact]
    public void Days_are_counted_both_ends_included()
    {
        foreach (var window in Expected.GetProperty("date_window").EnumerateArray())
        {
            LogDays.Folders(DateOnly.Parse(window.GetProperty("date").GetString()!), window.GetProperty("past_days").GetInt32(), window.GetProperty("future_days").GetInt32())
                .ShouldBe(window.GetProperty("folders").EnumerateArray().Select(f => f.GetString()!));
        }

        LogDays.Folders(DateOnly.MinValue, 5, 0).ShouldBe(["00010101"]);
        LogDays.Folders(DateOnly.MaxValue, 0, 5).ShouldBe(["99991231"]);
    }

    [Theory]
    [InlineData("d/a.fits", "d/a.fits", null)]
    [InlineData("./d//a.fits", "d/a.fits", null)]
    [InlineData("/storage/d/a.fits", "d/a.fits", null)]
    [InlineData("/storages/a.fits", null, FileOutcome.Outside)]
    [InlineData("/abs/path.fits", null, FileOutcome.Outside)]
    [InlineData("../up.fits", null, FileOutcome.Outside)]
    [InlineData("d/../../up.fits", null, FileOutcome.Outside)]
    [InlineData("d/a\0b.fits", null, FileOutcome.BadName)]
    [InlineData("./", null, FileOutcome.NotRegular)]
    internal void A_path_of_a_log_is_below_storage_or_refused(string written, string? place, FileOutcome? refusal)
    {
        var path = LoggedPath.Of(written, "/storage");
        path.Refusal.ShouldBe(refusal);
        if (place is not null)
            path.Place.Relative.ShouldBe(place);
    }

    [Theory]
    [InlineData("a <f+++++++++ x\r\rb <f+++++++++ y\r\n\nc <f+++++++++ z", "1:x 3:y 5:z")]
    [InlineData("a <f+++++++++ x\u001cy\u0085z", "1:x")]
    public void Lines_end_and_fields_part_as_in_Python(string log, string expected) => Read(Encoding.UTF8.GetBytes(log)).ShouldBe(expected);

    [Fact]
    public void A_line_without_end_costs_no_memory_and_is_told()
    {
        var log = "a <f+++++++++ x\nb <f+++++++++ " + new string('y', 3 * RsyncLog.LongestLine) + "\r\nc <f+++++++++ z\n";
        Read(Encoding.UTF8.GetBytes(log)).ShouldBe("1:x 2:! 3:z");
    }

    [Fact]
    public void Whatever_the_bytes_are_it_reads_to_the_end()
    {
        var random = new Random(20210101);
        var seed = Directory.GetFiles(Folder, "*.log").SelectMany(File.ReadAllBytes).ToArray();
        var rounds = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1" ? 1_000_000 : 20_000;
        for (var round = 0; round < rounds; round++)
        {
            var bytes = seed.AsSpan(0, random.Next(seed.Length)).ToArray();
            for (var i = random.Next(8); i > 0 && bytes.Length > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            foreach (var line in RsyncLog.Read(new MemoryStream(bytes)))
            {
                (line.Path is null).ShouldBe(line.Problem is not null);
                if (line.Path is not null && LoggedPath.Of(line.Path, "/storage") is { Refusal: null } path)
                    path.Place.Relative.Split('/').ShouldNotContain("..");
            }
        }
    }

    private static string Read(byte[] log) =>
        string.Join(' ', RsyncLog.Read(new MemoryStream(log)).Select(l => $"{l.Number}:{l.Path ?? "!"}"));
}
