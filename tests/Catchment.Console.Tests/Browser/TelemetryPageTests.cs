using Catchment.Core.Databases;
using Catchment.Telemetry.Query;
using Catchment.WebConsole.Tests.Telemetry;
using Microsoft.Playwright;

namespace Catchment.WebConsole.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class TelemetryPageTests(Chromium chromium)
{
    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task A_device_leads_to_its_keys_and_keys_to_a_chart()
    {
        using var world = new TelemetryWorld(DatabaseKind.Sqlite);
        await using ConsoleNode node = await StartAsync(world);
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/telemetry", zone: "America/Santiago");
        IPage page = tab.Page;
        await Assertions.Expect(page.Locator(".state")).ToContainTextAsync("No telemetry yet");

        // What comes is shown by itself.
        world.Add("fwscind", Now, """{"preset": 3, "name": "z"}""");
        world.Add("camsci1", Now.AddMinutes(-30), """{"tempCtrl": {"temp": -40.25}, "amps": [7, 8.5]}""");
        await Assertions.Expect(page.Locator(".device-row")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".device-row").First).ToContainTextAsync("30 min");
        await page.GetByLabel("Device", new() { Exact = true }).FillAsync("CAM");
        await Assertions.Expect(page.Locator(".device-row")).ToHaveCountAsync(1);
        await page.Locator(".device-row").ClickAsync();

        await Assertions.Expect(page.Locator(".key-row")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".key-row", new() { HasText = "tempCtrl.temp" })).ToContainTextAsync("-40.25");
        await Assertions.Expect(page.Locator(".key-row", new() { HasText = "amps" })).ToContainTextAsync("2 items");
        await page.GetByLabel("tempCtrl.temp", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Item of amps").FillAsync("1");
        await page.GetByLabel("amps", new() { Exact = true }).CheckAsync();
        await page.GetByText("Chart 2 keys").ClickAsync();

        await page.WaitForURLAsync("**/telemetry/chart?keys=camsci1/tempCtrl.temp,camsci1/amps%255B1%255D&last=1h");
        ILocator lines = page.Locator(".legend li");
        await Assertions.Expect(lines).ToHaveCountAsync(2);
        await Assertions.Expect(lines.Nth(0).Locator("b")).ToHaveTextAsync("-40.25");
        await Assertions.Expect(lines.Nth(1).Locator("b")).ToHaveTextAsync("8.5");

        // A key of another device, an axis by choice, and out again.
        await page.GetByLabel("Device").SelectOptionAsync("fwscind");
        await page.GetByLabel("Key", new() { Exact = true }).FillAsync("preset");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(lines.Nth(2).Locator("b")).ToHaveTextAsync("3");
        await page.GetByLabel("Axis of fwscind preset").SelectOptionAsync("2");
        await page.WaitForURLAsync("**fwscind/preset/2**");
        await page.GetByLabel("Take camsci1 amps[1] out").ClickAsync();
        await Assertions.Expect(lines).ToHaveCountAsync(2);

        // The address makes the same chart for somebody else.
        await using Tab other = await Tab.OpenAsync(chromium, node, new Uri(page.Url).PathAndQuery);
        await Assertions.Expect(other.Page.Locator(".legend li").Nth(1).Locator("b")).ToHaveTextAsync("3");
        await Assertions.Expect(other.Page.GetByLabel("Axis of fwscind preset")).ToHaveValueAsync("2");
        await other.Page.GotoAsync("/telemetry/chart");
        await Assertions.Expect(other.Page.Locator(".state")).ToContainTextAsync("Choose what to draw");
        await other.Page.GotoAsync("/telemetry/chart?keys=nobody/x");
        await Assertions.Expect(other.Page.Locator(".state")).ToContainTextAsync("There is no telemetry of this device");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_chart_is_zoomed_by_mouse_wheel_fingers_and_keys_and_asks_for_finer_buckets()
    {
        using var world = new TelemetryWorld(DatabaseKind.Sqlite);
        await using ConsoleNode node = await StartAsync(world);
        world.Fill("a", TelemetryWorld.Night, TimeSpan.FromSeconds(1), 7200);
        world.Observe(TelemetryWorld.Night.AddMinutes(20), TelemetryWorld.Night.AddMinutes(40), "HD 142527");
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/telemetry/chart?keys=a/n&from=2024-04-15T22:30:00&to=2024-04-16T00:30:00");
        IPage page = tab.Page;
        ILocator plot = page.Locator(".telemetry-plot");
        ILocator help = page.Locator("#plot-help");
        await Assertions.Expect(help).ToContainTextAsync("One point is 10s");
        await Assertions.Expect(page.Locator(".legend li b")).ToContainTextAsync("7190 to 7199");
        await Assertions.Expect(plot).ToHaveAttributeAsync("aria-label", "a n, 2024-04-15T22:30:00 to 2024-04-16T00:30:00 UTC");

        // The observation is a band behind the line: other than the ground beside it, where there is no line.
        await page.WaitForFunctionAsync("""
            () => {
                const canvas = document.querySelector('.telemetry-plot canvas');
                const [all, over] = [canvas.getBoundingClientRect(), document.querySelector('.u-over').getBoundingClientRect()];
                const copy = new OffscreenCanvas(canvas.width, 1).getContext('2d', { willReadFrequently: true });
                copy.drawImage(canvas, 0, -Math.round((over.top - all.top + 0.2 * over.height) * devicePixelRatio));
                const colour = part => copy.getImageData((over.left - all.left + part * over.width) * devicePixelRatio, 0, 1, 1).data.join();
                return colour(0.26) !== colour(0.61);
            }
            """);

        LocatorBoundingBoxResult over = (await page.Locator(".u-over").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(over.X + (over.Width / 4), over.Y + 50);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(over.X + (over.Width / 2), over.Y + 60);
        await page.Mouse.UpAsync();
        await Assertions.Expect(help).ToContainTextAsync("One point is 2s");
        View drawn = await ViewOfAsync(page);
        (drawn.From - TelemetryWorld.Night).TotalMinutes.ShouldBe(30, 1);
        drawn.Minutes.ShouldBe(30, 1);

        View wheeled = await ChangedAsync(page, () => page.Mouse.WheelAsync(0, -400));
        wheeled.Minutes.ShouldBeLessThan(drawn.Minutes * 0.8);

        await plot.FocusAsync();
        View keyed = await ChangedAsync(page, () => page.Keyboard.PressAsync("+"));
        keyed.Minutes.ShouldBe(wheeled.Minutes / 2, 0.1);
        View before = await ChangedAsync(page, () => page.Keyboard.PressAsync("ArrowRight"));
        before.From.ShouldBeGreaterThan(keyed.From);

        // Two fingers that come together show more.
        View wider = await ChangedAsync(page, () => plot.EvaluateAsync("""
            plot => {
                const box = plot.querySelector('.u-over').getBoundingClientRect();
                const tell = (type, pointerId, part) => plot.dispatchEvent(new PointerEvent(type, { pointerId, pointerType: 'touch', clientX: box.left + part * box.width, clientY: box.top + 40, bubbles: true }));
                tell('pointerdown', 1, 0.2);
                tell('pointerdown', 2, 0.8);
                tell('pointermove', 1, 0.35);
                tell('pointermove', 2, 0.65);
                tell('pointerup', 1, 0.35);
                tell('pointerup', 2, 0.65);
            }
            """));
        wider.Minutes.ShouldBe(before.Minutes * 2, 0.1);

        // An observation is a span to look at; the way back is the browser's.
        (await ChangedAsync(page, () => page.GetByLabel("Zoom out").ClickAsync())).Minutes.ShouldBe(before.Minutes * 4, 0.2);
        (await ChangedAsync(page, () => page.GoBackAsync())).ShouldBe(wider);
        await page.GetByLabel("From (UTC)").FillAsync("2024-04-15T22:00");
        await page.GetByLabel("From (UTC)").BlurAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "HD 142527" }).ClickAsync();
        await Assertions.Expect(plot).ToHaveAttributeAsync("aria-label", "a n, 2024-04-15T22:50:00 to 2024-04-15T23:10:00 UTC");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_live_chart_shows_what_comes_and_asks_for_the_newest_only()
    {
        using var world = new TelemetryWorld(DatabaseKind.Sqlite);
        await using ConsoleNode node = await StartAsync(world);
        world.Add("a", Now.AddMinutes(-3), """{"x": 17}""");
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/telemetry/chart?keys=a/x&last=5m");
        IPage page = tab.Page;
        ILocator value = page.Locator(".legend li b");
        await Assertions.Expect(value).ToHaveTextAsync("17");
        IRequest asked = await page.RunAndWaitForRequestAsync(() => Task.CompletedTask, r => r.Url.Contains("/telemetry/buckets?", StringComparison.Ordinal));
        DateTime from = TimeOf(asked.Url, "from");
        (Now - from).TotalMinutes.ShouldBeLessThan(4.5); // not all five minutes again
        world.Add("a", Now, """{"x": 4711}""");
        await Assertions.Expect(value).ToHaveTextAsync("4711");

        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Live" })).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Live" }).ClickAsync();
        await page.WaitForURLAsync("**from=**");
        await page.GetByRole(AriaRole.Button, new() { Name = "Live" }).ClickAsync();
        await page.WaitForURLAsync("**last=5m");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_database_that_goes_is_told_and_what_was_there_stays()
    {
        using var world = new TelemetryWorld(DatabaseKind.Sqlite);
        world.TakeAway();
        await using ConsoleNode node = await StartAsync(world);
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/telemetry");
        await Assertions.Expect(tab.Page.Locator(".state-failed")).ToContainTextAsync("xtelemdb setup");
        world.BringBack();
        await tab.Page.GetByText("Try again").ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".state")).ToContainTextAsync("No telemetry yet");
    }

    [Fact]
    public async Task A_node_without_telemetry_says_what_is_missing()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/telemetry");
        await Assertions.Expect(tab.Page.Locator(".state")).ToContainTextAsync("telemetry.database");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Link, new() { Name = "Telemetry" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_pages_of_telemetry_fit_in_light_and_dark_and_on_a_phone()
    {
        using var world = new TelemetryWorld(DatabaseKind.Sqlite);
        await using ConsoleNode node = await StartAsync(world);
        world.Scene();
        foreach ((string path, string name, string sign) in new[]
        {
            ("/telemetry", "telemetry", ".device-row"),
            ("/telemetry/device?name=camsci1", "telemetry-device", ".key-row"),
            ("/telemetry/chart?keys=camsci1/tempCtrl.temp,camsci1/tempCtrl.setpt,camsci1/emGain,fxngen/freq&from=2024-04-15T22:00:00&to=2024-04-16T04:00:00", "telemetry-chart", ".observations li"),
            ("/telemetry/inventory", "telemetry-inventory", ".replicas"),
        })
        {
            foreach ((string look, int width, int height, ColorScheme colours) in new[]
            {
                ("light", 1280, 900, ColorScheme.Light), ("dark", 1280, 900, ColorScheme.Dark), ("phone", Tab.PhoneWidth, 740, ColorScheme.Light),
            })
            {
                await using Tab tab = await Tab.OpenAsync(chromium, node, path, width, height, colours);
                await tab.Page.WaitForSelectorAsync(sign);
                await tab.Page.WaitForSelectorAsync(".connection-on");
                if (path.Contains("chart", StringComparison.Ordinal))
                    await Assertions.Expect(tab.Page.Locator(".legend li b").Last).Not.ToHaveTextAsync("–");
                (await tab.OverflowsAsync()).ShouldBeFalse($"{path} {look}");
                tab.Faults.ShouldBeEmpty();
                await tab.PhotographAsync($"{name}-{look}");
            }
        }
    }

    private static Task<ConsoleNode> StartAsync(TelemetryWorld world) => ConsoleNode.StartAsync(p => world.Into(p, TimeProvider.System));

    /// <summary>Does something and waits until it stands in the address.</summary>
    private static async Task<View> ChangedAsync(IPage page, Func<Task> act)
    {
        string before = await page.EvaluateAsync<string>("location.href");
        await act();
        await page.WaitForFunctionAsync("before => location.href !== before", before);
        return await ViewOfAsync(page);
    }

    private static async Task<View> ViewOfAsync(IPage page)
    {
        string address = await page.EvaluateAsync<string>("location.href");
        return new View(TimeOf(address, "from"), TimeOf(address, "to"));
    }

    private static DateTime TimeOf(string url, string name)
    {
        string text = Uri.UnescapeDataString(new Uri(url).Query.TrimStart('?').Split('&').Single(p => p.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..]);
        return TelemetryTime.TryRead(text, out DateTime time) ? time : throw new FormatException(text);
    }

    private sealed record View(DateTime From, DateTime To)
    {
        public double Minutes => (To - From).TotalMinutes;
    }
}
