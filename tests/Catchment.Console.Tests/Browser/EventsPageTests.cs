using Catchment.Cameras.Catalog;
using Microsoft.Playwright;

namespace Catchment.WebConsole.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class EventsPageTests(Chromium chromium)
{
    [Fact]
    public async Task Filters_choose_the_messages_and_stand_in_the_address()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/events");
        ILocator foot = tab.Page.Locator(".list-foot");
        await Assertions.Expect(foot).ToHaveTextAsync("41 messages");

        await tab.Page.GetByLabel("Type").SelectOptionAsync("light");
        await Assertions.Expect(foot).ToHaveTextAsync("10 messages");
        tab.Page.Url.ShouldEndWith("/events?type=light");
        await tab.Page.GetByLabel("Type").SelectOptionAsync("");
        await tab.Page.GetByLabel("Text").FillAsync("MOVING");
        await Assertions.Expect(foot).ToHaveTextAsync("10 messages");
        await tab.Page.GetByRole(AriaRole.Combobox, new() { Name = "Camera" }).SelectOptionAsync("PumpHouse");
        await Assertions.Expect(tab.Page.Locator(".state")).ToContainTextAsync("No message fits these filters");
        await tab.Page.GoBackAsync();
        await Assertions.Expect(foot).ToHaveTextAsync("10 messages");
        await tab.Page.GotoAsync($"/events?day={Scene.Now.Date.AddDays(-1):yyyy-MM-dd}");
        await Assertions.Expect(foot).ToHaveTextAsync("1 message");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Scrolling_brings_older_messages_and_few_are_on_the_page()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        for (var i = 0; i < 5000; i++)
            node.Catalog.Add(new EventEntry(i, Scene.Barn, Scene.Now.AddSeconds(i - 5000), "note", $"Barn Door|note|number {i}"));
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/events");
        await Assertions.Expect(tab.Page.Locator(".event-text").First).ToHaveTextAsync("number 4999");

        ILocator foot = tab.Page.Locator(".list-foot");
        for (string before; (before = (await foot.TextContentAsync())!) != "5,000 messages";)
        {
            await tab.Page.EvaluateAsync("(() => { const l = document.querySelector('.list'); l.scrollTop = l.scrollHeight; })()");
            await Assertions.Expect(foot).Not.ToHaveTextAsync(before);
        }

        await tab.Page.EvaluateAsync("(() => { const l = document.querySelector('.list'); l.scrollTop = l.scrollHeight; })()");
        await Assertions.Expect(tab.Page.Locator(".event-text").Last).ToHaveTextAsync("number 0");
        (await tab.Page.Locator(".event").CountAsync()).ShouldBeLessThan(60);
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task New_messages_come_on_top_and_wait_while_one_reads_further_down()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/events?type=motion");
        await tab.Page.WaitForSelectorAsync(".connection-on");
        await Assertions.Expect(tab.Page.Locator(".list-foot")).ToHaveTextAsync("30 messages");

        node.Catalog.Add(new EventEntry(100, Scene.Barn, Scene.Now.AddSeconds(1), "motion", "Barn Door|motion|a fox"));
        await Assertions.Expect(tab.Page.Locator(".event-text").First).ToHaveTextAsync("a fox");

        // The page knows where it stands as soon as it draws other rows: what comes before that belongs on top.
        await tab.Page.Locator(".list").EvaluateAsync("list => list.scrollTo(0, list.scrollHeight)");
        await Assertions.Expect(tab.Page.Locator(".event-text").First).Not.ToHaveTextAsync("a fox");
        node.Catalog.Add(new EventEntry(101, Scene.Barn, Scene.Now.AddSeconds(2), "light", "Barn Door|light|dark"));
        node.Catalog.Add(new EventEntry(102, Scene.Barn, Scene.Now.AddSeconds(2), "motion", "Barn Door|motion|a badger"));
        await Assertions.Expect(tab.Page.Locator(".pill")).ToHaveTextAsync("1 new");
        await tab.Page.Locator(".pill").ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".event-text").First).ToHaveTextAsync("a badger");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_leads_to_the_frames_of_its_moment()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/events?text=moving");
        await tab.Page.Locator(".event-link").First.ClickAsync();
        await tab.Page.WaitForSelectorAsync(".frame-time");
        tab.Page.Url.ShouldContain("camera=Driveway-Mailbox");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_of_a_node_without_frames_leads_to_those_of_all_cameras()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        node.Catalog.Add(new EventEntry(200, new Camera("Well", "Well", ""), Scene.Now, "level", "Well|level|low"));
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/events?type=level");
        await tab.Page.Locator(".event-link").ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToContainTextAsync("of 40");
        tab.Page.Url.ShouldNotContain("camera=");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_filters_learn_of_new_cameras_and_types()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/events");
        await Assertions.Expect(tab.Page.Locator(".command")).ToBeVisibleAsync();
        await tab.Page.WaitForSelectorAsync(".connection-on");

        node.Catalog.Add(new EventEntry(1, Scene.Pump, Scene.Now, "Temp", "PumpHouse|Temp|41 F"));

        await Assertions.Expect(tab.Page.Locator(".event-text")).ToHaveTextAsync("41 F");
        await tab.Page.GetByLabel("Type").SelectOptionAsync("Temp");
        await tab.Page.GetByRole(AriaRole.Combobox, new() { Name = "Camera" }).SelectOptionAsync("PumpHouse");
        await Assertions.Expect(tab.Page.Locator(".list-foot")).ToHaveTextAsync("1 message");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_comes_while_the_page_is_asked_for_is_shown_once()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/services");
        await tab.Page.WaitForSelectorAsync(".connection-on");
        var asked = new TaskCompletionSource<IRoute>(TaskCreationOptions.RunContinuationsAsynchronously);
        await tab.Page.RouteAsync("**/api/v1/events?*", route => asked.TrySetResult(route), new() { Times = 1 });
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Events" }).ClickAsync();
        IRoute held = await asked.Task.InTimeAsync();

        // One that the answer holds as well, and one that it does not.
        node.Catalog.Add(new EventEntry(300, Scene.Barn, Scene.Now.AddSeconds(1), "motion", "Barn Door|motion|a fox"));
        await Assertions.Expect(tab.Page.Locator(".event-text").First).ToHaveTextAsync("a fox");
        IAPIResponse answer = await held.FetchAsync();
        node.Catalog.Add(new EventEntry(301, Scene.Barn, Scene.Now.AddSeconds(2), "motion", "Barn Door|motion|a badger"));
        await Assertions.Expect(tab.Page.Locator(".event-text").First).ToHaveTextAsync("a badger");
        await held.FulfillAsync(new() { Response = answer });

        await Assertions.Expect(tab.Page.Locator(".list-foot")).ToHaveTextAsync("43 messages");
        await Assertions.Expect(tab.Page.Locator(".event-text").First).ToHaveTextAsync("a badger");
        await Assertions.Expect(tab.Page.Locator(".event-text", new() { HasText = "a fox" })).ToHaveCountAsync(1);
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_camera_says_is_text_and_never_markup()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        const string Evil = "<img src=x onerror=document.title='owned'>";
        var camera = new Camera("Evil", Evil, "");
        node.Catalog.Add(new EventEntry(1, camera, Scene.Now, Evil, $"{Evil}|{Evil}|{Evil}"));
        foreach ((string page, string place) in new[] { ("/", ".tile h2"), ("/events", ".event-type") })
        {
            await using Tab tab = await Tab.OpenAsync(chromium, node, page);
            await Assertions.Expect(tab.Page.Locator(place)).ToHaveTextAsync(Evil + (page == "/" ? " " : ""));
            (await tab.Page.TitleAsync()).ShouldEndWith("Catchment");
            tab.Faults.ShouldBeEmpty();
        }
    }
}
