using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Catchment.WebConsole.Tests.Browser;

/// <summary>A browser tab on a node. Notes what a page must not do: complain on its console, or ask another host.</summary>
internal sealed class Tab : IAsyncDisposable
{
    public const int PhoneWidth = 375;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    private Tab(IBrowserContext context, IPage page, Uri node)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _faults.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _faults.Enqueue(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(node.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                _faults.Enqueue($"asked another host: {request.Url}");
        };
        page.SetDefaultTimeout((float)Patience.Limit.TotalMilliseconds);
    }

    public IPage Page { get; }

    /// <summary>What the page did and must not do.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public static async Task<Tab> OpenAsync(
        Chromium chromium, ConsoleNode node, string path = "/", int width = 1280, int height = 800, ColorScheme colours = ColorScheme.Light, string zone = "UTC")
    {
        IBrowserContext context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = node.Address.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = colours,
            TimezoneId = zone,
            Locale = "en-GB",
        });
        var tab = new Tab(context, await context.NewPageAsync(), node.Address);
        await tab.Page.GotoAsync(path);
        return tab;
    }

    /// <summary>Whether the page is wider than its window.</summary>
    public Task<bool> OverflowsAsync() => Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > window.innerWidth");

    /// <summary>Keeps a picture of the page in the folder that CATCHMENT_TEST_SCREENSHOTS names, for a person to look at.</summary>
    public async Task PhotographAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("CATCHMENT_TEST_SCREENSHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
