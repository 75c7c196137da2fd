using Catchment.Tags.Store;
using Catchment.WebConsole.Tests.Tags;
using Microsoft.Playwright;

namespace Catchment.WebConsole.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class TagPageTests(Chromium chromium)
{
    [Fact]
    public async Task A_hundred_thousand_tags_are_scrolled_found_and_seen_to_change()
    {
        using var world = new TagWorld(settings: new TagStoreSettings { MaxPoints = 200_000 });
        world.Fill(100_000);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/tags");
        IPage page = tab.Page;
        ILocator rows = page.Locator("a.tag-row");
        await Assertions.Expect(rows.First).ToContainTextAsync("plant.line:00000");
        await Assertions.Expect(page.Locator(".list-foot")).ToHaveTextAsync("100,000 tags");
        (await rows.CountAsync()).ShouldBeLessThan(60);

        // The end is there at once, and in between, without the rows that lie before it.
        ILocator list = page.Locator(".list");
        await list.EvaluateAsync("l => l.scrollTo(0, l.scrollHeight)");
        await Assertions.Expect(rows.Last).ToContainTextAsync("plant.line:99999");
        await list.EvaluateAsync("l => l.scrollTo(0, l.scrollHeight / 2)");
        await Assertions.Expect(page.Locator("a.tag-row", new() { HasText = "plant.line:50005" })).ToContainTextAsync("50005");
        (await rows.CountAsync()).ShouldBeLessThan(60);

        // What is seen is live: a value that changes is shown, and shown to have changed.
        world.Write("plant.line:50005", -7.25, TagQuality.Uncertain);
        ILocator changed = page.Locator("a.tag-row", new() { HasText = "plant.line:50005" });
        await Assertions.Expect(changed.Locator(".tag-value b")).ToHaveTextAsync("-7.25");
        await Assertions.Expect(changed.Locator(".badge")).ToHaveTextAsync("UNCERTAIN");

        await page.GetByLabel("Search").FillAsync("LINE 777");
        await Assertions.Expect(page.Locator(".list-foot")).ToContainTextAsync("280 of 100,000 tags");
        world.Write("plant.line:77799", 1, TagQuality.Bad);
        await page.GetByLabel("Quality").SelectOptionAsync("BAD");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(rows).ToContainTextAsync("plant.line:77799");
        world.Write("plant.line:77700", 3, TagQuality.Bad);
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Value" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Value" }).ClickAsync();
        await page.WaitForURLAsync(static url => url.Contains("sort=value&order=down", StringComparison.Ordinal));
        await Assertions.Expect(rows.First).ToContainTextAsync("plant.line:77700");

        // A tag that comes is there by itself.
        world.Register("plant.line:777new");
        world.Write("plant.line:777new", 99, TagQuality.Bad);
        await Assertions.Expect(rows.First).ToContainTextAsync("777new");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tag_is_watched_and_written_after_a_question_and_gets_a_place()
    {
        using var world = new TagWorld();
        world.Scene();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p, allowsWrites: true));
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/tags?search=flow");
        IPage page = tab.Page;
        await page.Locator("a.tag-row").ClickAsync();
        ILocator value = page.Locator(".tag-big b");
        await Assertions.Expect(page.Locator(".tag-places li")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#plot-help")).ToContainTextAsync("600 writes");
        world.Write("Boiler_1:flow_temperature", 71.5);
        await Assertions.Expect(value).ToHaveTextAsync("71.5");

        ILocator field = page.GetByLabel("New value");
        await field.FillAsync("warm");
        await page.GetByRole(AriaRole.Button, new() { Name = "Write …" }).ClickAsync();
        await Assertions.Expect(page.Locator(".field-error")).ToContainTextAsync("a number");
        await field.FillAsync("130");
        await page.GetByRole(AriaRole.Button, new() { Name = "Write …" }).ClickAsync();
        ILocator dialog = page.Locator("dialog");
        await Assertions.Expect(dialog).ToContainTextAsync("Boiler_1:flow_temperature becomes 130 °C");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Write" }).ClickAsync();
        await Assertions.Expect(page.Locator(".field-error")).ToContainTextAsync("a number from 0 to 120");
        await field.FillAsync("65.25");
        await page.GetByRole(AriaRole.Button, new() { Name = "Write …" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(value).ToHaveTextAsync("71.5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Write …" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Write" }).ClickAsync();
        await Assertions.Expect(value).ToHaveTextAsync("65.25");
        await Assertions.Expect(page.Locator(".tag-said")).ToContainTextAsync("65.25 is written");

        // From here to a place in a protocol: what it overlaps is told before it is saved, and at its field.
        await page.Locator(".tag-adds").GetByText("SNMP").ClickAsync();
        await page.Locator("[name=oid]").FillAsync("1");
        ILocator fault = page.Locator(".field-fault");
        await Assertions.Expect(fault).ToContainTextAsync("oid must be dotted numbers");
        await page.Locator("[name=oid]").FillAsync("1.3.6.1.4.1.9.1");
        await Assertions.Expect(fault).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".mapping-row")).ToContainTextAsync("1.3.6.1.4.1.9.1, Gauge32");

        await page.GetByRole(AriaRole.Link, new() { Name = "Modbus" }).ClickAsync();
        await Assertions.Expect(page.Locator(".mapping-row")).ToHaveCountAsync(4);
        await page.GetByText("Add a mapping").ClickAsync();
        await page.Locator("[name=key]").FillAsync("Boiler_1:pressure");
        await page.Locator("[name=register_address]").FillAsync("103");
        await Assertions.Expect(fault).ToContainTextAsync("103-104 overlaps with existing mapping 'Boiler_1:return_temperature' at 102-103. Suggested address: 104");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(fault).ToContainTextAsync("Suggested address: 104");
        await tab.PhotographAsync("tag-mapping-overlap");
        await page.Locator("[name=register_address]").FillAsync("104");
        await Assertions.Expect(fault).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".mapping-row")).ToHaveCountAsync(5);
        await page.GetByLabel("Delete Pump_1:speed").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.Locator(".mapping-row")).ToHaveCountAsync(4);
        world.Model.Modbus.Count.ShouldBe(4);

        // Its server is switched on, and off after a question.
        await page.GetByRole(AriaRole.Link, new() { Name = "Gateway" }).ClickAsync();
        ILocator modbus = page.GetByRole(AriaRole.Switch, new() { Name = "Modbus server" });
        await modbus.ClickAsync();
        await Assertions.Expect(page.Locator(".switches li").First).ToContainTextAsync("running");
        await Assertions.Expect(modbus).ToHaveAttributeAsync("aria-checked", "true");
        await modbus.ClickAsync();
        await dialog.GetByText("Switch off", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(modbus).ToHaveAttributeAsync("aria-checked", "false");
        world.Server.IsRunning.ShouldBeFalse();

        // The browser itself notes answers that refuse; nothing else may complain.
        tab.Faults.Where(static f => !f.Contains("400 (Bad Request)", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_pages_of_tags_fit_in_light_and_dark_and_on_a_phone()
    {
        using var world = new TagWorld();
        world.Scene();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p, allowsWrites: true));
        (string Path, string Name, string Sign)[] pages =
        [
            ("/tags", "tags", "a.tag-row"),
            ("/tags/tag?key=Boiler_1:flow_temperature&last=1h", "tag", ".telemetry-plot canvas"),
            ("/tags/mappings?protocol=modbus&new=1&key=Boiler_1:pressure", "tag-mappings", ".mapping-row"),
            ("/tags/gateway", "gateway", ".devices li"),
        ];
        foreach ((string look, int width, int height, ColorScheme colours) in new[]
        {
            ("light", 1280, 800, ColorScheme.Light), ("dark", 1280, 800, ColorScheme.Dark), ("phone", Tab.PhoneWidth, 740, ColorScheme.Light),
        })
        {
            await using Tab tab = await Tab.OpenAsync(chromium, node, pages[0].Path, width, height, colours);
            foreach ((string path, string name, string sign) in pages)
            {
                await tab.Page.GotoAsync(path);
                await tab.Page.Locator(sign).First.WaitForAsync();
                await tab.Page.WaitForSelectorAsync(".connection-on");
                (await tab.OverflowsAsync()).ShouldBeFalse($"{path} {look}");
                tab.Faults.ShouldBeEmpty();
                await tab.PhotographAsync($"{name}-{look}");
            }
        }
    }
}
