using Catchment.Core.Plugins;

namespace Catchment.Files.Tests.Plugins;

public sealed class ExecIngestTests : IDisposable
{
    private readonly SitePrograms _site = new();

    [Fact]
    public void Each_item_is_one_argument_whatever_the_name_of_the_file_is()
    {
        var program = _site.Write("take", "exit 0");
        var make = Prepare($"command: [\"{program}\", -f, \"in={{path}};{{path}}\", \"$HOME `id` * {{x}}\"]\nversion: v 7");
        var plugin = make();
        plugin.Version.ShouldBe("v 7");
        string[] paths = ["/s/./a b.fits", "/s/$(touch x);'\"&|>.fits", "/s/-rf", "/s/{path}", "/s/été\u2028\U0001F600.fits", "/s/*?[a].fits", "/s/a\tb"];
        foreach (var path in paths)
            plugin.Execute(path, CancellationToken.None);
        _site.Calls().ShouldBe(paths.Select(p => $"-f|in={p};{p}|$HOME `id` * {{x}}"));
    }

    [Fact]
    public void Standard_input_is_empty()
    {
        Should.NotThrow(() => Prepare($"command: [\"{_site.Write("read", "test -z \"$(cat)\"")}\"]")().Execute("/s/a", CancellationToken.None));
    }

    [Theory]
    [InlineData("echo first >&2; echo ' the last ' >&2; echo; exit 3", "the last")]
    [InlineData("echo only output; exit 3", "exit status 3")]
    [InlineData("kill -9 $$", "exit status 137")]
    [InlineData("printf 'caf\\351 \\000 x' >&2; exit 1", "caf\ufffd \0 x")]
    public void A_refusal_is_recorded_with_its_last_line(string script, string message)
    {
        var plugin = Prepare($"command: [\"{_site.Write("no", script)}\"]")();
        Should.Throw<IngestFailureException>(() => plugin.Execute("/s/a", CancellationToken.None)).Message.ShouldBe(message);
    }

    [Fact]
    public void Output_without_end_is_read_and_not_kept()
    {
        var plugin = Prepare($"command: [\"{_site.Write("loud", "head -c 30000000 /dev/zero | tr '\\0' x >&2; head -c 30000000 /dev/zero; exit 1")}\"]")();
        Should.Throw<IngestFailureException>(() => plugin.Execute("/s/a", CancellationToken.None)).Message.Length.ShouldBe(4_000);
    }

    [Fact]
    public void At_the_time_limit_the_program_and_all_that_it_started_are_killed()
    {
        var program = _site.Write("slow", $"sleep 600 & echo $! > '{_site["child"]}'; echo halfway >&2; wait");
        foreach (var limit in new[] { 0.5, 5, 60 }) // However slowly it starts.
        {
            var plugin = Prepare(FormattableString.Invariant($"command: [\"{program}\"]\ntimeout: {limit}"))();
            var message = Should.Throw<IngestFailureException>(() => plugin.Execute("/s/a", CancellationToken.None)).Message;
            if (limit < 60 && !message.Contains("halfway", StringComparison.Ordinal))
                continue;
            message.ShouldBe(FormattableString.Invariant($"time-out: no end after {limit} s: halfway"));
            break;
        }

        IsGone("child");
    }

    [Fact]
    public async Task When_the_ingester_stops_the_program_and_all_that_it_started_are_killed()
    {
        var plugin = Prepare($"command: [\"{_site.Write("slow", $"(trap '' TERM; sleep 600) & echo $! > '{_site["child"]}'; echo x > '{_site["begun"]}'; wait")}\"]")();
        using var stop = new CancellationTokenSource();
        var run = Task.Run(() => plugin.Execute("/s/a", stop.Token));
        await Eventually.TrueAsync(() => File.Exists(_site["begun"]));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(run.InTimeAsync());
        IsGone("child");
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_program_that_is_asked_for_its_version()
    {
        var program = _site.Write("slow", "exit 0", version: $"echo x > '{_site["begun"]}'; sleep 600");
        using var stop = new CancellationTokenSource();
        var setup = Task.Run(() => SitePrograms.Prepare("Gen3Ingest", $"command: {program}\nbutler: {{root: r}}", stopping: stop.Token));
        await Eventually.TrueAsync(() => File.Exists(_site["begun"]));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(setup.InTimeAsync());
    }

    [Fact]
    public void What_holds_the_output_open_after_the_end_is_not_waited_for()
    {
        Prepare($"command: [\"{_site.Write("leave", $"sleep 600 & echo $! > '{_site["child"]}'")}\"]")().Execute("/s/a", CancellationToken.None);
        IsGone("child");
    }

    [Fact]
    public void What_is_wrong_is_told_at_the_start()
    {
        Refusal("null").ShouldContain("plugin.config.command: found nothing");
        Refusal("command: []").ShouldContain("plugin.config.command: found an empty list");
        Refusal("command: [7]").ShouldContain("quote what looks like a number");
        Refusal("command: [/nowhere/at/all]").ShouldContain("there is no program '/nowhere/at/all'");
        Refusal("command: [no-such-program-of-ours]").ShouldContain("there is no program 'no-such-program-of-ours'");
        Refusal($"command: [{_site.Write("x", "")}]\nshell: true").ShouldContain("plugin.config.shell");
        Refusal($"command: [{_site["x"]}]\ntimeout: -1").ShouldContain("plugin.config.timeout");
        Refusal("- a list").ShouldContain("plugin.config");
        File.WriteAllText(_site["plain"], "");
        Refusal($"command: [{_site["plain"]}]").ShouldContain("can be run");
    }

    public void Dispose() => _site.Dispose();

    private static Func<Core.Plugins.IIngestPlugin> Prepare(string yaml) => SitePrograms.Prepare("ExecIngest", yaml);

    private static string Refusal(string yaml) => SitePrograms.Refusal("ExecIngest", yaml);

    private void IsGone(string file)
    {
        var process = int.Parse(File.ReadAllText(_site[file]), System.Globalization.CultureInfo.InvariantCulture);
        Eventually.True(() => !File.Exists($"/proc/{process}/status") || File.ReadAllText($"/proc/{process}/status").Contains("State:\tZ", StringComparison.Ordinal));
    }
}
