using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings;
using Catchment.WebConsole.Tests.Recordings;
using Microsoft.Playwright;

namespace Catchment.WebConsole.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class RecordingPageTests(Chromium chromium)
{
    /// <summary>Pixels of the canvas that have exactly a colour.</summary>
    private const string CountPixels =
        """
        ([r, g, b]) => {
          const c = document.querySelector('.player canvas');
          const copy = new OffscreenCanvas(c.width, c.height).getContext('2d', { willReadFrequently: true });
          copy.drawImage(c, 0, 0);
          const d = copy.getImageData(0, 0, c.width, c.height).data;
          let n = 0;
          for (let i = 0; i < d.length; i += 4) if (d[i] === r && d[i + 1] === g && d[i + 2] === b) n++;
          return n;
        }
        """;

    private static readonly DateTime Start = Scene.Now.Date.AddHours(8);
    private static readonly int[] TrackingColour = [0x35, 0xC9, 0xF0];
    private static readonly int[] FaceColour = [0xF4, 0x8F, 0xD0];

    [Fact]
    public async Task An_event_plays_at_its_own_times_with_boxes_drawn_over_its_pictures()
    {
        using var world = new RecordingWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        Recording recording = world.Add(1, Start, pictures: 20);
        world.AddSet(recording.Key, "fr1", "Ann: 99.61% (0.5|-0.1|1|1)");
        await using Tab tab = await Tab.OpenAsync(chromium, node, Address(recording));
        ILocator canvas = tab.Page.Locator(".player canvas");
        await Assertions.Expect(canvas).ToHaveAttributeAsync("data-boxes", "2");
        (await CountAsync(tab, TrackingColour)).ShouldBeGreaterThan(200);
        (await CountAsync(tab, FaceColour)).ShouldBeGreaterThan(200);
        await Assertions.Expect(tab.Page.Locator(".rows tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(tab.Page.Locator(".rows")).ToContainTextAsync("person: 0.9876");

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "fr1" }).ClickAsync();
        await Assertions.Expect(canvas).ToHaveAttributeAsync("data-boxes", "1");
        (await CountAsync(tab, FaceColour)).ShouldBe(0);

        // Four times as fast: twenty pictures take a second; then it stands at its end, and plays from the begin again.
        await tab.Page.GetByLabel("Speed").SelectOptionAsync("4×");
        await tab.Page.Locator("body").ClickAsync(new() { Position = new() { X = 2, Y = 400 } });
        await tab.Page.Keyboard.PressAsync(" ");
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("20 of 20");
        await Assertions.Expect(tab.Page.GetByLabel("Play (Space)")).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.Locator(".frame-facts")).ToContainTextAsync("+3.80 s");
        await Assertions.Expect(canvas).ToHaveAttributeAsync("data-index", "19");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_keyboard_steps_hides_boxes_and_goes_to_the_neighbours()
    {
        using var world = new RecordingWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        world.Add(1, Start);
        Recording second = world.Add(2, Start, view: "Side");
        world.Add(3, Start.AddMinutes(1), label: "car");
        world.Add(4, Start.AddMinutes(2));
        await using Tab tab = await Tab.OpenAsync(chromium, node, Address(second) + "?label=person");
        ILocator number = tab.Page.Locator(".frame-number");
        await Assertions.Expect(number).ToHaveTextAsync("1 of 10");
        await tab.Page.Keyboard.PressAsync("ArrowRight");
        await tab.Page.Keyboard.PressAsync("ArrowRight");
        await tab.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(number).ToHaveTextAsync("2 of 10");
        await tab.Page.Keyboard.PressAsync("End");
        await Assertions.Expect(number).ToHaveTextAsync("10 of 10");
        await Assertions.Expect(tab.Page.Locator(".player canvas")).ToHaveAttributeAsync("data-boxes", "1");
        await tab.Page.Keyboard.PressAsync("b");
        await Assertions.Expect(tab.Page.Locator(".player canvas")).ToHaveAttributeAsync("data-boxes", "0");
        await tab.Page.GetByLabel("Picture", new() { Exact = true }).FillAsync("4");
        await Assertions.Expect(number).ToHaveTextAsync("5 of 10");

        // Two events that began at the same moment are told apart, and one that the filter leaves out is passed over.
        await Assertions.Expect(tab.Page.GetByLabel("Next event (n)")).ToBeEnabledAsync();
        await tab.Page.Keyboard.PressAsync("n");
        await tab.Page.WaitForURLAsync(url => url.Contains(RecordingWorld.IdOf(4) + "?label=person", StringComparison.Ordinal));
        await Assertions.Expect(tab.Page.GetByLabel("Event before (p)")).ToBeEnabledAsync();
        await tab.Page.Keyboard.PressAsync("p");
        await tab.Page.WaitForURLAsync(url => url.Contains(RecordingWorld.IdOf(2), StringComparison.Ordinal));
        await Assertions.Expect(tab.Page.GetByLabel("Event before (p)")).ToBeEnabledAsync();
        await tab.Page.Keyboard.PressAsync("p");
        await tab.Page.WaitForURLAsync(url => url.Contains(RecordingWorld.IdOf(1), StringComparison.Ordinal));
        await Assertions.Expect(tab.Page.GetByLabel("Event before (p)")).ToBeDisabledAsync();
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_keeps_an_event_and_deletes_it_only_when_asked_twice()
    {
        using var world = new RecordingWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        Recording recording = world.Add(1, Start);
        await using Tab tab = await Tab.OpenAsync(chromium, node, Address(recording));
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Keep", Exact = true }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Kept" })).ToHaveAttributeAsync("aria-pressed", "true");
        world.IsKept(recording.Key).ShouldBeTrue();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" })).ToBeDisabledAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Kept" }).ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" })).ToBeEnabledAsync();

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Dialog).GetByText("Cancel").ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await tab.Page.Keyboard.PressAsync("Delete");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("10 pictures");
        tab.Faults.ShouldBeEmpty();
        await tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".state")).ToContainTextAsync("This event was deleted");
        Directory.GetFiles(world.Folders.ImagesOf(recording.Key.Day)).ShouldBeEmpty();

        world.Add(2, Start);
        world.DeskAnswer = new EventDeskAnswer(EventDeskOutcome.Failed, "The watcher does not answer; try again.");
        await tab.Page.GotoAsync($"/recordings/{Start:yyyy-MM-dd}/{RecordingWorld.IdOf(2)}");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Keep", Exact = true }).ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".notice")).ToContainTextAsync("The watcher does not answer; try again.");
    }

    [Fact]
    public async Task An_event_under_way_grows_and_is_followed()
    {
        using var world = new RecordingWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        Recording recording = world.Add(1, Start, pictures: 2);
        world.Put(new("alpha5", "PiCam3", IsConnected: true, Start, Start, 480, 300, null, recording.Key.Id), Scene.Pictures[0]);
        await using Tab tab = await Tab.OpenAsync(chromium, node, Address(recording));
        await tab.Page.WaitForSelectorAsync(".connection-on");
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("2 of 2");
        await tab.Page.Keyboard.PressAsync("Home");
        world.Grow(recording.Key, 3);
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("1 of 5");
        await tab.Page.Keyboard.PressAsync("End");
        world.Grow(recording.Key, 3);
        await Assertions.Expect(tab.Page.Locator(".frame-number")).ToHaveTextAsync("8 of 8");
        await Assertions.Expect(tab.Page.Locator(".player canvas")).ToHaveAttributeAsync("data-boxes", "1");
        tab.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_film_is_saved_and_the_browser_plays_it()
    {
        using var world = new RecordingWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        Recording recording = world.Add(1, Start, pictures: 10);
        await using Tab tab = await Tab.OpenAsync(chromium, node, Address(recording));
        IDownload download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.GetByRole(AriaRole.Button, new() { Name = "Film" }).ClickAsync());
        download.SuggestedFilename.ShouldBe($"{Start:yyyy-MM-dd}_{recording.Key.Id}.mp4");
        byte[] film = await File.ReadAllBytesAsync((await download.PathAsync())!);
        film.AsSpan(4, 4).ToArray().ShouldBe("ftyp"u8.ToArray());

        double duration = await tab.Page.EvaluateAsync<double>(
            """
            url => new Promise((done, failed) => {
              const v = document.createElement('video');
              v.muted = true;
              v.oncanplay = () => v.play().then(() => (v.onended = () => done(v.duration)), failed);
              v.onerror = () => failed(new Error(v.error.message));
              v.src = url;
            })
            """,
            $"/api/v1{Address(recording)}/video?set=trk");
        duration.ShouldBe(2.0, 0.05);
        tab.Faults.ShouldBeEmpty();
    }

    private static string Address(Recording recording) => $"/recordings/{EventNames.Text(recording.Key.Day)}/{recording.Key.Id}";

    private static Task<int> CountAsync(Tab tab, int[] colour) => tab.Page.EvaluateAsync<int>(CountPixels, colour);
}
