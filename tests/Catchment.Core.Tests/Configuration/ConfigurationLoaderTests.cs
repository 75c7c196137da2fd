using Catchment.Core.Configuration;

namespace Catchment.Core.Tests.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_file_everything_has_its_default()
    {
        var configuration = _folder.LoadNothing();
        configuration.Messages.ShouldBeEmpty();
        configuration.FilePath.ShouldBeNull();
        configuration.BaseFolder.ShouldBe(_folder.WorkingFolder);
        configuration.Section<SampleHubOptions>().QueueMax.ShouldBe(500);
        configuration.Section<NodeOptions>().DataDirectory.ShouldBe(Path.Combine(_folder.WorkingFolder, "data"));
        configuration.Section<NodeOptions>().Node.ShouldNotBeEmpty();
        configuration.IsSet("hub").ShouldBeFalse();
    }

    [Fact]
    public void Later_layers_override_earlier_ones_key_by_key()
    {
        var configuration = _folder.Load(
            "catchment.yaml",
            "hub: {queuemax: 1, patience: 2, max_images_write: 3}",
            words: ["hub.queuemax=21"],
            environment: new() { ["CATCHMENT__HUB__QUEUEMAX"] = "11", ["CATCHMENT__HUB__PATIENCE"] = "12" });
        configuration.Messages.ShouldBeEmpty();
        var hub = configuration.Section<SampleHubOptions>();
        (hub.QueueMax, hub.Patience, hub.MaxImagesWrite).ShouldBe((21, 12, 3));
        Origin(configuration, "hub.queuemax").ShouldBe("command line word 'hub.queuemax'");
        Origin(configuration, "hub.patience").ShouldBe("environment variable CATCHMENT__HUB__PATIENCE");
        Origin(configuration, "hub.max_images_write").ShouldBe("../catchment.yaml:1:51");
        Origin(configuration, "hub.print_settings").ShouldBe("default");
    }

    [Fact]
    public void Variables_may_be_written_in_any_case()
    {
        var configuration = _folder.LoadNothing(environment: new()
        {
            ["catchment__hub__QueueMax"] = "7",
            ["CATCHMENT__NODE"] = "data1",
            ["CATCHMENT_OTHER"] = "not ours",
            ["PATH"] = "/bin",
        });
        configuration.Messages.ShouldBeEmpty();
        configuration.Section<SampleHubOptions>().QueueMax.ShouldBe(7);
        configuration.Section<NodeOptions>().Node.ShouldBe("data1");
    }

    [Fact]
    public void A_variable_may_hold_a_list_or_a_mapping()
    {
        var configuration = _folder.Load("catchment.yaml", "everything: {search: {depth: 3}}", environment: new()
        {
            ["CATCHMENT__EVERYTHING__PORTS"] = "[1, 2]",
            ["CATCHMENT__EVERYTHING__SEARCH"] = "{method: at_once}",
            ["CATCHMENT__EVERYTHING__VIEWS__NODE1__VIEW"] = "north",
        });
        configuration.Messages.ShouldBeEmpty();
        var everything = configuration.Section<SampleEverythingOptions>();
        everything.Ports.ShouldBe([1, 2]);
        (everything.Search.Method, everything.Search.Depth).ShouldBe((SampleMode.AtOnce, 3));
        everything.Views["node1"].View.ShouldBe("north");
    }

    [Fact]
    public void A_variable_finds_a_free_key_of_the_file_in_any_case()
    {
        var configuration = _folder.Load("catchment.yaml", "everything: {views: {North1: {view: a}}}", environment: new()
        {
            ["CATCHMENT__EVERYTHING__VIEWS__NORTH1__PORT"] = "99",
        });
        var view = configuration.Section<SampleEverythingOptions>().Views.ShouldHaveSingleItem();
        (view.Key, view.Value.View, view.Value.Port).ShouldBe(("North1", "a", 99));
    }

    [Theory]
    [InlineData("a: b #c")]
    [InlineData("@x{")]
    [InlineData("0123")]
    [InlineData("yes")]
    [InlineData("%d=*&!")]
    public void Text_in_a_variable_is_taken_as_it_is(string text)
    {
        var configuration = _folder.LoadNothing(environment: new() { ["CATCHMENT__HUB__TOKEN"] = text });
        configuration.Messages.ShouldBeEmpty();
        configuration.Section<SampleHubOptions>().Token.ShouldBe(text);
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("", null)]
    [InlineData("'null'", "null")]
    [InlineData("\"a\\tb\"", "a\tb")]
    public void Text_in_a_variable_may_be_null_or_quoted(string text, string? expected)
    {
        var configuration = _folder.LoadNothing(environment: new() { ["CATCHMENT__HUB__TOKEN"] = text });
        configuration.Messages.ShouldBeEmpty();
        configuration.Section<SampleHubOptions>().Token.ShouldBe(expected);
    }

    [Fact]
    public void Absent_and_null_can_be_told_apart()
    {
        var absent = _folder.Load("catchment.yaml", "web: {}");
        absent.IsSet("web").ShouldBeTrue();
        absent.IsSet("web.listen").ShouldBeFalse();
        absent.Section<WebOptions>().Listen.ShouldBe(["http://127.0.0.1:8088"]);
        var none = _folder.Load("catchment.yaml", "web: {listen: null}");
        none.IsSet("web.listen").ShouldBeTrue();
        none.Section<WebOptions>().Listen.ShouldBeNull();
    }

    [Fact]
    public void All_errors_of_all_sections_are_told_at_once_in_the_order_of_the_file()
    {
        var configuration = _folder.Load(
            "catchment.yaml",
            """
            hub:
              queuemax: many
              patiense: 5
            pump:
              control_port: 0
            webb: {}
            logging: 5
            everything: {wait: true, names: [a, 5], mode: never}
            """,
            words: ["hub.nothing=1", "hello"],
            environment: new() { ["CATCHMENT__HUBB__X"] = "1", ["CATCHMENT__HUB__PATIENCE"] = "long" });
        ConfigurationFolder.Texts(configuration).ShouldBe([
            "catchment.yaml:2:13: hub.queuemax: found \"many\", allowed: a whole number from 1 to 1000000",
            "catchment.yaml:3:3: hub.patiense: found an unknown key, allowed: data_directory, listen, max_images_write, patience, print_settings, queuemax, token (did you mean 'patience'?)",
            "catchment.yaml:5:3: pump.camwatcher: found nothing, allowed: text (required)",
            "catchment.yaml:5:3: pump.imagefolder: found nothing, allowed: a path (required)",
            "catchment.yaml:5:3: pump.datafolder: found nothing, allowed: a path (required)",
            "catchment.yaml:5:3: pump.facefile: found nothing, allowed: a path, or null (required)",
            "catchment.yaml:5:3: pump.logconfig: found nothing, allowed: anything, or null (required)",
            "catchment.yaml:5:17: pump.control_port: found the number 0, allowed: a whole number from 1 to 65535",
            "catchment.yaml:6:1: webb: found an unknown key, allowed: data_directory, database, everything, hub, logging, node, otlp, pump, web (did you mean 'web'?)",
            "catchment.yaml:7:10: logging: found the number 5, allowed: a mapping from keys to values",
            "catchment.yaml:8:20: everything.wait: found the truth value true, allowed: a number of seconds, or a duration such as 200 ms, 5 s, 2 min, 1 h or 1 d, 1 h or less",
            "catchment.yaml:8:37: everything.names[1]: found the number 5, allowed: text; quote it: \"5\"",
            "catchment.yaml:8:47: everything.mode: found \"never\", allowed: one of at_once, later, off",
            "environment variable CATCHMENT__HUBB__X: hubb: found an unknown key, allowed: data_directory, database, everything, hub, logging, node, otlp, pump, web (did you mean 'hub'?)",
            "environment variable CATCHMENT__HUB__PATIENCE: hub.patience: found \"long\", allowed: a number, 0 or more (minutes)",
            "command line word 'hello': found no equals sign, allowed: key=value, for example hub.queuemax=10",
            "command line word 'hub.nothing': hub.nothing: found an unknown key, allowed: data_directory, listen, max_images_write, patience, print_settings, queuemax, token",
        ]);
        configuration.HasErrors.ShouldBeTrue();
        configuration.Section<SampleHubOptions>().QueueMax.ShouldBe(500);
    }

    [Fact]
    public void A_date_without_quotes_is_refused_with_the_remedy() =>
        ConfigurationFolder.Texts(_folder.Load("catchment.yaml", "everything: {note: 2021-01-01}")).ShouldBe([
            "catchment.yaml:1:20: everything.note: found the date 2021-01-01, allowed: text; quote it: \"2021-01-01\"",
        ]);

    [Theory]
    [InlineData("a: [", "found a syntax error")]
    [InlineData("[1]", "found a list, allowed: a mapping from keys to values")]
    [InlineData("hello", "found \"hello\", allowed: a mapping from keys to values")]
    public void What_cannot_be_read_at_all_is_a_message(string text, string expected)
    {
        var configuration = _folder.Load("catchment.yaml", text);
        configuration.HasErrors.ShouldBeTrue();
        configuration.Messages.ShouldHaveSingleItem().Text.ShouldContain(expected);
        configuration.Root.ShouldBeNull();
    }

    [Theory]
    [InlineData("missing.yaml", "missing.yaml: found no such file, allowed: a readable YAML file")]
    [InlineData("a\0b", "a\\u0000b: found a name that no file can have, allowed: the path of a readable YAML file")]
    public void A_file_that_is_not_there_is_a_message(string path, string expected) =>
        ConfigurationLoader.Load(ConfigurationFolder.Catalogue, new ConfigurationRequest { FilePath = path, WorkingFolder = _folder.WorkingFolder })
            .Messages.ShouldHaveSingleItem().Text.ShouldBe(expected);

    [Fact]
    public void A_repeated_key_is_a_warning()
    {
        var configuration = _folder.Load("catchment.yaml", "hub:\n  queuemax: 1\n  queuemax: 2\n");
        configuration.HasErrors.ShouldBeFalse();
        configuration.Messages.ShouldHaveSingleItem().Severity.ShouldBe(MessageSeverity.Warning);
        configuration.Section<SampleHubOptions>().QueueMax.ShouldBe(2);
    }

    [Fact]
    public void Countless_findings_are_bounded_and_an_error_among_them_still_counts()
    {
        var keys = string.Concat(Enumerable.Range(0, 5000).Select(static index => $"  k{index}: 1\n"));
        var configuration = _folder.Load("imagehub.yaml", $"hub:\n{keys}  queuemax: many\n");
        configuration.Messages.Count.ShouldBe(1002);
        configuration.HasErrors.ShouldBeTrue();
        configuration.Messages[^1].Text.ShouldEndWith("found more than 1000 findings, allowed: fewer; mend those listed first");
    }

    [Fact]
    public void A_working_folder_must_be_absolute() =>
        Should.Throw<ArgumentException>(() => ConfigurationLoader.Load(
            ConfigurationFolder.Catalogue, new ConfigurationRequest { WorkingFolder = "here" }));

    [Fact]
    public void A_section_that_is_not_in_the_catalogue_is_a_mistake_of_the_program() =>
        Should.Throw<InvalidOperationException>(() => _folder.LoadNothing().Section<string>());

    private static string Origin(LoadedConfiguration configuration, string key) =>
        configuration.Effective().Single(setting => string.Equals(setting.Key, key, StringComparison.Ordinal)).Origin.ToString();
}
