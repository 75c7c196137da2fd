using System.Diagnostics;
using System.Globalization;

namespace Catchment.Interop.Tests.Files;

/// <summary>
/// Finder and ingesters as real processes, killed at random moments while files arrive: tree and tables agree afterwards, nothing is
/// lost, and no file is handed over twice.
/// </summary>
[Collection(Alone.Name)]
public sealed class FilesDurabilityTests
{
    private const int Ingesters = 4;

    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public void After_kill_9_tree_and_tables_agree_and_no_file_is_taken_twice(string kind)
    {
        using var site = new EndpointSite(kind);
        site.WriteFinder();
        site.Write("ingester.yaml", $"ingester:\n  storage: STORAGE\n  num_threads: 2\n  batch_size: 20\n  pause: 0\n  plugin:\n    name: ExecIngest\n    config:\n      command: [/bin/sh, -c, 'echo \"$1\" >> {site["attempts"]}', sh, '{{path}}']\n");
        site.SetUp();
        File.WriteAllText(site["attempts"], "");
        var random = new Random(kind.Length);
        var arrivals = new Arrivals(site);
        var programs = new List<ProgramProcess> { site.Start("finder", "finder.yaml") };
        for (var i = 0; i < Ingesters; i++)
            programs.Add(site.Start("ingester", "ingester.yaml"));
        try
        {
            for (var round = 0; round < (Full ? 50 : 3); round++)
            {
                arrivals.Add(random.Next(20, 60), EndpointSite.Tree(site.Storage), random);
                var wanted = Math.Min(arrivals.Taken.Count, EndpointSite.Tree(site.Storage).Length + random.Next(0, 40));
                var tried = Attempts(site).Count + random.Next(0, 10);
                Eventually.True(() => EndpointSite.Tree(site.Storage).Length >= wanted && Attempts(site).Count >= Math.Min(tried, wanted), "files are taken");
                foreach (var victim in programs.Index().Where(_ => random.Next(3) == 0).Append((random.Next(programs.Count), programs[0])).Select(v => v.Item1).Distinct().ToArray())
                {
                    programs[victim].Kill();
                    programs[victim].Dispose();
                    programs[victim] = victim == 0 ? site.Start("finder", "finder.yaml") : site.Start("ingester", "ingester.yaml");
                }
            }

            Eventually.True(() => EndpointSite.Tree(site.Buffer).Length == arrivals.Conflicts, "everything is moved");
            Eventually.True(() => Newest(site).Values.Count(s => s is "SUCCESS" or "UNKNOWN") == arrivals.Taken.Count, "everything is ingested");
            foreach (var program in programs)
            {
                if (!program.HasExited)
                    program.Terminate();
                var (code, _) = program.WaitForEnd();
                code.ShouldBeOneOf(0, 128 + 15); // Its runtime may not have been up yet when it was told to stop.
            }
        }
        finally
        {
            programs.ForEach(p => p.Dispose());
        }

        Check(site, arrivals);
    }

    private static void Check(EndpointSite site, Arrivals arrivals)
    {
        var stored = EndpointSite.Tree(site.Storage);
        stored.ShouldBe(arrivals.Taken.Keys, ignoreOrder: true);
        foreach (var (path, text) in arrivals.Taken)
            File.ReadAllText(Path.Combine(site.Storage, path)).ShouldBe(text);
        var rows = site.Sql("SELECT id, relpath, filename, checksum, size_bytes FROM files");
        rows.Select(r => r[1] == "." ? r[2] : $"{r[1]}/{r[2]}").ShouldBe(stored, ignoreOrder: true);
        var sums = Sums(site.Storage, stored);
        rows.ShouldAllBe(r => sums[r[1] == "." ? r[2] : r[1] + "/" + r[2]] == r[3]);

        var attempts = Attempts(site).GroupBy(a => a, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var newest = Newest(site);
        foreach (var row in rows)
        {
            var path = Path.GetFullPath(Path.Combine(site.Storage, row[1], row[2]));
            var count = attempts.GetValueOrDefault(path);
            if (newest[row[0]] == "SUCCESS")
                count.ShouldBe(1, path);
            else
                count.ShouldBeLessThanOrEqualTo(1, path);
        }
    }

    private static Dictionary<string, string> Newest(EndpointSite site) => site.Sql("SELECT files_id, CAST(status AS TEXT) FROM gen2_file_events ORDER BY start_time")
        .GroupBy(r => r[0], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last()[1], StringComparer.Ordinal);

    private static List<string> Attempts(EndpointSite site) => [.. File.ReadAllLines(site["attempts"]).Select(Path.GetFullPath)];

    private static Dictionary<string, string> Sums(string folder, IEnumerable<string> paths)
    {
        var start = new ProcessStartInfo("b2sum", paths) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        return process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(l => l[130..], l => l[..128], StringComparer.Ordinal);
    }

    /// <summary>Files as they arrive.</summary>
    private sealed class Arrivals(EndpointSite site)
    {
        private int _number;

        /// <summary>Content of the files that are to be tracked, by path.</summary>
        public Dictionary<string, string> Taken { get; } = new(StringComparer.Ordinal);

        /// <summary>Files that have to stay where they are.</summary>
        public int Conflicts { get; private set; }

        /// <summary>Lets files arrive.</summary>
        /// <param name="count">How many new ones.</param>
        /// <param name="tracked">Paths that are tracked: some come again, and are deleted, some come with other content.</param>
        /// <param name="random">Chooses.</param>
        public void Add(int count, string[] tracked, Random random)
        {
            for (var i = 0; i < count; i++)
            {
                _number++;
                var path = string.Create(CultureInfo.InvariantCulture, $"night{_number % 3}/f{_number}.fits");
                Taken.Add(path, string.Create(CultureInfo.InvariantCulture, $"file {_number} {new string('x', random.Next(2000))}"));
                site.Arrive(path, Taken[path]);
                if (tracked.Length == 0 || random.Next(10) > 0)
                    continue;
                var known = tracked[random.Next(tracked.Length)];
                site.Arrive(string.Create(CultureInfo.InvariantCulture, $"again{_number}/{Path.GetFileName(known)}"), Taken[known]);
                site.Arrive(string.Create(CultureInfo.InvariantCulture, $"other{_number}/{Path.GetFileName(known)}"), $"other {_number}");
                Conflicts++;
            }
        }
    }
}
