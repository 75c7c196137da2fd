using System.Globalization;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary>The live process as a process of its own: killed at random moments while devices write, and by its original's name.</summary>
[Collection(Alone.Name)]
public sealed class LiveProcessTests
{
    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public void After_kill_9_the_rows_are_those_of_a_backfill(string kind)
    {
        using var site = new LiveSite(kind);
        var random = new Random(kind.Length);
        uint second = 1_700_000_000;
        var complete = 0;
        string[] devices = ["a", "b", "b_c"];
        var files = new int[devices.Length];

        // A first run that ends well: from now on it is known how far each device was read.
        using (var live = site.Start())
        {
            for (var d = 0; d < devices.Length; d++)
                Write(d, 1);
            Eventually.True(() => site.Count() == complete, "the first entries are stored");
            live.Terminate().ShouldBe(0);
        }

        for (var round = 0; round < (Full ? 30 : 4); round++)
        {
            // It is killed while it reads what is written all the time, before, during and behind its life.
            var wanted = site.Count() + random.Next(1, 2000);
            using var live = site.Start();
            Eventually.True(
                () =>
                {
                    Write(random.Next(devices.Length), random.Next(1, 30));
                    return site.Count() >= wanted;
                },
                "rows are stored");
            live.Kill();
            Write(random.Next(devices.Length), random.Next(1, 30));
        }

        using (var live = site.Start())
        {
            Eventually.True(() => site.Count() >= complete, "all rows are stored");
            var bytes = Directory.GetFiles(site.Telem).Sum(f => new FileInfo(f).Length).ToString(CultureInfo.InvariantCulture);
            Eventually.True(() => LiveSite.Of(site.Url, "SELECT CAST(sum(size_bytes) AS bigint) FROM file_origins")[0] == bytes, "all files are recorded as they are");
            live.Terminate().ShouldBe(0);
        }

        var undisturbed = site.NewDatabase(kind);
        foreach (var command in new[] { "setup", "inventory", "backfill" })
            site.Do(command, undisturbed);
        foreach (var sql in new[] { "SELECT ts, device, ec FROM telem ORDER BY ts, device", "SELECT origin_path, size_bytes, modification_time FROM file_origins ORDER BY origin_path" })
            LiveSite.Of(site.Url, sql).ShouldBe(LiveSite.Of(undisturbed, sql));

        void Write(int device, int count)
        {
            if (random.Next(50) == 0)
                files[device]++;
            var name = $"{devices[device]}_20240415223050{files[device]:D9}.bintel";
            var bytes = LiveSite.Entries(count, ++second);
            var part = random.Next(bytes.Length);
            site.Append(name, bytes.AsSpan(0, part));
            site.Append(name, bytes.AsSpan(part));
            complete += count;
        }
    }

    [Fact]
    public void By_its_originals_name_it_reads_the_named_file_and_bears_the_name()
    {
        using var site = new LiveSite("postgresql");
        Directory.CreateDirectory(site["config"]);
        File.WriteAllText(site["config/proclist_TEST.txt"], "dev someProgram\n");
        File.WriteAllText(site["config/dbIngestTEST.conf"], $"database.url = \"{site.Url}\"\nproclist = \"{site["config/proclist_%s.txt"]}\"\ntelem_dir = \"{site.Telem}\"\ndata_dirs = [\"{site.Telem}\"]\n");
        CommandLine.Run(site["."], "links", "bin");
        site.Append("dev_20240415223050000000000.bintel", LiveSite.Entries(5, 1_700_000_000));
        site.Append("other_20240415223050000000000.bintel", LiveSite.Entries(5, 1_700_000_000));
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["MagAOX_PATH"] = site["."], ["MAGAOX_ROLE"] = "TEST" };
        using var live = new ProgramProcess(site["."], site["bin/dbIngest"], ["-n", "dbIngestTEST"], environment);
        Eventually.True(() => site.Count() == 5, "the rows of the listed device are stored");
        File.ReadAllText($"/proc/{live.Pid}/comm").Trim().ShouldBe("dbIngest");
        Directory.Exists(site["config/.catchment/telemetry-dbIngestTEST"]).ShouldBeTrue();
        live.Terminate().ShouldBe(0);
    }
}
