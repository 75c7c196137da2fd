using Catchment.Core.Diagnostics;
using Microsoft.Playwright;

namespace Catchment.WebConsole.Tests.Browser;

/// <summary>Every page, in light and dark and on a phone: data is there, nothing overflows, nothing complains.</summary>
[Collection(BrowserTests.Name)]
public sealed class LookTests(Chromium chromium)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "/", ".tile img.picture" },
        { "/frames", ".frame-picture img.picture" },
        { "/events", ".event" },
        { "/services", ".card canvas" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_shows_its_data_in_light_and_dark_and_on_a_phone(string path, string sign)
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync(
            p => p with { Disk = () => new ConsoleDisk(212_000_000_000, 500_000_000_000, 31_000_000_000, Scene.Now.AddDays(6.8), "Retention removes the oldest day first.") },
            null,
            QuietService.Define("hub", context =>
            {
                context.Degrade("disk", "9.8 GB free on /data; below 10 GB");
                return Task.CompletedTask;
            }),
            QuietService.Define("watcher"));
        ServiceMetrics hub = node.Metrics.ForService("hub");
        hub.Received(48_211);
        Scene.Fill(node);

        foreach ((string name, int width, int height, ColorScheme colours) in new[]
        {
            ("light", 1280, 800, ColorScheme.Light), ("dark", 1280, 800, ColorScheme.Dark), ("phone", Tab.PhoneWidth, 740, ColorScheme.Light),
        })
        {
            await using Tab tab = await Tab.OpenAsync(chromium, node, path, width, height, colours);
            await tab.Page.WaitForSelectorAsync(sign);
            await tab.Page.WaitForSelectorAsync(".connection-on");
            await tab.Page.EvaluateAsync("Promise.all([...document.images].map(i => i.decode()))");

            (await tab.OverflowsAsync()).ShouldBeFalse($"{path} {name}");
            string ground = await tab.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor");
            ground.ShouldBe(colours == ColorScheme.Dark ? "rgb(15, 22, 21)" : "rgb(243, 245, 245)");
            tab.Faults.ShouldBeEmpty();
            await tab.PhotographAsync($"{(path == "/" ? "cameras" : path[1..])}-{name}");
        }
    }
}
