using Microsoft.Playwright;

namespace Catchment.WebConsole.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class ServicesPageTests(Chromium chromium)
{
    [Fact]
    public async Task A_service_shows_what_it_misses_as_soon_as_it_does()
    {
        var degrade = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ConsoleNode node = await ConsoleNode.StartAsync(null, null, QuietService.Define("hub", async context =>
        {
            await degrade.Task;
            context.Degrade("disk", "9.8 GB free on /data; below 10 GB");
        }));
        node.Metrics.ForService("hub").Received(4711);
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/services");
        ILocator hub = tab.Page.GetByLabel("Service hub", new() { Exact = true });
        await Assertions.Expect(hub).ToContainTextAsync("running");
        await Assertions.Expect(hub).ToContainTextAsync("4,711");

        degrade.SetResult();

        await Assertions.Expect(hub).ToContainTextAsync("degraded");
        await Assertions.Expect(hub).ToContainTextAsync("9.8 GB free on /data; below 10 GB");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_service_that_crashed_shows_its_error_and_restarts()
    {
        var crashed = 0;
        await using ConsoleNode node = await ConsoleNode.StartAsync(null, null, QuietService.Define("pump", _ =>
            Interlocked.Increment(ref crashed) == 1 ? throw new IOException("The disk at /data is gone.") : Task.CompletedTask));
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/services");
        ILocator pump = tab.Page.GetByLabel("Service pump");

        await Assertions.Expect(pump).ToContainTextAsync("1 restart");
        await Assertions.Expect(pump).ToContainTextAsync("The disk at /data is gone.");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_disks_outlook_is_shown_when_it_is_known()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => p with
        {
            Disk = () => new ConsoleDisk(10_000_000_000, 500_000_000_000, 31_000_000_000, Scene.Now.AddHours(8), "Retention is off."),
        });
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/services");
        ILocator disk = tab.Page.GetByLabel("Disk", new() { Exact = true });
        await Assertions.Expect(disk).ToContainTextAsync("10 GB free, 98 % used");
        await Assertions.Expect(disk).ToContainTextAsync("in 7 h");
        await Assertions.Expect(disk).ToContainTextAsync("Retention is off.");
        await Assertions.Expect(disk.Locator(".meter-alarm")).ToHaveCountAsync(1);
        tab.Faults.ShouldBeEmpty();
    }
}
