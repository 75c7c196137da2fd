using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Catchment.Interop.Tests.Hub;
using Catchment.WebConsole.Tests.Browser;
using Microsoft.Playwright;

namespace Catchment.Interop.Tests.WebConsole;

/// <summary>What a newcomer does: <c>up</c> in one terminal, <c>demo</c> in another, a browser.</summary>
[Collection(Alone.Name)]
public sealed class NewcomerTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly Chromium _chromium = new();
    private readonly List<string> _faults = [];

    public Task InitializeAsync() => _chromium.InitializeAsync();

    public Task DisposeAsync() => _chromium.DisposeAsync();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Live_pictures_and_yesterdays_are_seen_with_their_messages_and_services()
    {
        var yesterday = MakeYesterday();
        using var node = Up(out var address);
        using var demo = CommandLine.Start(_root.FullPath, "demo", "--only", "cameras", "--rate", "10", $"hub.listen={node.Endpoint}");
        try
        {
            var page = await OpenAsync(address);
            await LivePicturesAsync(page);
            await YesterdayAsync(page, yesterday);
            await MessagesAsync(page);
            await page.GotoAsync("/services");
            await Assertions.Expect(page.GetByLabel("Service hub", new() { Exact = true })).ToContainTextAsync("running");
            _faults.ShouldBeEmpty();
        }
        finally
        {
            demo.Kill();
        }
    }

    [Fact]
    public async Task The_metrics_satisfy_the_reference_parser_of_the_text_format()
    {
        using var node = Up(out var address);
        ImageZmqSender.Run("req", node.Endpoint, "cam", "20", "1000").ShouldBe("ok 20");
        using var client = new HttpClient();
        await File.WriteAllTextAsync(_root["metrics.txt"], await client.GetStringAsync(new Uri(address + "/metrics")));

        using var parser = PythonPeer.Start("WebConsole/parse_metrics.py", _root["metrics.txt"]);

        parser.ReadLine().ShouldBe("catchment_hub_stored_total 20.0");
    }

    private static async Task LivePicturesAsync(IPage page)
    {
        var pictures = page.Locator(".tile img");
        await Assertions.Expect(pictures).ToHaveCountAsync(4);
        for (var i = 0; i < 4; i++)
            await Assertions.Expect(pictures.Nth(i)).ToHaveJSPropertyAsync("naturalWidth", 480);
        var first = await pictures.First.GetAttributeAsync("src");
        await Assertions.Expect(pictures.First).Not.ToHaveAttributeAsync("src", first!);
        await PhotographAsync(page, "cameras");
    }

    private static async Task YesterdayAsync(IPage page, DateOnly yesterday)
    {
        await page.GotoAsync($"/frames?day={yesterday:yyyy-MM-dd}");
        await Assertions.Expect(page.Locator(".frame-number")).ToContainTextAsync(" of ");
        await Assertions.Expect(page.Locator(".thumb img").Nth(3)).ToHaveJSPropertyAsync("naturalWidth", 480);
        await Assertions.Expect(page.Locator(".frame-time")).ToBeVisibleAsync();
        await PhotographAsync(page, "yesterday");
    }

    private static async Task MessagesAsync(IPage page)
    {
        await page.GotoAsync("/events?type=motion");
        await Assertions.Expect(page.Locator(".event-text").First).ToBeVisibleAsync();
        await PhotographAsync(page, "events");
    }

    /// <summary>Keeps a picture in the folder that CATCHMENT_TEST_SCREENSHOTS names, for a person to look at.</summary>
    private static async Task PhotographAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("CATCHMENT_TEST_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"newcomer-{name}.png") });
    }

    private async Task<IPage> OpenAsync(string address)
    {
        var context = await _chromium.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = address, ViewportSize = new ViewportSize { Width = 1280, Height = 800 } });
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _faults.Add(message.Text);
        };
        page.PageError += (_, error) => _faults.Add(error);
        await page.GotoAsync("/");
        return page;
    }

    private HubProcess Up(out string address)
    {
        var port = HubProcess.FreePort();
        address = "http://127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture);
        var node = HubProcess.Launch(_root["data"], ["up", $"data_directory={_root["node"]}", $"hub.data_directory={_root["data"]}", "hub.listen=tcp://127.0.0.1:0", $"web.listen={address}"]);
        Eventually.True(() => Listens(port), "the console listens"); // it warms up beside the services
        return node;
    }

    private static bool Listens(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Frames as a hub of yesterday left them; this one has not seen them before.</summary>
    private DateOnly MakeYesterday()
    {
        using (var hub = HubProcess.Start(_root["before"]))
        {
            CommandLine.Run(_root.FullPath, "demo", "--only", "cameras", "--rate", "200", "--for", "2", $"hub.listen={hub.Endpoint}");
            hub.Terminate().ShouldBe(0);
        }

        var today = Directory.GetDirectories(_root["before/images"]).Single();
        var day = DateOnly.ParseExact(Path.GetFileName(today), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var yesterday = day.AddDays(-1);
        var folder = Path.Combine(_root["data"], "images", $"{yesterday:yyyy-MM-dd}");
        Directory.CreateDirectory(folder);
        foreach (var frame in Directory.GetFiles(today))
            File.Copy(frame, Path.Combine(folder, Path.GetFileName(frame).Replace($"{day:yyyy-MM-dd}", $"{yesterday:yyyy-MM-dd}", StringComparison.Ordinal)));
        return yesterday;
    }
}
