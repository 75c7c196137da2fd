using Catchment.Core.Plugins;

namespace Catchment.Files.Tests.Plugins;

/// <summary>The commands of the site's Butlers get the options that they have for each key.</summary>
public sealed class ButlerIngestTests : IDisposable
{
    private readonly SitePrograms _site = new();

    [Fact]
    public void Gen2_in_short()
    {
        _site.Write("ingestImages.py", "exit 0");
        var plugin = InPath(() => SitePrograms.Prepare("Gen2Ingest", "butler: {root: /repo}"))();
        plugin.Version.ShouldBe("26.1");
        plugin.Execute("/s/./a [1]*?.fits", CancellationToken.None);
        _site.Calls().ShouldBe(["/repo|/s/./a [[]1][*][?].fits"]); // The command expands patterns.
    }

    [Fact]
    public void Gen2_with_every_key()
    {
        var program = _site.Write("ingest", "exit 0");
        var plugin = SitePrograms.Prepare(
            "Gen2Ingest",
            $"""
            command: ["{program}", --loglevel, debug]
            timeout: 60
            butler: {"{root: /repo}"}
            ingest: {"{task: lsst.pipe.tasks.ingest.IngestTask, mode: copy, create: true, dryrun: yes, ignoreIngested: on}"}
            """)();
        plugin.Version.ShouldBeNull(); // The script answers only when that is the first word.
        plugin.Execute("/s/a.fits", CancellationToken.None);
        _site.Calls()[^1].ShouldBe("--loglevel|debug|/repo|--mode|copy|--create|--dry-run|--ignore-ingested|/s/a.fits");
    }

    [Theory]
    [InlineData("butler: {root: /r}\ningest: {task: mine.Task}", "plugin.config.ingest.task")]
    [InlineData("butler: {root: /r}\ningest: {mode: hardlink}", "plugin.config.ingest.mode")]
    [InlineData("butler: {root: /r}\ningest: {clobber: true}", "plugin.config.ingest.clobber")]
    [InlineData("butler: {root: /r}\ningest: {create: 1}", "plugin.config.ingest.create")]
    [InlineData("butler: {root: /r, collection: c}", "plugin.config.butler.collection")]
    [InlineData("ingest: {}", "plugin.config.butler")]
    [InlineData("butler: {}", "plugin.config.butler.root")]
    [InlineData("butler: {root: /r}", "there is no program 'ingestImages.py'")]
    public void Gen2_refuses(string yaml, string part) => SitePrograms.Refusal("Gen2Ingest", yaml).ShouldContain(part);

    [Fact]
    public void Gen3_in_short()
    {
        _site.Write("butler", "exit 0");
        var plugin = InPath(() => SitePrograms.Prepare("Gen3Ingest", "butler: {root: /repo}\ningest: {}\nvisits: {}"))();
        plugin.Version.ShouldBe("26.1");
        plugin.Execute("/s/a.fits", CancellationToken.None);
        _site.Calls().ShouldBe(["ingest-raws|--transfer|direct|/repo|/s/a.fits"]);
    }

    [Fact]
    public void Gen3_with_every_key_and_visits()
    {
        var program = _site.Write("site-butler", "exit 0");
        var plugin = SitePrograms.Prepare(
            "Gen3Ingest",
            $$"""
            command: ["{{program}}", --log-level, INFO]
            butler: {root: /repo, collection: LATISS/raw/all}
            ingest:
              task: lsst.obs.lsst.Task
              transfer: hardlink
              config: {a.b: 1, on: true, off: false, no: null, text: x y}
              config_file: /etc/o.py
              output_run: other
              pool: null
              processes: 4
              file_filter: \.fz$
              group_files: true
              skip_existing_exposures: true
              update_exposure_records: false
              track_file_attrs: false
            visits:
              instrument: lsst.obs.lsst.Latiss
              task: lsst.obs.base.DefineVisitsTask
              config_file: /etc/v.py
              collections: [one, two]
              update_records: true
              processes: 2
            """)();
        plugin.Execute("/s/a.fits", CancellationToken.None);
        _site.Calls().TakeLast(2).ShouldBe(
        [
            "--log-level|INFO|ingest-raws|--transfer|hardlink|--output-run|LATISS/raw/all|--ingest-task|lsst.obs.lsst.Task|--config-file|/etc/o.py"
                + "|--config|a.b=1|--config|on=True|--config|off=False|--config|no=None|--config|text=x y"
                + "|--regex|\\.fz$|--skip-existing|--no-update-records|--no-track-file-attrs|/repo|/s/a.fits",
            "--log-level|INFO|define-visits|--config-file|/etc/v.py|--collections|LATISS/raw/all|--update-records|/repo|lsst.obs.lsst.Latiss",
        ]);
    }

    [Fact]
    public void Gen3_without_a_collection_takes_those_of_the_steps()
    {
        var program = _site.Write("butler3", "exit 0");
        SitePrograms.Prepare("Gen3Ingest", $"command: {program}\nbutler: {{root: r, collection: null}}\ningest: {{output_run: u/me}}\nvisits: {{instrument: I, collections: [a, b]}}")()
            .Execute("/s/a.fits", CancellationToken.None);
        _site.Calls().ShouldBe(["ingest-raws|--transfer|direct|--output-run|u/me|r|/s/a.fits", "define-visits|--collections|a,b|r|I"]);
    }

    [Fact]
    public void Both_steps_of_Gen3_have_to_succeed()
    {
        var program = _site.Write("butler4", "[ \"$1\" = ingest-raws ] && exit 0\nfor i in $(seq 1 30); do echo line $i >&2; done; exit 1");
        var plugin = SitePrograms.Prepare("Gen3Ingest", $"command: {program}\nbutler: {{root: r}}\nvisits: {{instrument: I}}")();
        Should.Throw<IngestFailureException>(() => plugin.Execute("/s/a", CancellationToken.None)).Message.ShouldBe(string.Join('\n', Enumerable.Range(11, 20).Select(i => $"line {i}")));
        var first = _site.Write("butler5", "echo the reason; exit 4");
        Should.Throw<IngestFailureException>(() => SitePrograms.Prepare("Gen3Ingest", $"command: {first}\nbutler: {{root: r}}\nvisits: {{instrument: I}}")().Execute("/s/a", CancellationToken.None))
            .Message.ShouldBe("the reason");
        _site.Calls().Count.ShouldBe(3);
    }

    [Fact]
    public void The_limit_is_for_both_steps()
    {
        var program = _site.Write("butler6", "[ \"$1\" = ingest-raws ] && exec sleep 0.4\nexec sleep 600");
        var plugin = SitePrograms.Prepare("Gen3Ingest", $"command: {program}\ntimeout: 0.6\nbutler: {{root: r}}\nvisits: {{instrument: I}}")();
        Should.Throw<IngestFailureException>(() => plugin.Execute("/s/a", CancellationToken.None)).Message.ShouldBe("time-out: no end after 0.6 s");
    }

    [Theory]
    [InlineData("butler: {root: /r}\ningest: {transfer: teleport}", "plugin.config.ingest.transfer")]
    [InlineData("butler: {root: /r}\ningest: {group_files: false}", "plugin.config.ingest.group_files")]
    [InlineData("butler: {root: /r}\ningest: {config: {a: '1,b=2'}}", "plugin.config.ingest.config.a")]
    [InlineData("butler: {root: /r}\ningest: {config: {a: [1]}}", "plugin.config.ingest.config.a")]
    [InlineData("butler: {root: /r}\ningest: {fail_fast: true}", "plugin.config.ingest.fail_fast")]
    [InlineData("butler: {root: /r}\nvisits: {collections: a}", "plugin.config.visits.instrument")]
    [InlineData("butler: {root: /r}\nvisits: {instrument: I, task: mine.Task}", "plugin.config.visits.task")]
    [InlineData("butler: {root: /r}\nvisits: {instrument: I, where: x}", "plugin.config.visits.where")]
    [InlineData("butler: {root: /r}\ncommand: [butler-that-is-not-there]", "there is no program 'butler-that-is-not-there'")]
    public void Gen3_refuses(string yaml, string part) => SitePrograms.Refusal("Gen3Ingest", yaml).ShouldContain(part);

    public void Dispose() => _site.Dispose();

    private T InPath<T>(Func<T> call)
    {
        var before = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", $"{_site["."]}:{before}");
        try
        {
            return call();
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", before);
        }
    }
}
