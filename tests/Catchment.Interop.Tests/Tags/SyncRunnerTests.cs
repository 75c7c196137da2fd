using System.Text.Json;
using System.Text.RegularExpressions;

namespace Catchment.Interop.Tests.Tags;

/// <summary>The sync's program in the original's place: its options, lines and exit codes, and the original's store at the other end.</summary>
public sealed partial class SyncRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Serves_a_store_that_takes_one_request_on_a_connection()
    {
        using var polling = PythonPeer.Start("Tags/polling_service.py");
        using var store = PythonPeer.Start("Tags/original_store.py", _folder["s.sock"]);
        var url = $"http://127.0.0.1:{polling.ReadLine()}/deploy/api/io/polled-values";
        store.Expect("listening");
        Show(polling, 1.5);
        using var sync = new ProgramProcess(_folder.FullPath, ProgramProcess.Program, ["sync_runner", "--socket-path", _folder["s.sock"], "--interval", "0.05", "--polling-url", url]);
        Next(store).ShouldBe(("PLC_1:t1", 1.5));
        Next(store).ShouldBe(("user", 7));
        Show(polling, 2.5);
        Next(store).ShouldBe(("PLC_1:t1", 2.5));
        sync.Interrupt().ShouldBe(0);
        var output = sync.Output;
        output.ShouldContain($"Socket path:    {_folder["s.sock"]}");
        Line().IsMatch(output).ShouldBeTrue(output);
    }

    [Fact]
    public void Nothing_that_waits_is_lost_when_it_is_killed()
    {
        using var polling = PythonPeer.Start("Tags/polling_service.py");
        var url = $"http://127.0.0.1:{polling.ReadLine()}/deploy/api/io/polled-values";
        string[] arguments = ["sync_runner", "--socket-path", _folder["s.sock"], "--interval", "0.02", "--polling-url", url, "--buffer", _folder["waiting"]];
        var random = new Random(5);
        var value = 0;
        for (var round = 0; round < 3; round++)
        {
            using var sync = new ProgramProcess(_folder.FullPath, ProgramProcess.Program, arguments);
            for (var i = random.Next(3, 6); i > 0; i--)
            {
                var before = Buffered();
                Show(polling, ++value);
                Eventually.True(() => Buffered() > before, "the value was not kept");
            }

            sync.Kill();
        }

        using var store = PythonPeer.Start("Tags/original_store.py", _folder["s.sock"]);
        store.Expect("listening");
        using var last = new ProgramProcess(_folder.FullPath, ProgramProcess.Program, arguments);
        var seen = new List<double>();
        while (seen.LastOrDefault() < value)
        {
            if (Next(store) is ("PLC_1:t1", var number))
                seen.Add(number);
        }

        seen.Distinct().ShouldBe(Enumerable.Range(1, value).Select(n => (double)n));
        last.Terminate().ShouldBe(0);
    }

    [Fact]
    public async Task A_wrong_option_is_told_on_standard_error_with_the_usage()
    {
        using var process = CommandLine.Start(_folder.FullPath, "sync_runner", "--intervall", "1");
        var errors = process.StandardError.ReadToEndAsync();
        (await process.StandardOutput.ReadToEndAsync()).ShouldBeEmpty();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(2);
        (await errors).ShouldContain("--stats-interval");
    }

    [Fact]
    public void Runs_in_the_background_as_with_the_shell_scripts_of_the_original()
    {
        using var polling = PythonPeer.Start("Tags/polling_service.py");
        var url = $"http://127.0.0.1:{polling.ReadLine()}/deploy/api/io/polled-values";
        CommandLine.Run(_folder.FullPath, "sync", "start", "--socket-path", _folder["s.sock"], "--polling-url", url).ShouldContain("runs as process");
        using var status = JsonDocument.Parse(CommandLine.Run(_folder.FullPath, "sync", "status", "--json"));
        status.RootElement.GetProperty("running").GetBoolean().ShouldBeTrue();
        File.ReadAllText(_folder["logs/dataservice-sync.log"]).ShouldContain("sync: running");
        CommandLine.Run(_folder.FullPath, "sync", "stop").ShouldContain("has stopped");
        using var again = CommandLine.Start(_folder.FullPath, "sync", "stop");
        again.WaitForExit();
        again.ExitCode.ShouldBe(1);
    }

    private static void Show(PythonPeer polling, double value)
    {
        const string Document = """{"PLC_1":{"t1":{"value":NUMBER,"status":"ok"}},"USER_TAGS":{"u":{"value":7,"status":"good","tag_name":"user"}}}""";
        polling.WriteLine(Document.Replace("NUMBER", value.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        polling.Expect("shown");
    }

    private static (string Key, double Value) Next(PythonPeer store)
    {
        using var line = JsonDocument.Parse(store.ReadLine());
        line.RootElement[2].EnumerateArray().Select(m => m.GetString()).ShouldBe(["action", "key", "value"]);
        return (line.RootElement[0].GetString()!, line.RootElement[1].GetDouble());
    }

    private long Buffered() => Directory.GetFiles(_folder.FullPath, "waiting.0*").Sum(f => new FileInfo(f).Length);

    [GeneratedRegex(@"^\d\d:\d\d:\d\d \| INFO     \| dataservice\.sync \| running", RegexOptions.Multiline, 1000)]
    private static partial Regex Line();
}
