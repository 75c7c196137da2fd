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
        await tab.Page.EvaluateAsync("document.querySelector('.list').scrollTop = 300");
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
