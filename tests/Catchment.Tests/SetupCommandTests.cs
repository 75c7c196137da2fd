namespace Catchment.Tests;

public sealed class SetupCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_node_gets_a_configuration_folders_and_tables_once()
    {
        var first = Run("setup");

        first.Error.ShouldBeEmpty();
        first.ExitCode.ShouldBe(0);
        first.Output.Split('\n').ShouldContain("made catchment.yaml");
        foreach (var table in new[] { "files", "file_events", "telem", "file_origins" })
            first.Output.ShouldContain($"table {table}\n");
        foreach (var folder in new[] { "data/buffer", "data/storage", "data/telem" })
            Directory.Exists(_folder[folder]).ShouldBeTrue(folder);
        Run("config", "check").Output.ShouldContain("no errors, 0 warnings");
        Catchment.Tags.Demo.PollerDemo.MayWrite(_folder["data/poller.yaml"]).ShouldBeTrue("the demo's devices may be there");
        Run("files", "stats", "--json").Output.ShouldContain("\"files\":0");
        Run("telemetry", "devices").ExitCode.ShouldBe(0);

        var written = File.ReadAllText(_folder["catchment.yaml"]);
        Run("setup").Output.ShouldBe("everything is there already\n");
        File.ReadAllText(_folder["catchment.yaml"]).ShouldBe(written);
        Directory.GetFiles(_folder.FullPath, "*.tmp", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public void A_configuration_that_is_there_stays_and_its_tables_are_made()
    {
        const string Own = "telemetry: {database: {url: 'sqlite:///own.db'}, data_dirs: [.]}\n";
        File.WriteAllText(_folder["catchment.yaml"], Own);

        var result = Run("setup");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldStartWith("made table telem\n");
        File.ReadAllText(_folder["catchment.yaml"]).ShouldBe(Own);
        Directory.Exists(_folder["data"]).ShouldBeFalse();
        File.Exists(_folder["own.db"]).ShouldBeTrue();
    }

    [Fact]
    public void The_commands_of_xtelemdb_take_the_nodes_own_file()
    {
        Run("setup").ExitCode.ShouldBe(0);

        var setup = Run("xtelemdb", "setup", "-c", "catchment.yaml");

        setup.ExitCode.ShouldBe(0, setup.Error);
        setup.Error.ShouldContain("Success!");
        Run("xtelemdb", "inventory", "-c", "catchment.yaml").ExitCode.ShouldBe(0);
        Run("xtelemdb", "setup", "--dump-config", "-c", "catchment.yaml").Output.ShouldContain("sqlite:///");
    }

    [Theory]
    [InlineData("hub: {colour: blue}", "hub.colour")]
    [InlineData("files: {database: {engine: 'sqlite:///f.db'}}", "files.database.tablenames")]
    public void What_is_wrong_with_a_configuration_is_told_and_nothing_is_made(string text, string key)
    {
        File.WriteAllText(_folder["catchment.yaml"], text + "\n");

        var result = Run("setup");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(key);
        Directory.GetFileSystemEntries(_folder.FullPath).Length.ShouldBe(1);
    }

    [Fact]
    public void A_file_that_is_not_there_is_no_reason_to_make_one()
    {
        var result = Run("setup", "-c", "nowhere.yaml");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("nowhere.yaml");
        Directory.GetFileSystemEntries(_folder.FullPath).ShouldBeEmpty();
    }

    private CliResult Run(params string[] arguments) => Cli.Run(_folder.FullPath, arguments);
}
