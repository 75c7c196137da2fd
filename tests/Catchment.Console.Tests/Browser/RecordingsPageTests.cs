using Catchment.Cameras.Recordings;
using Catchment.WebConsole.Tests.Recordings;
using Microsoft.Playwright;

namespace Catchment.WebConsole.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class RecordingsPageTests(Chromium chromium)
{
    private static readonly DateTime Today = Scene.Now.Date;

    [Fact]
    public async Task A_day_is_shown_filtered_and_its_filters_stand_in_the_address()
    {
        using var world = new RecordingWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        world.Add(1, Today.AddDays(-1).AddHours(7));
        for (var i = 0; i < 6; i++)
            world.Add(10 + i, Today.AddHours(8).AddMinutes(i), view: i % 2 == 0 ? "PiCam3" : "Side", label: i == 3 ? "car" : "person");
        world.AddSet(world.Grow(new(DateOnly.FromDateTime(Today), RecordingWorld.IdOf(12)), 1, tell: false).Key, "fr1", "Ann: 99.61% (0.5|-0.1|1|1)");
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/recordings");
        ILocator foot = tab.Page.Locator(".list-foot");
        await Assertions.Expect(foot).ToHaveTextAsync("6 events");
        await Assertions.Expect(tab.Page.Locator(".lanes canvas")).ToHaveAttributeAsync("data-bars", "6");
        await tab.Page.WaitForSelectorAsync("img.recording-picture");

        await tab.Page.GetByRole(AriaRole.Combobox, new() { Name = "Label" }).SelectOptionAsync("car");
        await Assertions.Expect(foot).ToHaveTextAsync("1 event");
        tab.Page.Url.ShouldContain("label=car");
        await tab.Page.GoBackAsync();
        await tab.Page.GetByRole(AriaRole.Combobox, new() { Name = "Tracking set" }).SelectOptionAsync("fr1");
        await Assertions.Expect(tab.Page.Locator(".recording")).ToContainTextAsync("Ann");
        await tab.Page.GoBackAsync();
        await tab.Page.GetByRole(AriaRole.Combobox, new() { Name = "Camera" }).SelectOptionAsync("alpha5 Side");
        await Assertions.Expect(foot).ToHaveTextAsync("3 events");
        tab.Page.Url.ShouldContain("node=alpha5&view=Side");
        await tab.Page.GetByLabel("Earlier day").IsDisabledAsync();
        await tab.Page.GoBackAsync();
        await tab.Page.GetByLabel("Earlier day").ClickAsync();
        await Assertions.Expect(foot).ToHaveTextAsync("1 event");
        await tab.Page.GotoAsync("/recordings?label=nobody");
        await Assertions.Expect(tab.Page.Locator(".state")).ToContainTextAsync("No event fits these filters");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task New_events_appear_and_deleted_ones_go_while_one_looks()
    {
        using var world = new RecordingWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/recordings");
        await Assertions.Expect(tab.Page.Locator(".state")).ToContainTextAsync("No event has been recorded yet");
        await tab.Page.WaitForSelectorAsync(".connection-on");

        Recording first = world.Add(1, Today.AddHours(8), tell: true);
        await Assertions.Expect(tab.Page.Locator(".list-foot")).ToHaveTextAsync("1 event");
        world.Add(2, Today.AddHours(9), tell: true);
        await Assertions.Expect(tab.Page.Locator(".list-foot")).ToHaveTextAsync("2 events");
        await Assertions.Expect(tab.Page.Locator(".recording").First).ToContainTextAsync("09:00:00");
        await world.DeleteAsync(first.Key, default);
        await Assertions.Expect(tab.Page.Locator(".list-foot")).ToHaveTextAsync("1 event");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ten_thousand_events_are_scrolled_with_few_on_the_page_and_a_click_on_the_timeline_opens_one()
    {
        using var world = new RecordingWorld();
        for (var i = 0; i < 10_000; i++)
            world.Note(i, Today.AddSeconds(i * 8), i % 2 == 0 ? "PiCam3" : "Side");
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/recordings");
        await Assertions.Expect(tab.Page.Locator(".list-foot")).ToHaveTextAsync("10,000 events");
        await Assertions.Expect(tab.Page.Locator(".lanes canvas")).ToHaveAttributeAsync("data-bars", "10000");
        (await tab.Page.Locator(".recording").CountAsync()).ShouldBeLessThan(30);

        await tab.Page.EvaluateAsync("document.querySelector('.list').scrollTop = 1e9");
        await Assertions.Expect(tab.Page.Locator(".recording").Last).ToContainTextAsync("00:00:00");

        // The page may still be moved by what comes in: a click that meets nothing is made again.
        ILocator lanes = tab.Page.Locator(".lanes canvas");
        float middle = 160 + (((await lanes.BoundingBoxAsync())!.Width - 160) / 2);
        ILocator facts = tab.Page.Locator(".facts");
        for (int clicks = 0; clicks < 10 && !await facts.IsVisibleAsync(); clicks++)
        {
            await lanes.ClickAsync(new() { Position = new() { X = middle, Y = 20 + 11 } });
            await Task.WhenAny(facts.WaitForAsync(new() { Timeout = 5_000 }));
        }

        tab.Page.Url.ShouldContain($"/recordings/{Today:yyyy-MM-dd}/");
        await Assertions.Expect(facts).ToContainTextAsync("PiCam3");
        await tab.Page.GoBackAsync();
        await Assertions.Expect(tab.Page.Locator(".list-foot")).ToHaveTextAsync("10,000 events");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_a_very_busy_day_the_latest_events_are_shown_and_earlier_ones_on_demand()
    {
        using var world = new RecordingWorld();
        for (var i = 0; i < 20_500; i++)
            world.Note(i, Today.AddSeconds(i * 4), "PiCam3");
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/recordings");
        ILocator foot = tab.Page.Locator(".list-foot");
        await Assertions.Expect(foot).ToContainTextAsync("20,000 events from 00:33:20 on; there are earlier ones.");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Show earlier events" }).ClickAsync();
        await Assertions.Expect(foot).ToHaveTextAsync("20,500 events");
        await tab.Page.EvaluateAsync("document.querySelector('.list').scrollTop = 1e9");
        await Assertions.Expect(tab.Page.Locator(".recording").Last).ToContainTextAsync("00:00:00");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_event_does_not_come_back_with_an_answer_that_was_on_its_way()
    {
        using var world = new RecordingWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        Recording first = world.Add(1, Today.AddHours(8));
        world.Add(2, Today.AddHours(9));
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/recordings");
        await Assertions.Expect(tab.Page.Locator(".list-foot")).ToHaveTextAsync("2 events");
        await tab.Page.WaitForSelectorAsync(".connection-on");

        // The catalog still has it when the news of its deletion come, and answers so.
        world.Tell(first.Key, "deleted");
        await Assertions.Expect(tab.Page.Locator(".list-foot")).ToHaveTextAsync("1 event");
        world.Add(3, Today.AddHours(10), tell: true);
        await Assertions.Expect(tab.Page.Locator(".list-foot")).ToHaveTextAsync("2 events");
        await Assertions.Expect(tab.Page.Locator(".recording").Last).ToContainTextAsync("09:00:00");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Outposts_show_their_newest_picture_and_lead_to_the_event_under_way()
    {
        using var world = new RecordingWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        Recording recording = world.Add(1, Scene.Now);
        world.Put(new("alpha5", "PiCam3", IsConnected: true, Scene.Now, Scene.Now, 480, 300, "(1000, 20, 3, 31.70, 31.95)", null), Scene.Pictures[0]);
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/outposts");
        await tab.Page.WaitForSelectorAsync(".tile canvas[data-shown=true]");
        await tab.Page.WaitForSelectorAsync(".connection-on");
        await Assertions.Expect(tab.Page.Locator(".tile")).ToContainTextAsync("health (1000, 20, 3, 31.70, 31.95)");
        string before = await tab.Page.EvaluateAsync<string>("document.querySelector('.tile canvas').toDataURL()");

        world.Put(new("alpha5", "PiCam3", IsConnected: true, Scene.Now.AddSeconds(1), Scene.Now.AddSeconds(1), 480, 300, null, recording.Key.Id), Scene.Pictures[3]);
        await Assertions.Expect(tab.Page.Locator(".badge-recording")).ToBeVisibleAsync();
        await tab.Page.WaitForFunctionAsync("before => document.querySelector('.tile canvas').toDataURL() !== before", before);
        await tab.Page.GetByLabel("The event under way of alpha5 PiCam3").ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".player .badge-recording")).ToBeVisibleAsync();
        tab.Faults.ShouldBeEmpty();
    }
}
