using System.Collections.Concurrent;
using Catchment.WebConsole.Tests.Browser;
using Microsoft.Playwright;

namespace Catchment.Interop.Tests.WebConsole;

/// <summary>A browser tab on a node's console.</summary>
internal sealed class NewcomerTab : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    private NewcomerTab(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _faults.Enqueue(message.Text);
        };
        page.PageError += (_, error) => _faults.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>What the pages complained of.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public static async Task<NewcomerTab> OpenAsync(Chromium chromium, string address)
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = address, ViewportSize = new ViewportSize { Width = 1280, Height = 800 } });
        var tab = new NewcomerTab(context, await context.NewPageAsync());
        await tab.Page.GotoAsync("/");
        return tab;
    }

    /// <summary>Keeps a picture in the folder that CATCHMENT_TEST_SCREENSHOTS names, for a person to look at.</summary>
    public async Task PhotographAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("CATCHMENT_TEST_SCREENSHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"newcomer-{name}.png") });
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
