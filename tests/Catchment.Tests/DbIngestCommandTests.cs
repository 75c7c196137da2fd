namespace Catchment.Tests;

public sealed class DbIngestCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Words_go_before_files_and_the_dump_shows_what_is_in_force()
    {
        File.WriteAllText(_folder["one.conf"], "database.host = 'aoc'\nsleep_interval_sec = 2.5\n");
        var result = Cli.Run(_folder.FullPath, "dbIngest", "-c", "one.conf", "-v", "-a", "--dump-config", "telem_dir=/data/telem");
        result.ExitCode.ShouldBe(0, result.Error);
        foreach (var line in new[] { "host = \"aoc\"", "sleep_interval_sec = 2.5", "telem_dir = \"/data/telem\"", "proclist = \"/opt/MagAOX/config/proclist_%s.txt\"" })
            result.Output.Split('\n').ShouldContain(line);
    }

    [Theory]
    [InlineData(2, "-n", "../x")]
    [InlineData(1, "-n", "no-such-process")]
    [InlineData(1, "-c", "no-such-file")]
    [InlineData(1, "nothing=1")]
    [InlineData(1, "telem_dir=")]
    public void What_is_wrong_is_told_in_a_status(int status, params string[] words) => Cli.Run(_folder.FullPath, ["dbIngest", .. words]).ExitCode.ShouldBe(status);

    [Fact]
    public void A_missing_process_list_ends_it()
    {
        Cli.Run(_folder.FullPath, "xtelemdb", "setup", "database.url=sqlite:///x.db").ExitCode.ShouldBe(0);
        File.WriteAllText(_folder["x.conf"], "proclist = \"lists/proclist_%s.txt\"\ndatabase.url = \"sqlite:///x.db\"\n");
        var result = Cli.Run(_folder.FullPath, "dbIngest", "-c", "x.conf");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("lists/proclist_.txt");
    }

    [Fact]
    public void Missing_tables_end_it_with_how_to_make_them()
    {
        File.WriteAllText(_folder["proclist_.txt"], "camsci1 picamCtrl\n");
        File.WriteAllText(_folder["x.conf"], "proclist = \"proclist_%s.txt\"\ndatabase.url = \"sqlite:///x.db\"\n");
        var result = Cli.Run(_folder.FullPath, "dbIngest", "-c", "x.conf");
        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("xtelemdb setup");
    }
}
