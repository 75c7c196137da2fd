using Catchment.Core.Configuration;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Files.Settings;
using Catchment.Files.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Tests.Settings;

public sealed class ComponentSettingsTests
{
    private const string Database = "database: {engine: 'sqlite:///a.db', tablenames: {file: {table: files}, event: {schema: s, table: events}, other: {table: o}}}\n";
    private const string Finder = "finder: {source: in, storage: /data, actions: {standard: Move, alternative: null}, search: {method: scan}}\n";
    private const string Ingester = "ingester: {plugin: {name: NullIngest, config: null}";
    private const string Backfill = "backfill: {storage: /data, sources: [a, /data/b*]}\n";

    private static readonly string[] Plugins = ["NullIngest", "Gen3Ingest"];

    [Fact]
    public void A_finder_file_is_recognised_and_its_paths_start_at_the_working_folder()
    {
        var loaded = Configured.Load(Database + Finder, "whatever.yaml");

        loaded.Original.ShouldBe(EndpointFiles.Finder);
        var settings = FinderSettings.Resolve(loaded.Section<FilesOptions>(), out _)!;
        (settings.Source, settings.Storage).ShouldBe(("/work-folder/in", "/data"));
        settings.Database.Url.FilePath.ShouldBe("/work-folder/a.db");
        settings.Database.Files.ShouldBe(new TableName(null, "files"));
        settings.Database.Events.ShouldBeNull();
        settings.Database.Others.ShouldBe([new TableName("s", "events"), new TableName(null, "o")]);
        (settings.StandardAction, settings.AlternativeAction).ShouldBe((FileAction.Move, FileAction.Noop));
        (settings.Pause, settings.Settle, settings.Delay).ShouldBe((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60)));
        settings.Workers.ShouldBe(Environment.ProcessorCount);
    }

    [Theory]
    [InlineData("database: {url: 'sqlite:///x.db'}\nlogging: {level: INFO}\n")]
    [InlineData("logging: {level: INFO}\n")]
    [InlineData("files: {}\nlogging: {level: INFO}\n")]
    public void A_file_without_a_component_is_ours(string text)
    {
        var loaded = Configured.Load(text, "my.yaml");

        loaded.Original.ShouldBeNull();
        loaded.HasErrors.ShouldBeFalse(string.Join('\n', loaded.Messages));
    }

    [Fact]
    public void The_section_stands_in_our_own_file_too_and_words_set_its_keys()
    {
        var text = "files:\n  " + (Database + Finder + Ingester + "}\n").Replace("\n", "\n  ", StringComparison.Ordinal).TrimEnd();
        var loaded = Configured.Load(text, "catchment.yaml", null, "files.finder.pause=0.25", "files.database.tablenames.file.table=elsewhere");

        loaded.HasErrors.ShouldBeFalse(string.Join('\n', loaded.Messages));
        var options = loaded.Section<FilesOptions>();
        var finder = FinderSettings.Resolve(options, out _)!;
        finder.Pause.ShouldBe(TimeSpan.FromSeconds(0.25));
        finder.Database.Files.Table.ShouldBe("elsewhere");
        IngesterSettings.Resolve(options, isOriginal: false, Plugins, out _)!.Also.ShouldBe([FileStatus.Rerun]);
    }

    [Theory]
    [InlineData("pause: 1.5", null)]
    [InlineData("search: {method: parse_rsync_logs, date: '2021-13-01'}", "files.finder.search.date")]
    [InlineData("search: {method: parse_rsync_logs, date: '2021-01-01', past_days: 3}", null)]
    [InlineData("search: {method: scan, exclude_list: ['(']}", "files.finder.search.exclude_list[0]")]
    [InlineData("actions: {standard: Delete, alternative: Move}", "files.finder.actions.standard")]
    [InlineData("actions: {standard: move, alternative: Move}", "files.finder.actions.standard")]
    [InlineData("actions: {standard: Move}", "files.finder.actions.alternative")]
    [InlineData("actions: {standard: Move, alternative: Move, third: nothing}", "files.finder.actions.third")]
    [InlineData("actions: {standard: Move, alternative: Move, third: Noop}", null)]
    public void A_finder_starts_or_says_which_key_is_wrong(string keys, string? wrong)
    {
        var text = $"{Database}finder: {{source: in, storage: /data, actions: {{standard: null, alternative: null}}, search: {{method: scan}}, {keys}}}\n";

        FinderSettings.Resolve(Bound(text, EndpointFiles.Finder), out var problems);

        problems.Select(problem => problem.Key).ShouldBe(wrong is null ? [] : [wrong]);
    }

    [Fact]
    public void A_date_without_quotes_is_told_to_be_quoted()
    {
        var loaded = Configured.Load(Database + Finder.Replace("method: scan", "method: scan, date: 2021-01-01", StringComparison.Ordinal));

        loaded.Messages.ShouldHaveSingleItem().Text.ShouldEndWith("found the date 2021-01-01, allowed: text; quote it: \"2021-01-01\"");
    }

    [Fact]
    public void An_unknown_method_and_unknown_keys()
    {
        Configured.Load(Database + Finder.Replace("scan", "look", StringComparison.Ordinal)).HasErrors.ShouldBeTrue();
        Configured.Load(Database + Finder + "colour: red\n").HasErrors.ShouldBeFalse();
        FinderSettings.Resolve(Bound(Finder, EndpointFiles.Finder), out var problems).ShouldBeNull();
        problems.Select(problem => problem.Key).ShouldBe(["files.database.engine", "files.database.tablenames.file"]);
    }

    [Theory]
    [InlineData("{schema: s, table: t}", "s.t", null)]
    [InlineData("{table: t}", "t", null)]
    [InlineData("{table: t, event: {table: e}}", "t", "e")]
    [InlineData("{file: {schema: null, table: t}, event: {table: e}}", "t", "e")]
    public void Tables_are_written_in_two_ways(string names, string files, string? events)
    {
        var text = $"database: {{engine: 'postgres://u:p@h/d', pool_class: NullPool, tablenames: {names}}}\n";

        FinderSettings.Resolve(Bound(text + Finder, EndpointFiles.Finder), out _)!.Database.Files.ToString().ShouldBe(files);
        var ingester = IngesterSettings.Resolve(Bound(text + Ingester + "}", EndpointFiles.Ingester), isOriginal: true, Plugins, out var problems);
        ingester?.Database.Events?.ToString().ShouldBe(events);
        ingester?.Database.Url.Kind.ShouldBe(DatabaseKind.PostgreSql);
        ingester?.Database.IsUnpooled.ShouldBeTrue();
        problems.Select(problem => problem.Key).ShouldBe(events is null ? ["files.database.tablenames.event"] : []);
    }

    [Theory]
    [InlineData("{file: {table: 5}}", "files.database.tablenames.file.table")]
    [InlineData("{file: t}", "files.database.tablenames.file")]
    [InlineData("{file: {table: t}, other: {}}", "files.database.tablenames.other.table")]
    [InlineData("{file: {table: t, schema: 7}}", "files.database.tablenames.file.schema")]
    [InlineData("{file: {table: ''}}", "files.database.tablenames.file.table")]
    public void A_table_that_cannot_be_one_is_told(string names, string wrong)
    {
        FinderSettings.Resolve(Bound($"database: {{engine: 'sqlite:///a', tablenames: {names}}}\n{Finder}", EndpointFiles.Finder), out var problems).ShouldBeNull();

        problems.Select(problem => problem.Key).ShouldBe([wrong]);
    }

    [Fact]
    public void An_ingester_without_storage_takes_the_finders_later()
    {
        var settings = IngesterSettings.Resolve(Bound(Database + Ingester + "}", EndpointFiles.Ingester), isOriginal: true, Plugins, out _)!;

        settings.Storage.ShouldBeNull();
        settings.PluginConfig.ShouldBeNull();
        settings.Also.ShouldBeEmpty();
        (settings.Status, settings.BatchSize, settings.Threads).ShouldBe((FileStatus.Untried, 10, 1));
        (settings.IsDaemon, settings.Recovers, settings.PausesBetweenBatches).ShouldBe((true, true, false));
    }

    [Theory]
    [InlineData("file_status: SUCCESS", "files.ingester.file_status")]
    [InlineData("file_status: rerun", "files.ingester.file_status")]
    [InlineData("file_status: RERUN, also: [FAILURE, RERUN]", null)]
    [InlineData("also: [SUCCESS]", "files.ingester.also[0]")]
    [InlineData("include_list: [a, '*']", "files.ingester.include_list[1]")]
    [InlineData("plugin: {name: Gen9, config: null}", "files.ingester.plugin.name")]
    [InlineData("daemon: false, recover: true, timeout: 5 min, num_threads: 4", null)]
    public void An_ingester_starts_or_says_which_key_is_wrong(string keys, string? wrong)
    {
        IngesterSettings.Resolve(Bound($"{Database}{Ingester}, {keys}}}", EndpointFiles.Ingester), isOriginal: true, Plugins, out var problems);

        problems.Select(problem => problem.Key).ShouldBe(wrong is null ? [] : [wrong]);
    }

    [Fact]
    public void The_user_guides_short_form_of_a_butler_is_made_whole()
    {
        var text = $"{Database}ingester: {{plugin: {{name: Gen3Ingest, config: {{root: /repo, ingest: {{}}}}}}}}";

        var config = (ConfigurationMapping)IngesterSettings.Resolve(Bound(text, EndpointFiles.Ingester), isOriginal: true, Plugins, out _)!.PluginConfig!;

        config.Entries.Select(entry => entry.Key).ShouldBe(["butler", "ingest"]);
        ((ConfigurationScalar)((ConfigurationMapping)config.Find("butler")!.Value).Find("root")!.Value).Text.ShouldBe("/repo");
    }

    [Fact]
    public void Backfill_refuses_a_source_that_leads_out_before_anything_is_done()
    {
        var settings = BackfillSettings.Resolve(Bound(Database + Backfill, EndpointFiles.Backfill), out _)!;

        settings.Sources.Select(source => (source.Text, source.WasAbsolute)).ShouldBe([("a", false), ("/data/b*", true)]);
        BackfillSettings.Resolve(Bound(Database + Backfill.Replace("a,", "a, ../b, /elsewhere,", StringComparison.Ordinal), EndpointFiles.Backfill), out var problems).ShouldBeNull();
        problems.Select(problem => problem.Key).ShouldBe(["files.backfill.sources[1]", "files.backfill.sources[2]"]);
    }

    [Theory]
    [InlineData("level: debug", LogLevel.Debug)]
    [InlineData("level: Critical", LogLevel.Critical)]
    [InlineData("level: loud", LogLevel.Warning)]
    public void A_level_is_a_word_in_any_case(string key, LogLevel level) => Log(key).Log!.Level.ShouldBe(level);

    [Theory]
    [InlineData("format: plain", "files.logging.format")]
    [InlineData("format: '%(message)'", "files.logging.format")]
    [InlineData("format: '%(nosuch)s'", null)]
    [InlineData("format: null", null)]
    [InlineData("rotate: never", null)]
    [InlineData("file: x, rotate: never", "files.logging.rotate")]
    [InlineData("file: x, rotate: size, when: bad", null)]
    [InlineData("file: x, rotate: time, when: bad", "files.logging.when")]
    [InlineData("file: x, rotate: time, when: w3", null)]
    public void A_log_is_set_up_or_its_wrong_key_told(string keys, string? wrong) =>
        Log(keys).Problems.Select(problem => problem.Key).ShouldBe(wrong is null ? [] : [wrong]);

    [Fact]
    public void A_log_file_lies_below_the_working_folder()
    {
        var log = Log("file: x.log, rotate: TIME, when: midnight, interval: 2, maxbytes: 7, backup_count: 3").Log!;

        log.ShouldBe(new FilesLogSettings
        {
            File = "/work-folder/x.log",
            Format = FilesLogOptions.UsualFormat,
            Level = LogLevel.Information,
            Rotation = LogRotationKind.Time,
            When = "MIDNIGHT",
            Interval = 2,
            MaxBytes = 7,
            Backups = 3,
        });
    }

    [Theory]
    [InlineData("S, interval: 5", "2024-05-01T07:32:17", ".2024-05-01_07-32-12")]
    [InlineData("M", "2024-05-01T07:33:12", ".2024-05-01_07-32")]
    [InlineData("H, interval: 2", "2024-05-01T09:32:12", ".2024-05-01_07")]
    [InlineData("D", "2024-05-02T07:32:12", ".2024-05-01")]
    [InlineData("midnight, interval: 3", "2024-05-02T00:00:00", ".2024-05-01")]
    [InlineData("W0", "2024-05-07T00:00:00", ".2024-04-30")]
    [InlineData("W6", "2024-05-06T00:00:00", ".2024-04-29")]
    public void A_file_is_set_aside_when_Python_does_it(string when, string due, string name)
    {
        var clock = Log($"file: x.log, rotate: TIME, when: {when}").Log!.ToPythonLogging().Rotation!;

        clock.After(new DateTime(2024, 5, 1, 7, 32, 12)).ToString("s").ShouldBe(due); // A Wednesday.
        clock.NameAt(DateTime.Parse(due)).ShouldBe(name);
    }

    [Fact]
    public void A_log_is_put_into_the_words_of_the_log()
    {
        var bySize = Log("file: x.log, rotate: size, maxbytes: 100, backup_count: 3, level: ERROR, format: null").Log!.ToPythonLogging();
        var never = Log("maxbytes: 100, backup_count: 3").Log!.ToPythonLogging();

        bySize.ShouldBe(new PythonLogging
        {
            File = "/work-folder/x.log",
            MaxBytes = 100,
            Backups = 3,
            Level = LogLevel.Error,
            Format = "%(message)s",
            Loggers = bySize.Loggers,
        });
        bySize.Loggers["finder.search"].ShouldBe("lsst.dbb.buffmngrs.endpoint.search");
        (never.File, never.MaxBytes, never.Backups, never.Rotation).ShouldBe((null, 0, 0, null));
    }

    private static (FilesLogSettings? Log, IReadOnlyList<(string Key, string Found, string Allowed)> Problems) Log(string keys)
    {
        var settings = FinderSettings.Resolve(Bound($"{Database}{Finder}logging: {{{keys}}}\n", EndpointFiles.Finder), out var problems);
        return (settings?.Log, problems);
    }

    private static FilesOptions Bound(string text, OriginalFile original)
    {
        var loaded = Configured.Load(text, "file.yaml", original);
        loaded.HasErrors.ShouldBeFalse(string.Join('\n', loaded.Messages));
        return loaded.Section<FilesOptions>();
    }
}
