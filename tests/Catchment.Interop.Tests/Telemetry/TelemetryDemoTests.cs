using System.Globalization;
using System.Text.Json;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary><c>catchment demo --only telemetry</c> beside the live process: what it says it has written are the rows that come.</summary>
public sealed class TelemetryDemoTests
{
    [Fact]
    public void What_the_devices_write_are_the_rows_that_come()
    {
        using var site = new LiveSite("sqlite");
        using var live = site.Start();
        site.Append("first_20240415223050000000000.bintel", LiveSite.Entries(1, 1_700_000_000));
        Eventually.True(() => site.Count() == 1, "it has looked"); // Of what there was before, it reads the newest file alone.
        using var demo = new ProgramProcess(site["."], ProgramProcess.Program, ["demo", "--only", "telemetry", "--rate", "900", "--for", "4 s", "--seed", "3", "--json", "-c", "catchment.yaml"]);
        Eventually.True(() => site.Count() > 100, "rows come while it writes");
        using var totals = JsonDocument.Parse(demo.Output);
        var (code, errors) = demo.WaitForEnd();
        code.ShouldBe(0, errors);
        var sent = totals.RootElement[0].GetProperty("sent").GetInt64();
        sent.ShouldBeGreaterThan(100);
        Eventually.True(() => site.Count() == sent + 1 && site.HasFiles(), "every entry is a row");
        live.Terminate().ShouldBe(0);

        LiveSite.Of(site.Url, "SELECT DISTINCT device FROM telem WHERE device <> 'first' ORDER BY device").ShouldBe(["demo_camsci", "demo_computer", "demo_environment", "demo_filter", "demo_tcs", "observers"]);
        LiveSite.Of(site.Url, "SELECT DISTINCT ec FROM telem WHERE device = 'demo_computer' ORDER BY ec").ShouldBe(["telem_coretemps", "telem_drivetemps", "telem_usage"]);
        long.Parse(LiveSite.Of(site.Url, "SELECT count(*) FROM telem WHERE device = 'observers' AND msg NOT LIKE '%\"obsName\"%'")[0], CultureInfo.InvariantCulture).ShouldBe(0);
        Directory.GetFiles(site.Telem).Length.ShouldBeGreaterThanOrEqualTo(6);
    }
}
