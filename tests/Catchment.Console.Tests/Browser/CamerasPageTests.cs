using System.Threading.Channels;
using Catchment.Cameras.Catalog;
using Microsoft.Playwright;

namespace Catchment.WebConsole.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class CamerasPageTests(Chromium chromium)
{
    [Fact]
    public async Task A_new_frame_and_a_new_camera_appear_by_themselves()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node);
        ILocator tiles = tab.Page.Locator(".tile");
        await Assertions.Expect(tiles).ToHaveCountAsync(3);
        await tab.Page.WaitForSelectorAsync(".connection-on");

        FrameEntry frame = node.Store(Scene.Pump, Scene.Now.AddSeconds(30), Scene.Pictures[4]);
        await Assertions.Expect(tab.Page.Locator(".tile", new() { HasText = "PumpHouse" }).Locator("img")).ToHaveAttributeAsync("src", $"/api/v1/pictures/{frame.Time:yyyy-MM-dd}/PumpHouse-{frame.Time:yyyy-MM-ddTHH.mm.ss.ffffff}.jpg");
        node.Catalog.Add(new EventEntry(99, Scene.Pump, Scene.Now.AddSeconds(31), "Temp", "PumpHouse|Temp|43 F"));
        await Assertions.Expect(tab.Page.Locator(".tile-event", new() { HasText = "Temp, 43 F" })).ToBeVisibleAsync();
        node.Store(new Camera("Gate", "Gate", ""), Scene.Now.AddSeconds(32), Scene.Pictures[5]);
        await Assertions.Expect(tiles).ToHaveCountAsync(4);
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_fast_camera_on_a_slow_network_is_shown_by_few_requests()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        node.Store(Scene.Barn, Scene.Now.AddSeconds(-1), Scene.Pictures[0]);
        await using Tab tab = await Tab.OpenAsync(chromium, node);
        ILocator picture = tab.Page.Locator(".tile img");
        await Assertions.Expect(picture).ToBeVisibleAsync();
        await tab.Page.WaitForSelectorAsync(".connection-on");

        Channel<IRoute> held = Channel.CreateUnbounded<IRoute>();
        await tab.Page.RouteAsync("**/pictures/**", route => held.Writer.TryWrite(route));
        using var limit = new CancellationTokenSource(Patience.Limit);
        for (var round = 0; round < 2; round++)
        {
            FrameEntry first = node.Store(Scene.Barn, Scene.Now.AddSeconds(round * 60), Scene.Pictures[1]);
            IRoute route = await held.Reader.ReadAsync(limit.Token);
            route.Request.Url.ShouldEndWith(Source(first));

            // While the picture is on its way, newer frames are told.
            FrameEntry last = first;
            for (var i = 1; i <= 5; i++)
            {
                last = node.Store(Scene.Barn, Scene.Now.AddSeconds((round * 60) + i), Scene.Pictures[2]);
                await Assertions.Expect(tab.Page.Locator(".tile-foot > span").First).ToHaveAttributeAsync("title", $"{last.Time:yyyy-MM-ddTHH:mm:ss.ffffff}");
            }

            held.Reader.TryRead(out _).ShouldBeFalse();
            await route.ContinueAsync();
            await Assertions.Expect(picture).ToHaveAttributeAsync("src", Source(first));
            IRoute next = await held.Reader.ReadAsync(limit.Token);
            next.Request.Url.ShouldEndWith(Source(last));
            await next.ContinueAsync();
            await Assertions.Expect(picture).ToHaveAttributeAsync("src", Source(last));
        }

        tab.Faults.ShouldBeEmpty();

        static string Source(FrameEntry frame) => $"/api/v1/pictures/{frame.Time:yyyy-MM-dd}/Barn-Door-{frame.Time:yyyy-MM-ddTHH.mm.ss.ffffff}.jpg";
    }

    [Fact]
    public async Task Pictures_out_of_view_are_loaded_when_they_are_scrolled_to()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        const int Cameras = 100;
        for (var i = 0; i < Cameras; i++)
            node.Store(new Camera($"C{i:00}", $"C{i:00}", ""), Scene.Now, Scene.Pictures[0]);
        await using Tab tab = await Tab.OpenAsync(chromium, node);
        await Assertions.Expect(tab.Page.Locator(".tile")).ToHaveCountAsync(Cameras);
        await Assertions.Expect(tab.Page.Locator(".tile").First.Locator("img")).ToBeVisibleAsync();
        (await tab.Page.Locator(".tile img").CountAsync()).ShouldBeLessThan(Cameras / 2);

        await tab.Page.Locator(".tile").Last.ScrollIntoViewIfNeededAsync();

        await Assertions.Expect(tab.Page.Locator(".tile").Last.Locator("img")).ToBeVisibleAsync();
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_silent_camera_is_seen_to_be_silent_whatever_zone_the_browser_is_in()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        foreach (string zone in new[] { "Pacific/Kiritimati", "America/Los_Angeles" })
        {
            await using Tab tab = await Tab.OpenAsync(chromium, node, zone: zone);
            await Assertions.Expect(tab.Page.Locator(".tile-silent")).ToHaveCountAsync(1);
            await Assertions.Expect(tab.Page.Locator(".tile-silent")).ToContainTextAsync("silent for");
            await Assertions.Expect(tab.Page.Locator(".tile-silent")).ToContainTextAsync($"{Scene.Now.Date.AddDays(-1):yyyy-MM-dd} 20:00");
        }
    }

    [Fact]
    public async Task A_tile_leads_to_its_cameras_day_and_the_back_button_back()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node);

        await tab.Page.Locator(".tile", new() { HasText = "Barn" }).ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("20 of 20");
        tab.Page.Url.ShouldContain($"/frames?day={Scene.Now:yyyy-MM-dd}&camera=Barn-Door");
        await tab.Page.GoBackAsync();
        await Assertions.Expect(tab.Page.Locator(".tile")).ToHaveCountAsync(3);
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_without_cameras_says_how_to_send_the_first_frame()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        foreach (string page in new[] { "/", "/frames", "/events" })
        {
            await using Tab tab = await Tab.OpenAsync(chromium, node, page);
            await Assertions.Expect(tab.Page.Locator(".command")).ToHaveTextAsync("./catchment demo");
            await tab.PhotographAsync($"empty-{page.Length}");
            tab.Faults.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_node_that_went_away_is_seen_to_be_away()
    {
        ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node);
        await tab.Page.WaitForSelectorAsync(".connection-on");

        await node.StopAsync();

        await Assertions.Expect(tab.Page.Locator(".banner")).ToContainTextAsync("Not connected");
        await Assertions.Expect(tab.Page.Locator(".tile")).ToHaveCountAsync(3);
        await Assertions.Expect(tab.Page.Locator(".notice")).ToContainTextAsync("The node does not answer", new() { Timeout = 15_000 });
        await tab.PhotographAsync("away");
        await node.DisposeAsync();
    }

    [Fact]
    public async Task The_colours_can_be_chosen_and_are_kept()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        await using Tab tab = await Tab.OpenAsync(chromium, node);
        const string Ground = "getComputedStyle(document.documentElement).backgroundColor";
        await tab.Page.GetByLabel("Change to light").ClickAsync();
        await tab.Page.GetByLabel("Change to dark").ClickAsync();
        (await tab.Page.EvaluateAsync<string>(Ground)).ShouldBe("rgb(15, 22, 21)");

        await tab.Page.ReloadAsync();

        (await tab.Page.EvaluateAsync<string>(Ground)).ShouldBe("rgb(15, 22, 21)");
        await tab.Page.GetByLabel("Change to the system's").ClickAsync();
        (await tab.Page.EvaluateAsync<string>(Ground)).ShouldBe("rgb(243, 245, 245)");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_is_reached_by_the_keyboard_and_shows_where_it_is()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node);
        await Assertions.Expect(tab.Page.Locator(".tile")).ToHaveCountAsync(3);
        var seen = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            await tab.Page.Keyboard.PressAsync("Tab");
            seen.Add(await tab.Page.EvaluateAsync<string>(
                "(() => { const e = document.activeElement; const s = getComputedStyle(e); return (e.getAttribute('aria-label') ?? e.textContent).trim() + (s.outlineStyle === 'none' ? ' (unseen)' : ''); })()"));
        }

        seen[0].ShouldBe("Skip to the content");
        seen.ShouldContain("Services");
        seen.ShouldContain(s => s.StartsWith("Barn Door"));
        seen.ShouldAllBe(s => !s.EndsWith("(unseen)"));
    }
}
