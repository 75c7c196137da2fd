using System.Text.Json;

namespace Catchment.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Points_to_be_recorded_want_a_telemetry()
    {
        const string Record = "gateway: { store: { record: { \"PLC_1:*\": { deadband: 0.5 } } } }\n";
        File.WriteAllText(_folder["catchment.yaml"], Record);

        var result = Run("config", "check");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("catchment.yaml:1:");
        result.Error.ShouldContain("gateway.store.record");
        result.Error.ShouldContain("a section telemetry");
        File.WriteAllText(_folder["catchment.yaml"], Record + "telemetry: { data_dirs: [.] }\n");
        Run("config", "check").ExitCode.ShouldBe(0);
    }

    [Fact]
    public void What_a_file_lacks_is_told_with_its_name()
    {
        File.WriteAllText(_folder["datapump.yaml"], "control_port: 5556\ncamwatcher: tcp://127.0.0.1:5566\nimagefolder: .\ndatafolder: .\nfacefile: faces.csv\n");

        Run("config", "check", "--config", "datapump.yaml").Error.ShouldContain("datapump.yaml: pump.logconfig: ");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("up", "--help")]
    [InlineData("run", "hub", "--help")]
    [InlineData("imagehub", "--help")]
    public void Help_is_there_and_names_the_program_as_it_is_called(params string[] arguments)
    {
        var result = Run(arguments);

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldContain("Usage:");
        result.Output.ShouldContain("catchment");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("run", "nonsense")]
    [InlineData("run", "hub", "nonsense")]
    [InlineData("up", "--nonsense")]
    public void Wrong_usage_ends_with_2_and_says_what_is_wrong(params string[] arguments)
    {
        var result = Run(arguments);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("nonsense");
    }

    [Fact]
    public void Every_error_of_a_configuration_is_told_at_once_with_its_place()
    {
        File.WriteAllText(_folder["catchment.yaml"], """
            hub:
              queuemax: many
              quemax: 5
              listen: nowhere:port
              free_space_low: 2 GiB
              free_space_high: 1 GiB
            web: { listen: "http://nowhere" }
            """);

        var result = Run("config", "check", "hub.patience=-1");

        result.ExitCode.ShouldBe(2);
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(6);
        lines.ShouldContain(l => l.Contains("catchment.yaml:2:13: hub.queuemax: found \"many\", allowed: a whole number", StringComparison.Ordinal));
        lines.ShouldContain(l => l.Contains("hub.quemax", StringComparison.Ordinal) && l.Contains("queuemax", StringComparison.Ordinal));
        lines.ShouldContain(l => l.Contains("catchment.yaml:4:", StringComparison.Ordinal) && l.Contains("nowhere:port", StringComparison.Ordinal));
        lines.ShouldContain(l => l.Contains("hub.free_space_high", StringComparison.Ordinal) && l.Contains("at least free_space_low", StringComparison.Ordinal));
        lines.ShouldContain(l => l.Contains("web.listen", StringComparison.Ordinal));
        lines.ShouldContain(l => l.Contains("command line word 'hub.patience'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("web.listen=127.0.0.1:8089")]
    [InlineData("web.listen=http://[::1]:8089")]
    [InlineData("hub.listen=127.0.0.1:5556")]
    [InlineData("hub.listen=tcp://*:5556")]
    public void The_scheme_of_an_endpoint_is_optional(string word) =>
        Run("config", "check", word).ExitCode.ShouldBe(0);

    [Theory]
    [InlineData("web.listen=https://127.0.0.1:8089")]
    [InlineData("hub.listen=[]")]
    public void An_endpoint_that_cannot_be_listened_on_is_refused_with_its_key(string word)
    {
        var result = Run("config", "check", word);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain($"command line word '{word.Split('=')[0]}'");
    }

    [Fact]
    public void Running_with_a_wrong_configuration_ends_with_2_and_the_original_alias_with_1()
    {
        File.WriteAllText(_folder["imagehub.yaml"], "hub:\n  queuemax: many\n");

        Run("run", "hub", "-c", "imagehub.yaml").ExitCode.ShouldBe(2);
        Run("imagehub", "-p", _folder.FullPath).ExitCode.ShouldBe(1);
        Run("imagehub", "-p", _folder["nowhere"]).Error.ShouldContain("nowhere/imagehub.yaml");
    }

    [Fact]
    public void An_imagehub_file_without_its_section_is_refused()
    {
        File.WriteAllText(_folder["imagehub.yaml"], "other: 1\n");

        var result = Run("config", "check", "-c", "imagehub.yaml");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("hub");
    }

    [Fact]
    public void A_data_directory_whose_disk_is_not_mounted_is_refused_by_name()
    {
        File.WriteAllText(_folder["imagehub.yaml"], "hub:\n  data_directory: /mnt/not/there/data\n");

        var result = Run("run", "hub", "-c", "imagehub.yaml", "hub.listen=tcp://127.0.0.1:0");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("/mnt/not/there is not there");
    }

    [Fact]
    public void Show_tells_every_value_and_where_it_comes_from()
    {
        File.WriteAllText(_folder["catchment.yaml"], "hub:\n  patience: 60\n");

        var result = Run("config", "show", "hub.queuemax=7");

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldMatch(@"patience: 60 # .*catchment\.yaml:2");
        result.Output.ShouldContain("queuemax: 7 # command line");
        result.Output.ShouldContain("durability: written # default");
    }

    [Theory]
    [InlineData]
    [InlineData("imagehub.yaml")]
    public void The_schema_is_json(params string[] original)
    {
        var result = Run(["config", "schema", .. original]);

        result.ExitCode.ShouldBe(0);
        using var schema = JsonDocument.Parse(result.Output);
        schema.RootElement.GetProperty("properties").TryGetProperty("hub", out _).ShouldBeTrue();
    }

    [Fact]
    public void Status_of_nothing_says_so_and_ends_with_1()
    {
        var result = Run("status");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("Not running");
        Run("status", "--json").Output.Trim().ShouldBe("[]");
    }

    [Fact]
    public void Links_make_the_program_bear_the_originals_name()
    {
        Run("links", "bin").ExitCode.ShouldBe(0);
        Run("links", "bin").ExitCode.ShouldBe(0, "a second time is no error");

        var help = Cli.Start(_folder["bin/imagehub"], _folder.FullPath, "--help");

        help.ExitCode.ShouldBe(0);
        help.Output.ShouldContain("imagehub.yaml");
        help.Output.ShouldContain("--path");
    }

    private CliResult Run(params string[] arguments) => Cli.Run(_folder.FullPath, arguments);
}
