namespace Catchment.Interop.Tests.Telemetry;

/// <summary>The live process as a process of its own: killed at random moments while devices write, and by its original's name.</summary>
[Collection(Alone.Name)]
public sealed class LiveProcessTests
{
    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public void After_kill_9_the_rows_are_those_of_an_undisturbed_run(string kind)
    {
        using var site = new LiveSite(kind);
        var random = new Random(kind.Length);
        var writers = new LiveWriters(site, random, "a", "b", "b_c");

        // A first run that ends well: from now on it is known how far each device was read.
        using (var live = site.Start())
        {
            writers.WriteAll();
            Eventually.True(() => site.Count() == writers.Complete, "the first entries are stored");
            live.Terminate().ShouldBe(0);
        }

        for (var round = 0; round < (Full ? 30 : 1); round++)
        {
            // It is killed while it reads what is written all the time, before, during and behind its life.
            var wanted = site.Count() + random.Next(1, 2000);
            using var live = site.Start();
            writers.Tear();
            writers.WriteUntil(() => site.Count() >= wanted);
            live.Kill();
            writers.Write();
        }

        EndWell(site, writers);
        var undisturbed = site.NewDatabase(kind);
        foreach (var command in new[] { "setup", "inventory", "backfill" })
            site.Do(command, undisturbed);
        LiveSite.Rows(site.Url).ShouldBe(LiveSite.Rows(undisturbed));
        LiveSite.Files(site.Url).ShouldBe(LiveSite.Files(undisturbed));
        writers.Torn.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_server_that_is_restarted_and_killed_under_load_loses_nothing()
    {
        using var server = PostgresServer.Start();
        using var site = new LiveSite("livehost", server.CreateDatabase("live"));
        var random = new Random(5);
        var writers = new LiveWriters(site, random, "a", "b", "c");
        using (var live = site.Start())
        {
            writers.WriteAll();
            Eventually.True(() => site.Count() == writers.Complete, "the first entries are stored");
            for (var round = 0; round < (Full ? 30 : 3); round++)
            {
                var wanted = site.Count() + random.Next(1, 1000);
                writers.WriteUntil(() => site.Count() >= wanted);
                if (round % 2 == 0)
                    server.Stop();
                else
                    server.Kill();
                for (var i = 0; i < 20; i++)
                    writers.Write();
                server.Start();
            }

            Eventually.True(() => site.Count() >= writers.Complete && site.HasFiles(), "all rows and files are stored");
            live.HasExited.ShouldBeFalse();
            live.Terminate().ShouldBe(0);
        }

        var undisturbed = server.CreateDatabase("undisturbed");
        foreach (var command in new[] { "setup", "inventory", "backfill" })
            site.Do(command, undisturbed);
        LiveSite.Rows(site.Url).ShouldBe(LiveSite.Rows(undisturbed));
        LiveSite.Files(site.Url).ShouldBe(LiveSite.Files(undisturbed));
    }

    [Fact]
    public void Two_machines_write_into_one_database()
    {
        var url = PostgresServer.Shared.CreateDatabase($"live_{Guid.NewGuid():N}");
        using var first = new LiveSite("exao1", url);
        using var second = new LiveSite("exao2", url);
        var random = new Random(7);
        var undisturbed = first.NewDatabase("postgresql");
        var writers = new[] { new LiveWriters(first, random, "a", "both"), new LiveWriters(second, random, "b", "both") }; // One device on both: the same keys at once.
        using (var one = first.Start())
        {
            using var other = second.Start();
            foreach (var writer in writers)
                writer.WriteAll();
            Eventually.True(() => first.Count() == 3, "the first entries are stored");
            Eventually.True(() => LiveSite.Of(url, "SELECT count(*) FROM catchment.telemetry_positions")[0] == "4", "both have begun");
            for (var i = 0; i < 200; i++)
                writers[random.Next(2)].Write();
            other.Kill();
            for (var i = 0; i < 200; i++)
                writers[random.Next(2)].Write();
            foreach (var command in new[] { "setup", "inventory", "backfill" })
            {
                first.Do(command, undisturbed);
                second.Do(command, undisturbed);
            }

            var expected = LiveSite.Rows(undisturbed).Count;
            using var again = second.Start();
            Eventually.True(() => first.Count() >= expected && first.HasFiles() && second.HasFiles(), "all rows and files are stored");
            again.Terminate().ShouldBe(0);
            one.Terminate().ShouldBe(0);
        }

        LiveSite.Rows(url).ShouldBe(LiveSite.Rows(undisturbed));
        LiveSite.Files(url).ShouldBe(LiveSite.Files(undisturbed));
        LiveSite.Of(url, "SELECT host, device FROM catchment.telemetry_positions ORDER BY host, device").ShouldBe(["exao1|a", "exao1|both", "exao2|b", "exao2|both"]);
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

    /// <summary>A last run that nobody kills stores all that there is, and ends.</summary>
    private static void EndWell(LiveSite site, LiveWriters writers)
    {
        using var live = site.Start();
        Eventually.True(() => site.Count() >= writers.Complete && site.HasFiles(), "all rows and files are stored");
        live.Terminate().ShouldBe(0);
    }
}
