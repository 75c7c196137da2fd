using System.Globalization;
using System.Text;
using Catchment.Core.Demo;
using Catchment.Files.Demo;

namespace Catchment.Files.Tests.Demo;

public sealed class InstrumentDemoTests : IDisposable
{
    private const int Files = 200;

    private static readonly TimeSpan SlowPart = TimeSpan.FromSeconds(0.5);

    private readonly TemporaryFolder _folder = new();

    public InstrumentDemoTests()
    {
        Directory.CreateDirectory(_folder["in"]);
        Directory.CreateDirectory(_folder["out"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_come_whole_late_doubled_and_torn()
    {
        var tally = await RunAsync(null);

        var files = Paths("in");
        tally.Refused.ShouldBe(0);
        files.ShouldAllBe(f => !f.EndsWith(".tmp", StringComparison.Ordinal));
        var nights = files.Where(f => !f.StartsWith("again/", StringComparison.Ordinal)).GroupBy(f => f.Split('/')[0], StringComparer.Ordinal).ToArray();
        nights.Length.ShouldBe(2, "this night and the one before");
        files.Count(f => f.StartsWith("again/", StringComparison.Ordinal)).ShouldBeInRange(5, 30);
        var torn = files.Count(f => IsTorn(File.ReadAllBytes(_folder["in/" + f])));
        torn.ShouldBeInRange(3, 25);
        foreach (var again in files.Where(f => f.StartsWith("again/", StringComparison.Ordinal)))
            nights.SelectMany(n => n).Any(f => Path.GetFileName(f) == Path.GetFileName(again)).ShouldBeTrue(again);
    }

    [Fact]
    public async Task With_logs_files_arrive_in_storage_and_each_stands_in_a_log()
    {
        await RunAsync(_folder["out"]);

        var logged = Paths("in").Where(f => Path.GetFileName(f).StartsWith("rsync", StringComparison.Ordinal) && f.EndsWith("log", StringComparison.Ordinal))
            .SelectMany(f => File.ReadAllLines(_folder["in/" + f])).Select(l => l.Split(' ')).ToArray();
        logged.ShouldAllBe(l => l.Length == 3 && l[1] == "<f+++++++++");
        var paths = logged.Select(l => l[2]).ToHashSet(StringComparer.Ordinal);
        paths.Except(Paths("out")).ShouldBeEmpty();
        Paths("out").Except(paths).Count().ShouldBeLessThanOrEqualTo(1, "one may be written slowly when the demo ends");
    }

    private async Task<DemoTally> RunAsync(string? storage)
    {
        var time = new ManualTime();
        using var enough = new CancellationTokenSource();
        var demo = new InstrumentDemo(new InstrumentDemoOptions(_folder["in"], storage), time, _ => { });
        var running = Task.Run(() => demo.RunAsync(new DemoPlan { Seed = 5, Rate = double.PositiveInfinity }, new Enough(enough), enough.Token));
        while (await Task.WhenAny(running, time.TimerSetAsync(SlowPart)) != running)
            time.Advance(SlowPart);
        return await running;
    }

    private string[] Paths(string folder) =>
        [.. Directory.GetFiles(_folder[folder], "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Select(f => Path.GetRelativePath(_folder[folder], f))];

    /// <summary>Reads the header as the standard has it: 80 characters a card, 2,880 bytes a block.</summary>
    private static bool IsTorn(byte[] file)
    {
        var header = Encoding.ASCII.GetString(file, 0, 2880);
        header.ShouldStartWith("SIMPLE  =                    T");
        header.ShouldAllBe(c => c >= ' ' && c <= '~');
        header.Chunk(80).Select(c => new string(c).TrimEnd()).ShouldContain("END");
        var values = header.Chunk(80).Select(c => new string(c)).Where(c => c[8] == '=').ToDictionary(c => c[..8].TrimEnd(), c => c[10..].Trim(), StringComparer.Ordinal);
        var bytes = 2 * int.Parse(values["NAXIS1"], CultureInfo.InvariantCulture) * int.Parse(values["NAXIS2"], CultureInfo.InvariantCulture);
        DateTime.ParseExact(values["DATE-OBS"], "''yyyy-MM-dd'T'HH:mm:ss.fff''".Replace("''", "\\'", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var isWhole = file.Length == 2880 + ((bytes + 2879) / 2880 * 2880);
        return !isWhole;
    }

    private sealed class Enough(CancellationTokenSource enough) : IProgress<DemoTally>
    {
        public void Report(DemoTally value)
        {
            if (value.Sent >= Files)
                enough.Cancel();
        }
    }
}
