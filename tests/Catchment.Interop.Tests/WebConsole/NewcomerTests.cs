using System.Globalization;
using System.Text.Json;
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

    public Task InitializeAsync() => _chromium.InitializeAsync();

    public Task DisposeAsync() => _chromium.DisposeAsync();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Live_pictures_and_yesterdays_are_seen_with_their_messages_and_services()
    {
        var yesterday = MakeYesterday();
        using var node = Up();
        using var demo = CommandLine.Start(_root.FullPath, ["demo", "--rate", "40", .. node.Words]);
        try
        {
            await using var tab = await NewcomerTab.OpenAsync(_chromium, node.Address);
            await LivePicturesAsync(tab);
            await YesterdayAsync(tab, yesterday);
            await MessagesAsync(tab);
            await tab.Page.GotoAsync("/services");
            foreach (var service in new[] { "hub", "watcher", "pump", "recordings", "pruning", "retention" })
                await Assertions.Expect(tab.Page.GetByLabel($"Service {service}", new() { Exact = true })).ToContainTextAsync("running");
            await tab.PhotographAsync("services");
            tab.Faults.ShouldBeEmpty();
        }
        finally
        {
            demo.Kill();
        }
    }

    [Fact]
    public async Task An_event_of_a_simulated_outpost_plays_with_its_boxes_is_kept_made_a_film_and_deleted()
    {
        using var node = Up();
        using var client = new HttpClient { BaseAddress = new Uri(node.Address) };
        using var demo = CommandLine.Start(_root.FullPath, ["demo", "--only", "outposts", "--seed", "4", .. node.Words]);
        try
        {
            await using var tab = await NewcomerTab.OpenAsync(_chromium, node.Address);
            await OutpostsAsync(tab);

            // The list fills by itself.
            await tab.Page.GotoAsync("/recordings");
            await Assertions.Expect(tab.Page.Locator(".recording").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
            await Assertions.Expect(tab.Page.Locator(".recording img").First).ToHaveJSPropertyAsync("naturalWidth", 640);
            var recording = await FinishedAsync(client);
            await tab.PhotographAsync("recordings");

            await PlayAsync(tab, recording);
            await KeepAndDeleteAsync(tab, recording);
            tab.Faults.ShouldBeEmpty();
        }
        finally
        {
            demo.Kill();
        }
    }

    [Fact]
    public async Task The_metrics_satisfy_the_reference_parser_of_the_text_format()
    {
        using var node = Up();
        ImageZmqSender.Run("req", node.Hub, "cam", "20", "1000").ShouldBe("ok 20");
        using var client = new HttpClient();
        await File.WriteAllTextAsync(_root["metrics.txt"], await client.GetStringAsync(new Uri(node.Address + "/metrics")));

        using var parser = PythonPeer.Start("WebConsole/parse_metrics.py", _root["metrics.txt"]);

        parser.ReadLine().ShouldBe("catchment_hub_stored_total 20.0");
    }

    private static async Task LivePicturesAsync(NewcomerTab tab)
    {
        var pictures = tab.Page.Locator(".tile img");
        await Assertions.Expect(pictures).ToHaveCountAsync(4);
        for (var i = 0; i < 4; i++)
            await Assertions.Expect(pictures.Nth(i)).ToHaveJSPropertyAsync("naturalWidth", 480);
        var first = await pictures.First.GetAttributeAsync("src");
        await Assertions.Expect(pictures.First).Not.ToHaveAttributeAsync("src", first!);
        await tab.PhotographAsync("cameras");
    }

    private static async Task YesterdayAsync(NewcomerTab tab, DateOnly yesterday)
    {
        await tab.Page.GotoAsync($"/frames?day={yesterday:yyyy-MM-dd}");
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToContainTextAsync(" of ");
        await Assertions.Expect(tab.Page.Locator(".thumb img").Nth(3)).ToHaveJSPropertyAsync("naturalWidth", 480);
        await Assertions.Expect(tab.Page.Locator(".frame-time")).ToBeVisibleAsync();
        await tab.PhotographAsync("yesterday");
    }

    private static async Task MessagesAsync(NewcomerTab tab)
    {
        await tab.Page.GotoAsync("/events?type=motion");
        await Assertions.Expect(tab.Page.Locator(".event-text").First).ToBeVisibleAsync();
        await tab.PhotographAsync("events");
    }

    private static async Task OutpostsAsync(NewcomerTab tab)
    {
        await tab.Page.GotoAsync("/outposts");
        var pictures = tab.Page.Locator(".tile canvas");
        await Assertions.Expect(pictures).ToHaveCountAsync(4);
        for (var i = 0; i < 4; i++)
            await Assertions.Expect(pictures.Nth(i)).ToHaveAttributeAsync("data-shown", "true");
        await tab.PhotographAsync("outposts");
    }

    /// <summary>Waits for an event that the sentinel has done with: its boxes are there twice, as the outpost and as the sentinel saw them.</summary>
    private static async Task<JsonElement> FinishedAsync(HttpClient client)
    {
        JsonElement found = default;
        await Eventually.TrueAsync(
            async () =>
            {
                using var page = JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/v1/recordings?type=obj&limit=1&order=oldest", UriKind.Relative)));
                var items = page.RootElement.GetProperty("items");
                if (items.GetArrayLength() == 0)
                    return false;
                found = items[0].Clone();
                return RowsOf(found, "obj") is > 0 and var rows && rows == RowsOf(found, "trk");
            },
            "the sentinel's results of an event come");
        return found;
    }

    private static int RowsOf(JsonElement recording, string type) =>
        recording.GetProperty("sets").EnumerateArray().Where(s => s.GetProperty("type").GetString() == type).Sum(s => s.GetProperty("rows").GetInt32());

    private static async Task PlayAsync(NewcomerTab tab, JsonElement recording)
    {
        await tab.Page.GotoAsync(AddressOf(recording));
        var canvas = tab.Page.Locator(".player canvas");
        await Assertions.Expect(canvas).ToHaveAttributeAsync("data-index", "0"); // The page listens to keys once it has its pictures.
        for (var i = 1; i <= 3; i++)
        {
            await tab.Page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(canvas).ToHaveAttributeAsync("data-index", i.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var type in recording.GetProperty("sets").EnumerateArray().Select(s => s.GetProperty("type").GetString()!).Except(["trk", "obj"]))
            await tab.Page.GetByRole(AriaRole.Button, new() { Name = type }).ClickAsync();
        var boxes = 0;
        await Eventually.TrueAsync(
            async () => (boxes = int.Parse((await canvas.GetAttributeAsync("data-boxes"))!, CultureInfo.InvariantCulture)) is 2 or 4, "one or two objects are each drawn twice");
        await tab.PhotographAsync("event");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "obj" }).ClickAsync();
        await Assertions.Expect(canvas).ToHaveAttributeAsync("data-boxes", (boxes / 2).ToString(CultureInfo.InvariantCulture));
        await tab.Page.GetByLabel("Speed").SelectOptionAsync("4×");
        await tab.Page.GetByLabel("Play (Space)").ClickAsync();
        var pictures = recording.GetProperty("pictures").GetInt32().ToString(CultureInfo.InvariantCulture);
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync($"{pictures} of {pictures}", new() { Timeout = 30_000 });

        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.GetByRole(AriaRole.Button, new() { Name = "Film" }).ClickAsync());
        var film = await File.ReadAllBytesAsync((await download.PathAsync())!);
        film.AsSpan(4, 4).ToArray().ShouldBe("ftyp"u8.ToArray());
    }

    private async Task KeepAndDeleteAsync(NewcomerTab tab, JsonElement recording)
    {
        var id = recording.GetProperty("event").GetString()!;
        var delete = tab.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" });
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Keep", Exact = true }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Kept" })).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(delete).ToBeDisabledAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Kept" }).ClickAsync();
        await Assertions.Expect(delete).ToBeEnabledAsync();
        FilesOf(id).Count.ShouldBeGreaterThan(10);

        await delete.ClickAsync();
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        Eventually.True(() => FilesOf(id).Count == 0, "all of the event's files go");
        await Assertions.Expect(tab.Page.Locator(".event-id").Filter(new() { HasText = id })).ToHaveCountAsync(0);
        File.ReadAllText(Directory.GetFiles(_root["node"], "camwatcher.csv", SearchOption.AllDirectories).Single()).ShouldNotContain(id);
    }

    private List<string> FilesOf(string id) =>
        [.. Directory.GetFiles(_root["node"], $"{id}_*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })];

    private static string AddressOf(JsonElement recording) => $"/recordings/{recording.GetProperty("day").GetString()}/{recording.GetProperty("event").GetString()}";

    private NewcomerNode Up() => NewcomerNode.Up(_root["node"], _root["data"]);

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
