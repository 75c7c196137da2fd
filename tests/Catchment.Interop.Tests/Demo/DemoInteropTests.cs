using System.Diagnostics;
using System.Runtime.InteropServices;
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
