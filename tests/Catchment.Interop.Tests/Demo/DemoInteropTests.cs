using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Catchment.Interop.Tests.Hub;

namespace Catchment.Interop.Tests.Demo;

/// <summary><c>catchment demo</c> against the program as a user starts it.</summary>
public sealed partial class DemoInteropTests : IDisposable
{
    private const int SigTerm = 15;

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Everything_that_is_sent_is_in_the_hubs_files_and_log()
    {
        using var hub = HubProcess.Start(_root["data"]);
        using var demo = Start("demo", "--only", "cameras", "--rate", "400", "--for", "2 s", "--json", "hub.listen=" + hub.Endpoint);

        var (code, output) = await FinishAsync(demo);

        code.ShouldBe(0);
        using var totals = JsonDocument.Parse(output);
        var cameras = totals.RootElement[0];
        cameras.GetProperty("refused").GetInt64().ShouldBe(0);
        var sent = cameras.GetProperty("sent").GetInt64();
        sent.ShouldBeGreaterThan(50);
        ((long)await hub.MetricAsync("catchment_hub_received_total")).ShouldBe(sent);
        var heartbeats = sent - hub.Frames().Count - hub.Events().Count; // the only messages that leave nothing behind
        heartbeats.ShouldBeInRange(0, sent / 10);
        foreach (var camera in new[] { "Driveway-Mailbox-", "Barn-Yard-", "Barn-Meter-", "Dome-North-" })
            hub.Frames().ShouldContain(f => Path.GetFileName(f).StartsWith(camera, StringComparison.Ordinal));
        hub.Events().ShouldContain(e => e.StartsWith("Barn|Restart|barn-pi|RPi|", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signal_ends_it_with_its_totals_and_no_request_unanswered()
    {
        using var hub = HubProcess.Start(_root["data"]);
        using var demo = Start("demo", "--only", "cameras", "--rate", "max", "hub.listen=" + hub.Endpoint);
        Eventually.True(() => hub.Frames().Count > 20, "frames are stored");

        SendSignal(demo.Id, SigTerm).ShouldBe(0);
        var (code, output) = await FinishAsync(demo);

        code.ShouldBe(0);
        var totals = output.TrimEnd().Split('\n')[^1];
        totals.ShouldMatch(@"^cameras: \d+ sent, [0-9.]+ a second, 0 refused, [0-9.]+ MB in [0-9.]+ s$");
        ((long)await hub.MetricAsync("catchment_hub_received_total")).ShouldBe(long.Parse(totals.Split(' ')[1]));
    }

    [Fact]
    public async Task The_journal_has_every_item_with_the_bytes_that_are_stored()
    {
        using var hub = HubProcess.Start(_root["data"]);
        using var demo = Start("demo", "--only", "cameras", "--rate", "200", "--for", "1 s", "--json", "--journal", _root["sent.jsonl"], "hub.listen=" + hub.Endpoint);

        var (code, output) = await FinishAsync(demo);

        code.ShouldBe(0);
        var items = File.ReadAllLines(_root["sent.jsonl"]).Select(static line => JsonDocument.Parse(line).RootElement).ToArray();
        using var totals = JsonDocument.Parse(output);
        items.Length.ShouldBe(totals.RootElement[0].GetProperty("sent").GetInt32());
        items.ShouldAllBe(static i => i.GetProperty("source").GetString() == "cameras" && i.GetProperty("answer").GetString() == "OK" && i.GetProperty("attempts").GetInt32() == 1 && i.GetProperty("ms").GetDouble() > 0);
        var hashes = items.Select(static i => i.GetProperty("bytes").GetString()).Where(static b => b is not null).ToArray();
        hashes.ShouldBe(hub.Frames().Select(static f => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f)))), ignoreOrder: true);
        hashes.ShouldBeUnique();
        items.Select(static i => i.GetProperty("item").GetString()!).ShouldContain(static i => i.StartsWith("Barn|Restart|", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--host 0.0.0.0", "--host: '0.0.0.0' is no address of this machine that the node could connect to")]
    [InlineData("--host field", "--host: 'field' is no address")]
    [InlineData("--journal none/sent.jsonl", "error: --journal: Could not find a part of the path")]
    public async Task What_cannot_be_is_told(string words, string told)
    {
        using var demo = Start(["demo", .. words.Split(' ')]);

        var errors = await demo.StandardError.ReadToEndAsync().InTimeAsync();
        await demo.WaitForExitAsync().InTimeAsync();

        demo.ExitCode.ShouldBe(2);
        errors.ShouldContain(told);
    }

    private Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(HubProcess.Program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _root.FullPath })!;

    private static async Task<(int Code, string Output)> FinishAsync(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().InTimeAsync();
        await process.WaitForExitAsync().InTimeAsync();
        (await error).ShouldBeEmpty();
        return (process.ExitCode, output);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
