using Catchment.Cameras.Recordings;
using Catchment.WebConsole.Tests.Recordings;
using Microsoft.Playwright;

namespace Catchment.WebConsole.Tests.Browser;

/// <summary>The pages of recorded events, in light and dark and on a phone: data is there, nothing overflows, nothing complains.</summary>
[Collection(BrowserTests.Name)]
public sealed class RecordingLookTests(Chromium chromium)
{
    [Fact]
    public async Task The_pages_of_recorded_events_show_their_data_in_light_and_dark_and_on_a_phone()
    {
        using var world = new RecordingWorld();
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        string[] labels = ["person", "car", "dog", "person"];
        for (var i = 0; i < 60; i++)
            world.Add(i, Scene.Now.AddMinutes(-i * 7), pictures: 3 + (i % 9), view: i % 3 == 0 ? "Side" : "PiCam3", node: i % 5 == 0 ? "bravo" : "alpha5", label: labels[i % 4]);
        Recording shown = world.Add(100, Scene.Now.AddSeconds(-20), pictures: 12);
        world.AddSet(shown.Key, "fd1", "Face");
        world.AddSet(shown.Key, "fr1", "Ann: 99.61% (0.512345|-0.120001|1|1)");
        world.Put(new("alpha5", "PiCam3", IsConnected: true, Scene.Now, Scene.Now, 480, 300, "(1000, 20, 3, 31.70, 31.95)", shown.Key.Id), Scene.Pictures[0]);
        world.Put(new("alpha5", "Side", IsConnected: true, Scene.Now, Scene.Now, 480, 300, null, null), Scene.Pictures[2]);
        world.Put(new("bravo", "PiCam3", IsConnected: false, null, null, null, null, null, null), null);

        foreach ((string path, string name, string sign) in new[]
        {
            ("/recordings", "recordings", "img.recording-picture"),
            ($"/recordings/{Scene.Now:yyyy-MM-dd}/{shown.Key.Id}", "recording", ".player canvas[data-boxes='3']"),
            ("/outposts", "outposts", ".tile canvas[data-shown=true]"),
        })
        {
            foreach ((string look, int width, int height, ColorScheme colours) in new[]
            {
                ("light", 1280, 800, ColorScheme.Light), ("dark", 1280, 800, ColorScheme.Dark), ("phone", Tab.PhoneWidth, 740, ColorScheme.Light),
            })
            {
                await using Tab tab = await Tab.OpenAsync(chromium, node, path, width, height, colours);
                await tab.Page.WaitForSelectorAsync(sign);
                await tab.Page.WaitForSelectorAsync(".connection-on");
                await tab.Page.EvaluateAsync("Promise.all([...document.images].map(i => i.decode()))");
                (await tab.OverflowsAsync()).ShouldBeFalse($"{path} {look}");
                tab.Faults.ShouldBeEmpty();
                await tab.PhotographAsync($"{name}-{look}");
            }
        }
    }
}
