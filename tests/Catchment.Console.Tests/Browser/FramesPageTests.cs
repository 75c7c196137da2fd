using System.Text;
using Catchment.Cameras.Catalog;
using Microsoft.Playwright;

namespace Catchment.WebConsole.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class FramesPageTests(Chromium chromium)
{
    private static readonly string Yesterday = $"{Scene.Now.Date.AddDays(-1):yyyy-MM-dd}";

    [Fact]
    public async Task The_keyboard_steps_through_a_day_and_the_address_names_the_frame()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node, $"/frames?day={Yesterday}");
        ILocator number = tab.Page.Locator(".frame-number");
        await Assertions.Expect(number).ToHaveTextAsync("121 of 121");

        await tab.Page.Keyboard.PressAsync("Home");
        await Assertions.Expect(number).ToHaveTextAsync("1 of 121");
        await Assertions.Expect(tab.Page.Locator(".frame-time b")).ToHaveTextAsync("07:00:00");
        await tab.Page.Keyboard.PressAsync("ArrowRight");
        await tab.Page.Keyboard.PressAsync("ArrowRight");
        await tab.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(number).ToHaveTextAsync("2 of 121");
        await Assertions.Expect(tab.Page.Locator(".thumb-selected")).ToContainTextAsync("07:03:00");
        await tab.Page.WaitForURLAsync(url => url.Contains("at=07:03:00.000001", StringComparison.Ordinal));

        await tab.Page.ReloadAsync();
        await Assertions.Expect(number).ToHaveTextAsync("2 of 121");
        await tab.Page.Keyboard.PressAsync("End");
        await Assertions.Expect(number).ToHaveTextAsync("121 of 121");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Space_plays_and_pauses()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node, $"/frames?day={Yesterday}&at=07:00:00.000000");
        ILocator number = tab.Page.Locator(".frame-number");
        await Assertions.Expect(number).ToHaveTextAsync("1 of 121");

        await tab.Page.Keyboard.PressAsync(" ");
        await Assertions.Expect(number).Not.ToHaveTextAsync("1 of 121");
        await Assertions.Expect(tab.Page.GetByLabel("Pause (Space)")).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync(" ");
        await Assertions.Expect(tab.Page.GetByLabel("Play (Space)")).ToBeVisibleAsync();
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_click_on_the_chart_or_a_thumbnail_goes_there()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node, $"/frames?day={Yesterday}");
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("121 of 121");
        LocatorBoundingBoxResult over = (await tab.Page.Locator(".u-over").BoundingBoxAsync())!;

        // The chart spans 07:00 to 21:00: three fourteenths are 10:00.
        await tab.Page.Mouse.ClickAsync(over.X + (over.Width * 3 / 14) + 1, over.Y + 20);
        await Assertions.Expect(tab.Page.Locator(".frame-time b")).ToHaveTextAsync("10:00:00");

        await tab.Page.Locator(".thumb-selected + .thumb").ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".frame-time b")).ToHaveTextAsync("10:03:00");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Day_and_camera_filter_the_frames_and_stand_in_the_address()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/frames");
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("40 of 40");

        await tab.Page.GetByLabel("Earlier day").ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("121 of 121");
        await tab.Page.GetByRole(AriaRole.Combobox, new() { Name = "Camera" }).SelectOptionAsync("Barn Door");
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("40 of 40");
        tab.Page.Url.ShouldContain("camera=Barn-Door");
        await tab.Page.GetByRole(AriaRole.Combobox, new() { Name = "Camera" }).SelectOptionAsync("PumpHouse");
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("1 of 1");
        await tab.Page.GoBackAsync();
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("40 of 40");

        await tab.Page.GotoAsync("/frames?day=2001-01-01");
        await Assertions.Expect(tab.Page.Locator(".state")).ToContainTextAsync("No frames on 2001-01-01");
        await tab.Page.GotoAsync("/frames?camera=Nobody");
        await Assertions.Expect(tab.Page.Locator(".state")).ToContainTextAsync("No camera is called Nobody");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Todays_end_follows_new_frames_and_an_earlier_frame_stays()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node, $"/frames?day={Scene.Now:yyyy-MM-dd}");
        await tab.Page.WaitForSelectorAsync(".connection-on");
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("40 of 40");

        node.Store(Scene.Barn, Scene.Now.AddSeconds(1), Scene.Pictures[0]);
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("41 of 41");
        await tab.Page.Keyboard.PressAsync("Home");
        node.Store(Scene.Barn, Scene.Now.AddSeconds(2), Scene.Pictures[0]);
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("1 of 42");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_raw_array_is_drawn_and_one_that_cannot_be_is_offered()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        DateTime time = Scene.Now.Date.AddDays(-1).AddHours(9);
        byte[] values = new byte[4 * 4 * 2];
        for (var i = 0; i < 16; i++)
            BitConverter.TryWriteBytes(values.AsSpan(i * 2), (ushort)(i * 1000));
        node.Store(Scene.Barn, time, Npy("<u2", "(4, 4)", values), FrameFormat.Npy);
        node.Store(Scene.Barn, time.AddSeconds(1), Npy("<c8", "(2, 2)", new byte[32]), FrameFormat.Npy);
        await using Tab tab = await Tab.OpenAsync(chromium, node, $"/frames?day={Yesterday}");

        await Assertions.Expect(tab.Page.Locator(".picture-none")).ToContainTextAsync("Arrays of this element type are not shown.");
        await Assertions.Expect(tab.Page.Locator(".picture-none a")).ToHaveAttributeAsync("download", $"Barn-Door-{Yesterday}T09.00.01.000000.npy");
        await tab.Page.Keyboard.PressAsync("Home");
        await tab.Page.WaitForSelectorAsync("canvas.picture");
        int[] corners = await tab.Page.EvaluateAsync<int[]>(
            "new Promise(done => { const look = () => { const c = document.querySelector('canvas.picture'); c.width === 4 ? (d => done([d[0], d[60]]))(c.getContext('2d').getImageData(0, 0, 4, 4).data) : requestAnimationFrame(look); }; look(); })");
        corners.ShouldBe([0, 255]);
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hundred_thousand_frames_are_scrolled_from_end_to_end_with_few_on_the_page()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        DateTime day = Scene.Now.Date.AddDays(-1);
        for (var i = 0; i < 100_000; i++)
            node.Catalog.Add(new FrameEntry(Scene.Barn, day.AddMilliseconds(i * 800), FrameFormat.Npy, 100, null, null, IsArchived: false));
        await using Tab tab = await Tab.OpenAsync(chromium, node, $"/frames?day={Yesterday}&at=00:00:00.000000");
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("1 of 100,000");

        await tab.Page.EvaluateAsync("document.querySelector('.strip').scrollLeft = 1e9");
        await Assertions.Expect(tab.Page.Locator(".thumb").Last).ToContainTextAsync($"{day.AddMilliseconds(99_999 * 800):HH:mm:ss}");
        await tab.Page.EvaluateAsync("(() => { const s = document.querySelector('.strip'); s.scrollLeft = (s.scrollWidth - s.clientWidth) / 2; })()");
        await Assertions.Expect(tab.Page.Locator(".thumb", new() { HasText = "11:0" }).First).ToBeVisibleAsync();
        (await tab.Page.Locator(".thumb").CountAsync()).ShouldBeLessThan(30);
        await tab.Page.Locator(".thumb").Nth(6).ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".frame-time b")).ToContainTextAsync("11:0");
    }

    [Fact]
    public async Task A_catalog_that_is_away_is_told_and_asked_again()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        node.Catalog.Trouble = new CatalogException("The database at db1 does not answer.", isQuestion: false);
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/frames");
        await Assertions.Expect(tab.Page.Locator(".state-failed")).ToContainTextAsync("The database at db1 does not answer.");

        node.Catalog.Trouble = null;
        await tab.Page.GetByText("Try again").ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("40 of 40");
    }

    [Fact]
    public async Task A_catalog_that_goes_away_while_a_day_is_asked_for_does_not_look_like_an_empty_day()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/services");
        await tab.Page.RouteAsync("**/api/v1/counts?*", route => route.FulfillAsync(new() { Status = 503, Body = "{\"detail\":\"The database is away.\"}" }));
        await tab.Page.GotoAsync($"/frames?day={Yesterday}&at=07:03:00.000001");
        await Assertions.Expect(tab.Page.Locator(".state-failed")).ToContainTextAsync("The database is away.");

        await tab.Page.UnrouteAllAsync();
        await tab.Page.GetByText("Try again").ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("2 of 121");
    }

    [Fact]
    public async Task A_page_opened_before_the_first_frame_and_over_midnight_learns_of_days_and_cameras()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/frames");
        await Assertions.Expect(tab.Page.Locator(".command")).ToBeVisibleAsync();
        await tab.Page.WaitForSelectorAsync(".connection-on");

        node.Store(Scene.Barn, Scene.Now.AddDays(-1), Scene.Pictures[0]);
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("1 of 1");
        node.Store(Scene.Barn, Scene.Now, Scene.Pictures[1]);

        await tab.Page.GetByLabel("Later day").ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".frame-time")).ToContainTextAsync($"{Scene.Now:yyyy-MM-dd}");
        tab.Page.Url.ShouldContain($"day={Scene.Now:yyyy-MM-dd}");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Frames_that_are_found_in_the_files_of_a_day_come_to_a_page_that_had_none()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        node.Store(Scene.Barn, Scene.Now, Scene.Pictures[0]);
        await using Tab tab = await Tab.OpenAsync(chromium, node, $"/frames?day={Yesterday}");
        await Assertions.Expect(tab.Page.GetByText($"No frames on {Yesterday}")).ToBeVisibleAsync();
        await tab.Page.WaitForSelectorAsync(".connection-on");

        DateTime found = Scene.Now.AddDays(-1);
        node.Catalog.Find(DateOnly.FromDateTime(found), Found(found), Found(found.AddMinutes(1)));
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("2 of 2");
        await tab.Page.Keyboard.PressAsync("Home");
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("1 of 2");

        node.Catalog.Find(DateOnly.FromDateTime(found), Found(found.AddHours(-1)));
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("2 of 3"); // The one that was looked at is.
        await tab.Page.GetByLabel("Later day").ClickAsync();
        await Assertions.Expect(tab.Page.GetByLabel("Earlier day")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task What_was_found_before_the_live_stream_began_is_asked_for_when_it_begins()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        node.Store(Scene.Barn, Scene.Now, Scene.Pictures[0]);
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/cameras");
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await tab.Page.RouteAsync("**/api/v1/live", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
        await tab.Page.GotoAsync($"/frames?day={Yesterday}");
        await Assertions.Expect(tab.Page.GetByText($"No frames on {Yesterday}")).ToBeVisibleAsync();

        DateTime found = Scene.Now.AddDays(-1);
        node.Catalog.Find(DateOnly.FromDateTime(found), Found(found));
        held.SetResult();

        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("1 of 1");
    }

    private static FrameEntry Found(DateTime time) => new(Scene.Barn, time, FrameFormat.Jpg, 1, null, null, false);

    private static byte[] Npy(string type, string shape, byte[] data)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data];
    }
}
