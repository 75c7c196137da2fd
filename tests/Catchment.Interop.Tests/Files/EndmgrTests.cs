using System.Text.RegularExpressions;

namespace Catchment.Interop.Tests.Files;

/// <summary>The endpoint manager's quickstart, word by word, and its exit codes.</summary>
public sealed partial class EndmgrTests
{
    private const string Ingester = "ingester:\n  plugin:\n    name: NullIngest\n    config: null\n";

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public void The_quickstart_works_as_it_is_written(string kind)
    {
        using var site = new EndpointSite(kind);
        site.WriteFinder("");
        site.Write("ingester.yaml", Ingester);
        site.SetUp();
        site.Arrive("a.fits", "one");
        site.Arrive("night/b.fits", "two");

        using (var finder = site.Start("finder", "finder.yaml"))
        using (var ingester = site.Start("ingester", "ingester.yaml"))
        {
            File.ReadAllText($"/proc/{finder.Pid}/comm").Trim().ShouldBe("endmgr");
            Eventually.True(() => Count(site, "SUCCESS") == 2, "both files are ingested");
            site.Arrive("again.fits", "one");
            site.Arrive("night/a.fits", "one");
            Eventually.True(() => !File.Exists(Path.Combine(site.Buffer, "night", "a.fits")), "a duplicate is deleted");
            finder.Terminate().ShouldBe(0);
            ingester.Terminate().ShouldBe(0);
        }

        site.Sql("SELECT relpath, filename, size_bytes FROM files ORDER BY filename").ShouldBe([[".", "a.fits", "3"], ["night", "b.fits", "3"]]);
        File.Exists(Path.Combine(site.Buffer, "again.fits")).ShouldBeTrue("the same content with another name stays where it is");
        EndpointSite.Tree(site.Storage).ShouldBe(["a.fits", "night/b.fits"], ignoreOrder: true);

        site.Write("rerun.yaml", Ingester + "  daemon: false\n  file_status: RERUN\n\n\n");
        site.Run("ingester", "start", "rerun.yaml").ExitCode.ShouldBe(0);
        Count(site, "SUCCESS").ShouldBe(2);
        site.Sql("INSERT INTO gen2_file_events (start_time, status, files_id) VALUES (CURRENT_TIMESTAMP, 'RERUN', (SELECT id FROM files WHERE filename = 'a.fits'))");
        for (var run = 0; run < 2; run++)
            site.Run("ingester", "start", "rerun.yaml").ExitCode.ShouldBe(0);
        Count(site, "SUCCESS").ShouldBe(3);

        Directory.CreateDirectory(Path.Combine(site.Storage, "2020-12-31"));
        File.WriteAllText(Path.Combine(site.Storage, "2020-12-31", "old.fits"), "old");
        site.Write("backfill.yaml", "backfill:\n  storage: STORAGE\n  sources:\n    - \"2020-12-31\"\n");
        for (var run = 0; run < 2; run++)
            site.Run("backfill", "start", "backfill.yaml").ExitCode.ShouldBe(0);
        Count(site, "BACKFILL").ShouldBe(1);
    }

    [Fact]
    public void Help_is_printed_at_each_level_and_wrong_usage_is_told_on_standard_error()
    {
        using var site = new EndpointSite("sqlite");
        foreach (var words in new string[][] { [], ["--help"], ["finder"], ["finder", "--help"], ["ingester", "start", "--help"], ["backfill", "validate", "--help"] })
        {
            using var process = new ProgramProcess(site.Conf, site.Link, words);
            process.Output.ShouldContain("Usage:");
            process.WaitForEnd().ExitCode.ShouldBe(0);
        }

        foreach (var words in new string[][] { ["nothing"], ["finder", "stop"], ["finder", "start"], ["finder", "start", "missing.yaml"], ["finder", "start", "--dumb", "."], ["finder", "validate"] })
        {
            using var process = new ProgramProcess(site.Conf, site.Link, words);
            process.Output.ShouldBeEmpty();
            var (code, errors) = process.WaitForEnd();
            code.ShouldBe(2, string.Join(' ', words));
            errors.ShouldContain("Usage:");
        }
    }

    [Fact]
    public void What_cannot_start_is_told_in_one_line_with_status_1()
    {
        using var site = new EndpointSite("sqlite");
        site.WriteFinder();
        site.Write("ingester.yaml", Ingester);
        Fails("finder", "start", "--no-dump", "finder.yaml").ShouldContain("catchment files setup");
        Fails("ingester", "start", "--no-dump", "ingester.yaml").ShouldContain("catchment files setup");
        File.Exists(site["files.db"]).ShouldBeFalse("no empty file is left");
        Fails("finder", "start", ".").ShouldContain("cannot be read");
        File.WriteAllText(Path.Combine(site.Conf, "empty.yaml"), "");
        Fails("finder", "start", "empty.yaml");
        site.SetUp();
        site.WriteFinder("  nothing: 1\n  settle: 0\n");
        Directory.Delete(site.Buffer);
        Fails("finder", "start", "--no-dump", "finder.yaml").ShouldContain($"finder.source: there is no folder '{site.Buffer}'");
        Fails("ingester", "validate", "finder.yaml").ShouldContain("ingester");
        Fails("backfill", "start", site.Write("backfill.yaml", "backfill:\n  storage: STORAGE\n  sources: [2020-12-31]\n")).ShouldContain("quote");
        site.Write("ingester.yaml", "ingester:\n  storage: STORAGE\n  plugin: {name: ExecIngest, config: {command: [no-such-program]}}\n");
        Fails("ingester", "start", "--no-dump", "ingester.yaml").ShouldContain("no-such-program");

        string Fails(params string[] words)
        {
            var (code, errors) = site.Run(words[0], words[1], words[2..]);
            code.ShouldBe(1, errors);
            errors.ShouldNotContain("   at ", Case.Sensitive, errors);
            return errors;
        }
    }

    [Fact]
    public void The_configuration_stands_first_in_the_log_without_its_password()
    {
        using var site = new EndpointSite("postgresql", "postgres://tester:geheim@127.0.0.1:1/test");
        site.WriteFinder("  pause: 0x10\nlogging: {level: INFO, format: null}\n");
        var (code, errors) = site.Run("finder", "start", "finder.yaml");
        code.ShouldBe(1);
        errors.ShouldStartWith("database:\n  engine: ");
        errors.ShouldContain("tester:***@127.0.0.1");
        errors.ShouldNotContain("geheim");
        errors.ShouldContain("  search:\n    method: scan\n  source: ");
        errors.ShouldContain("error: ");

        site.WriteFinder($"logging: {{file: {site["finder.log"]}}}\n");
        site.Run("finder", "start", "finder.yaml").Errors.ShouldStartWith("error: ");
        File.ReadAllText(site["finder.log"]).ShouldContain("lsst.dbb.buffmngrs.endpoint.finder.commands:INFO:");
        site.WriteFinder("logging: {level: WARNING}\n");
        site.Run("finder", "start", "finder.yaml").Errors.ShouldStartWith("error: ");
    }

    [Fact]
    public void An_interrupt_is_one_word_and_status_1()
    {
        using var site = new EndpointSite("sqlite");
        site.WriteFinder();
        site.SetUp("finder.yaml");

        // Started in a shell's background, the tests ignore SIGINT, and what they start would inherit that.
        using var finder = new ProgramProcess(site.Conf, "/usr/bin/env", ["--default-signal=INT", site.Link, "finder", "start", "finder.yaml"]);
        finder.WaitForLog(RunningLine());
        finder.Interrupt().ShouldBe(1);
        finder.WaitForEnd().Errors.ShouldEndWith("Interrupted");
    }

    [Theory]
    [InlineData("finder")]
    [InlineData("backfill")]
    public void An_interrupt_in_the_first_moments_of_a_start_ends_it_too(string component)
    {
        using var site = new EndpointSite("sqlite");
        site.WriteFinder();
        site.Write("backfill.yaml", SlowBackfill);
        site.SetUp("finder.yaml");
        FillForSlowBackfill(site);
        using var process = new ProgramProcess(site.Conf, "/usr/bin/env", ["--default-signal=INT", site.Link, component, "start", component + ".yaml"]);
        process.WaitForLog(FirstLine()); // Of the configuration, before anything has begun.
        process.Interrupt().ShouldBe(1);
    }

    [Fact]
    public void A_backfill_that_is_terminated_ends_as_one_that_was_killed_by_the_signal()
    {
        using var site = new EndpointSite("sqlite");
        site.Write("backfill.yaml", SlowBackfill);
        site.SetUp("backfill.yaml");
        FillForSlowBackfill(site);
        using var process = site.Start("backfill", "backfill.yaml");
        process.WaitForLog(SourceLine());
        process.Terminate().ShouldBe(128 + 15);
    }

    [Fact]
    public void The_level_of_the_file_services_holds_on_standard_error_too()
    {
        using var site = new EndpointSite("sqlite");
        site.WriteFinder();
        site.SetUp("finder.yaml");
        var lines = File.ReadAllLines(Path.Combine(site.Conf, "finder.yaml")).Append("logging: {level: debug}");
        File.WriteAllText(Path.Combine(site.Conf, "catchment.yaml"), "files:\n" + string.Concat(lines.Select(l => $"  {l}\n")));
        site.Arrive("a.fits", "one");
        using var finder = new ProgramProcess(site.Conf, ProgramProcess.Program, ["run", "finder", "-c", "catchment.yaml"]);
        finder.WaitForLog(TrackedLine());
        finder.Terminate().ShouldBe(0);
    }

    // A second for each file, before it is found to be no match.
    private const string SlowBackfill = "backfill: {storage: STORAGE, sources: ['*'], search: {exclude_list: ['^((a+)b?)*$']}}\n";

    private static void FillForSlowBackfill(EndpointSite site)
    {
        Directory.CreateDirectory(Path.Combine(site.Storage, "night"));
        for (var i = 0; i < 200; i++)
            File.WriteAllText(Path.Combine(site.Storage, "night", new string('a', 60) + "." + i), $"{i}");
    }

    private static int Count(EndpointSite site, string status) => site.Sql($"SELECT files_id FROM gen2_file_events WHERE CAST(status AS TEXT) = '{status}'").Count;

    [GeneratedRegex("a.fits: tracked as file 1", RegexOptions.NonBacktracking)]
    private static partial Regex TrackedLine();

    [GeneratedRegex("database:", RegexOptions.NonBacktracking)]
    private static partial Regex FirstLine();

    [GeneratedRegex("backfill.backfill:INFO:source", RegexOptions.NonBacktracking)]
    private static partial Regex SourceLine();

    [GeneratedRegex("finder.finder:INFO:running", RegexOptions.NonBacktracking)]
    private static partial Regex RunningLine();
}
