using System.Text.RegularExpressions;
using Catchment.WebConsole.Tests.Browser;
using Microsoft.Playwright;

namespace Catchment.Interop.Tests.WebConsole;

/// <summary>The first minutes: <c>setup</c>, <c>up</c>, <c>demo</c>, and in the browser a live picture, a file's history, a chart and a tag.</summary>
[Collection(Alone.Name)]
public sealed partial class QuickstartTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly Chromium _chromium = new();

    public Task InitializeAsync() => _chromium.InitializeAsync();

    public Task DisposeAsync() => _chromium.DisposeAsync();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task A_picture_a_files_history_a_chart_and_a_tag_are_seen()
    {
        using var node = NewcomerNode.SetUp(_root.FullPath);
        CommandLine.Run(_root.FullPath, "setup").ShouldBe("everything is there already\n");
        using var demo = CommandLine.Start(_root.FullPath, ["demo", "--first-port", "0", .. node.Words]);
        try
        {
            await using var tab = await NewcomerTab.OpenAsync(_chromium, node.Address);
            await Assertions.Expect(tab.Page.Locator(".tile img").First).ToHaveJSPropertyAsync("naturalWidth", 480);
            await FileHistoryAsync(tab);
            await ChartAsync(tab);
            await TagAsync(tab);
            tab.Faults.ShouldBeEmpty();
        }
        finally
        {
            demo.Kill();
        }
    }

    private static async Task FileHistoryAsync(NewcomerTab tab)
    {
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Files" }).ClickAsync();
        await tab.Page.Locator(".file-row", new() { HasText = "SUCCESS" }).First.ClickAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(tab.Page.Locator(".rows tbody tr")).ToHaveCountAsync(3); // UNTRIED, PENDING, SUCCESS
        await Assertions.Expect(tab.Page.Locator(".rows tbody tr").Last).ToContainTextAsync("SUCCESS");
        await tab.PhotographAsync("file");
    }

    private static async Task ChartAsync(NewcomerTab tab)
    {
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Telemetry" }).ClickAsync();
        await tab.Page.Locator(".device-row", new() { HasText = "demo_filter" }).ClickAsync(new() { Timeout = 60_000 });
        await tab.Page.GetByLabel("preset", new() { Exact = true }).CheckAsync();
        await tab.Page.GetByText("Chart 1 key").ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".legend li b")).ToHaveTextAsync(Number());
        await tab.PhotographAsync("chart");
    }

    private static async Task TagAsync(NewcomerTab tab)
    {
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Tags" }).ClickAsync();
        await tab.Page.Locator("a.tag-row", new() { HasText = "demo_boiler:temperature" }).ClickAsync(new() { Timeout = 60_000 });
        var value = tab.Page.Locator(".tag-big b");
        await Assertions.Expect(value).Not.ToBeEmptyAsync();
        var first = await value.TextContentAsync();
        await Assertions.Expect(value).Not.ToHaveTextAsync(first!, new() { Timeout = 60_000 });
        await tab.PhotographAsync("tag");
    }

    [GeneratedRegex("[0-9]", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
