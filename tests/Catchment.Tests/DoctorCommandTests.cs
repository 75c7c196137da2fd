using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Catchment.Tests;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_port_that_another_program_has_is_told_with_the_program()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var endpoint = (IPEndPoint)other.LocalEndpoint;
        Configure($"hub:\n  listen: tcp://{endpoint}\n");

        var found = PortProblem("hub.listen");

        found.Text.ShouldContain($"hub.listen {endpoint} is in use by the process {Environment.ProcessId}:");
        found.Advice.ShouldContain("hub.listen");
    }

    [Fact]
    public void A_port_that_is_open_on_all_addresses_is_taken_on_each()
    {
        using var other = new TcpListener(IPAddress.Any, 0);
        other.Start();
        Configure($"hub:\n  listen: tcp://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}\n");

        PortProblem("hub.listen").Text.ShouldContain($"the process {Environment.ProcessId}:");
    }

    [Fact]
    public void Two_services_on_one_port_are_told()
    {
        Configure("hub:\n  listen: tcp://127.0.0.1:1\nweb:\n  listen: [\"http://127.0.0.1:1\"]\n");

        PortProblem("web.listen").Text.ShouldContain("web.listen 127.0.0.1:1 is what hub.listen says too");
    }

    [Fact]
    public void A_folder_and_a_file_that_are_missing_are_told()
    {
        File.WriteAllText(_folder["file"], "");
        Configure(
            $$"""
            data_directory: {{_folder["file"]}}/data
            files:
              database:
                engine: sqlite:///{{_folder["files.db"]}}
                tablenames:
                  file: {table: files}
                  event: {table: file_events}
              finder:
                source: {{_folder["nowhere"]}}
                storage: {{_folder.FullPath}}
                actions: {standard: Move, alternative: Delete}
                search: {method: scan}
            """);

        Findings("folders", "problem").ShouldContain(finding => finding.Text.Contains($"hub: {_folder["file"]}/data/imagehub_data is not there and cannot be made", StringComparison.Ordinal));
        Findings("folders", "problem").ShouldContain(finding => finding.Text.Contains($"there is no folder {_folder["nowhere"]}", StringComparison.Ordinal));
        Findings("databases", "problem").ShouldContain(finding => finding.Text.Contains($"there is no file {_folder["files.db"]}", StringComparison.Ordinal) && finding.Advice.Contains("catchment files setup", StringComparison.Ordinal));
    }

    [Fact]
    public void A_database_without_its_tables_and_one_that_is_away_are_told_with_what_to_do()
    {
        Configure($"telemetry:\n  telem_dir: {_folder.FullPath}\n  database: {{url: 'postgresql://nobody@127.0.0.1:1/xtelem'}}\n");
        var away = Findings("databases", "problem").ShouldHaveSingleItem();
        away.Text.ShouldContain("127.0.0.1:1");
        away.Advice.ShouldContain("postgresql");

        File.WriteAllBytes(_folder["xtelem.db"], []);
        Configure($"telemetry:\n  telem_dir: {_folder.FullPath}\n  database: {{url: 'sqlite:///{_folder["xtelem.db"]}'}}\n");
        var empty = Findings("databases", "problem").ShouldHaveSingleItem();
        empty.Text.ShouldContain("has no table file_origins, file_replicas, file_ingest_times, telem");
        empty.Advice.ShouldContain("xtelemdb setup");
    }

    [Fact]
    public void A_named_peer_that_is_away_is_a_warning_and_one_by_default_a_note()
    {
        Configure("gateway:\n  mqtt: {host: 127.0.0.1, port: 1}\n  polling: {base_url: ''}\n");
        Findings("peers", "warning").ShouldHaveSingleItem().Text.ShouldContain("the MQTT broker at 127.0.0.1:1 cannot be reached");

        Configure("gateway:\n  mqtt: {port: 1}\n  polling: {base_url: ''}\n");
        Findings("peers", "warning").ShouldBeEmpty();
        Findings("peers", "note").ShouldHaveSingleItem().Text.ShouldContain("the MQTT broker");
    }

    [Fact]
    public void A_configuration_that_is_wrong_is_a_problem_and_nothing_else_is_looked_at()
    {
        Configure("hub:\n  patience: much\n");

        var (exitCode, report) = Run();

        exitCode.ShouldBe(2);
        report.GetProperty("findings").EnumerateArray().ShouldHaveSingleItem().GetProperty("text").GetString()!.ShouldContain("hub.patience");
    }

    [Fact]
    public void What_is_as_it_should_be_can_be_left_out()
    {
        Configure("hub:\n  listen: tcp://127.0.0.1:0\n");

        var all = Cli.Run(_folder.FullPath, "doctor").Output;
        var quiet = Cli.Run(_folder.FullPath, "doctor", "--quiet").Output;

        all.ShouldContain("  ok      configuration: ");
        quiet.ShouldNotContain("  ok      ");
        quiet.ShouldContain("Nothing of this configuration runs");
        quiet.ShouldContain(" problems, ");
    }

    [Fact]
    public void It_changes_nothing()
    {
        Configure("hub:\n  listen: tcp://127.0.0.1:0\n");

        Run();

        Directory.EnumerateFileSystemEntries(_folder.FullPath).Select(Path.GetFileName).ShouldBe(["catchment.yaml"]);
    }

    private void Configure(string yaml) => File.WriteAllText(_folder["catchment.yaml"], yaml);

    /// <summary>What is wrong with a port; others of the defaults may be in use by other nodes of this machine.</summary>
    private (string Text, string Advice) PortProblem(string key) => Findings("ports", "problem").Where(finding => finding.Text.StartsWith(key, StringComparison.Ordinal)).ShouldHaveSingleItem();

    private List<(string Text, string Advice)> Findings(string area, string level) =>
        [.. Run().Report.GetProperty("findings").EnumerateArray()
            .Where(finding => finding.GetProperty("area").GetString() == area && finding.GetProperty("level").GetString() == level)
            .Select(static finding => (finding.GetProperty("text").GetString()!, finding.GetProperty("advice").GetString() ?? ""))];

    private (int ExitCode, JsonElement Report) Run()
    {
        var result = Cli.Run(_folder.FullPath, "doctor", "--json");
        result.Error.ShouldBeEmpty();
        var report = JsonDocument.Parse(result.Output).RootElement;
        result.ExitCode.ShouldBe(report.GetProperty("worst").GetString() switch { "problem" => 2, "warning" => 1, _ => 0 });
        return (result.ExitCode, report);
    }
}
