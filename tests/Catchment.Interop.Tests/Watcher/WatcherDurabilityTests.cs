using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Catchment.Interop.Tests.Hub;

namespace Catchment.Interop.Tests.Watcher;

/// <summary>The real program with outposts that are pyzmq, killed under load: what somebody had read from disk is there, and recording goes on.</summary>
[Collection(Alone.Name)]
public sealed partial class WatcherDurabilityTests : IDisposable
{
    private const int PictureBytes = 20_000;

    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void After_kill_9_what_was_read_from_disk_is_there_nothing_is_half_and_recording_goes_on()
    {
        using var outposts = PythonPeer.Start("Watcher/outposts.py", "2", "15", $"{PictureBytes}");
        var configuration = Configure(outposts.ReadLine());
        var random = new Random(4711);
        var watcher = Start(configuration);
        try
        {
            for (var round = 0; round < (Full ? 20 : 2); round++)
            {
                var wanted = Pictures().Length + random.Next(1, 150);
                Eventually.True(() => Pictures().Length >= wanted, "pictures are stored");
                var before = Read();
                watcher.Kill();
                watcher.Dispose();
                var (left, unfinished) = (Read(), Unfinished());

                watcher = Start(configuration);
                Eventually.True(() => !unfinished.Any(File.Exists), "unfinished files are removed");
                CheckKept(before);
                CheckWhole(left.Keys);
                Pictures().ShouldAllBe(p => StoredFrame.Read(p, PictureBytes).IsWhole);
                var known = left.Keys.ToHashSet(StringComparer.Ordinal);
                Eventually.True(() => Sets().Any(s => !known.Contains(s) && File.ReadLines(s).Count() == 21 && PicturesOf(s) >= 20 && IsClosed(s)), "a later event is recorded whole");
            }

            watcher.Terminate().ShouldBe(0);
            CheckWhole(Sets());
            Unfinished().ShouldBeEmpty();
            File.ReadAllText(Notes).ShouldBe("[]");
        }
        finally
        {
            watcher.Dispose();
        }
    }

    [Fact]
    public void What_pyzmqs_own_log_handler_sends_is_logged_as_the_original_logs_it()
    {
        using var outposts = PythonPeer.Start("Watcher/outposts.py", "1", "15", $"{PictureBytes}");
        using var watcher = Start(Configure(outposts.ReadLine()));
        watcher.WaitForLog(HealthLine());
        watcher.WaitForLog(ErrorLine());
        Eventually.True(() => Sets().Any(s => File.ReadLines(s).Count() == 21), "an event is recorded");
        var set = Sets()[0];
        File.ReadLines(set).Skip(1).First().ShouldEndWith(",20,\"person: 0.9, \"\"near\"\"\",1,-2,3,4");
        watcher.Terminate().ShouldBe(0);
    }

    [Fact]
    public void A_full_disk_takes_no_half_picture_rows_go_on_and_pictures_do_by_themselves()
    {
        using var disk = SmallDisk.Memory(_root["images"], "3m");
        using var outposts = PythonPeer.Start("Watcher/outposts.py", "1", "15", $"{PictureBytes}");
        using var watcher = Start(Configure(outposts.ReadLine()));
        watcher.WaitForLog(FullLine());
        var full = Pictures();
        full.ShouldAllBe(p => StoredFrame.Read(p, PictureBytes).IsWhole);
        var known = Sets().ToHashSet(StringComparer.Ordinal);
        Eventually.True(() => Sets().Any(s => !known.Contains(s) && File.ReadLines(s).Count() == 21), "rows are recorded");

        foreach (var picture in Pictures())
            File.Delete(picture);
        Eventually.True(() => Pictures().Length > 5, "pictures are stored again");
        Pictures().ShouldAllBe(p => StoredFrame.Read(p, PictureBytes).IsWhole);
        watcher.Terminate().ShouldBe(0);
    }

    [GeneratedRegex("MiB free|No space left", RegexOptions.NonBacktracking)]
    private static partial Regex FullLine();

    [GeneratedRegex(@"Outpost health 'node0' \(1000, 20, 3, 31.70, 31.95\)", RegexOptions.NonBacktracking)]
    private static partial Regex HealthLine();

    [GeneratedRegex(@"\[node0\] ERROR outposts.py:\d+ - an error with Umlaut ä", RegexOptions.NonBacktracking)]
    private static partial Regex ErrorLine();

    private string Notes => _root[".catchment/watcher/open-events.json"];

    private static HubProcess Start(string configuration) => HubProcess.Launch(configuration, ["run", "watcher", "-c", configuration]);

    private string Configure(string ports)
    {
        var yaml = new StringBuilder($"watcher:\n  listen: [tcp://127.0.0.1:{HubProcess.FreePort()}]\n  pump: null\n  data: {{ images: images, csvfiles: csv }}\n  outposts:\n");
        Directory.CreateDirectory(_root["images"]);
        Directory.CreateDirectory(_root["csv"]);
        var all = JsonSerializer.Deserialize<int[][]>(ports)!;
        for (var node = 0; node < all.Length; node++)
        {
            foreach (var view in new[] { "Front", "Back" })
                yaml.Append($"    - {{ node: node{node}, view: {view}, logger: 'tcp://127.0.0.1:{all[node][0]}', images: 'tcp://127.0.0.1:{all[node][1]}' }}\n");
        }

        File.WriteAllText(_root["catchment.yaml"], yaml.ToString());
        return _root["catchment.yaml"];
    }

    private string[] Files(string root, string pattern) =>
        Directory.GetFiles(_root[root], pattern, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None });

    private string[] Pictures() => Files("images", "*.jpg");

    private string[] Sets() => Files("csv", "*_trk.csv");

    private string[] Unfinished() => [.. Files("images", "*.tmp"), .. Files("csv", "*.tmp")];

    private int PicturesOf(string set) => Files("images", Path.GetFileName(set).Replace("_trk.csv", "_*.jpg", StringComparison.Ordinal)).Length;

    private bool IsClosed(string set) =>
        !File.ReadAllText(Notes).Contains(Path.GetFileName(set)[..32], StringComparison.Ordinal);

    /// <summary>All files that are not hidden, with their bytes; of pictures only the names.</summary>
    private Dictionary<string, byte[]> Read()
    {
        var all = Files("csv", "*.csv").ToDictionary(f => f, File.ReadAllBytes, StringComparer.Ordinal);
        foreach (var picture in Pictures())
            all.Add(picture, []);
        return all;
    }

    private static void CheckKept(Dictionary<string, byte[]> before)
    {
        foreach (var (path, bytes) in before)
        {
            File.Exists(path).ShouldBeTrue(path);
            if (bytes.Length > 0)
                File.ReadAllBytes(path).AsSpan().StartsWith(bytes.AsSpan(0, bytes.AsSpan().LastIndexOf((byte)'\n') + 1)).ShouldBeTrue(path);
        }
    }

    /// <summary>No half row, and no set that the index does not list.</summary>
    private void CheckWhole(IEnumerable<string> files)
    {
        var listed = Files("csv", "camwatcher.csv").SelectMany(File.ReadLines).ToList();
        listed.ShouldAllBe(l => l.Split(',').Length == 7);
        foreach (var set in files.Where(f => f.EndsWith("_trk.csv", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(set);
            text.ShouldEndWith("\n");
            text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ShouldAllBe(l => l.EndsWith(",1,-2,3,4", StringComparison.Ordinal));
            listed.Any(l => l.Contains(Path.GetFileName(set)[..32], StringComparison.Ordinal)).ShouldBeTrue(set);
        }
    }
}
