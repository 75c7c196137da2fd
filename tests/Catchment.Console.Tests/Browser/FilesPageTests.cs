using Catchment.WebConsole.Tests.Files;
using Microsoft.Playwright;

namespace Catchment.WebConsole.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class FilesPageTests(Chromium chromium)
{
    [Fact]
    public async Task Files_are_filtered_by_the_funnel_and_run_again_one_or_all()
    {
        using var world = new FileWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        world.Fill(1, 700, "SUCCESS");
        world.Add(701, "night/late.fits", "UNTRIED", "PENDING", "FAILURE");
        world.Add(702, "night/torn.fits", "UNTRIED", "PENDING", "FAILURE");
        world.Add(703, "night/new.fits");
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/files");
        IPage page = tab.Page;
        await Assertions.Expect(page.Locator(".files-foot")).ToContainTextAsync("200 files so far");
        await Assertions.Expect(page.Locator(".file-row").First).ToContainTextAsync("night/new.fits");
        await Assertions.Expect(page.Locator(".waits")).ToContainTextAsync("night/new.fits");

        // The end of the list brings the next page.
        await page.Locator(".list").EvaluateAsync("l => l.scrollTo(0, l.scrollHeight)");
        await Assertions.Expect(page.Locator(".files-foot")).ToContainTextAsync("400 files so far");

        await page.Locator(".funnel-row", new() { HasText = "FAILURE" }).ClickAsync();
        await page.WaitForURLAsync("**/files?status=FAILURE");
        await Assertions.Expect(page.Locator(".file-row")).ToHaveCountAsync(2);
        await page.Locator(".file-row", new() { HasText = "late.fits" }).ClickAsync();
        await Assertions.Expect(page.Locator(".file-head h1")).ToHaveTextAsync("night/late.fits");
        await Assertions.Expect(page.Locator(".rows tbody tr")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator(".file-reason").Last).ToHaveTextAsync("LookupError: <no such dataset>");
        await page.GetByText("Run again").ClickAsync();
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("is to be run again");
        await Assertions.Expect(page.Locator(".file-head .badge")).ToHaveTextAsync("RERUN");
        await Assertions.Expect(page.Locator(".rows tbody tr")).ToHaveCountAsync(4);

        await page.GoBackAsync();
        await Assertions.Expect(page.Locator(".file-row")).ToHaveCountAsync(1);
        await page.GetByText("Run all of these again").ClickAsync();
        await page.Locator("dialog").GetByText("Run again", new() { Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("1 file is to be run again");
        await Assertions.Expect(page.Locator(".file-row")).ToHaveCountAsync(0);

        // What others do is shown by itself.
        await page.WaitForSelectorAsync(".connection-on");
        world.Event(703, "FAILURE", 0);
        await Assertions.Expect(page.Locator(".file-row")).ToHaveCountAsync(1);
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_pages_of_files_fit_in_light_and_dark_and_on_a_phone()
    {
        using var world = new FileWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        world.Fill(1, 300, "SUCCESS");
        world.Fill(301, 340, "BACKFILL");
        string[] ends = ["FAILURE", "SUCCESS", "UNKNOWN", "IGNORED", "INVALID", "SUCCESS"];
        for (var i = 0; i < 36; i++)
            world.Add(1000 + i, $"2026-05-0{1 + (i % 9)}/exposure_{i}_of_the_whole_night.fits", "UNTRIED", "PENDING", ends[i % ends.Length]);
        world.Add(1100, "2026-05-09/waiting.fits", "UNTRIED");
        world.Add(1101, "2026-05-09/new.fits");
        foreach ((string path, string name, string sign) in new[] { ("/files", "files", ".file-row"), ("/files/1000", "file", ".rows tbody tr") })
        {
            foreach ((string look, int width, int height, ColorScheme colours) in new[]
            {
                ("light", 1280, 800, ColorScheme.Light), ("dark", 1280, 800, ColorScheme.Dark), ("phone", Tab.PhoneWidth, 740, ColorScheme.Light),
            })
            {
                await using Tab tab = await Tab.OpenAsync(chromium, node, path, width, height, colours);
                await tab.Page.WaitForSelectorAsync(sign);
                await tab.Page.WaitForSelectorAsync(".connection-on");
                (await tab.OverflowsAsync()).ShouldBeFalse($"{path} {look}");
                tab.Faults.ShouldBeEmpty();
                await tab.PhotographAsync($"{name}-{look}");
            }
        }
    }
}
