using System.Net;
using System.Text.Json;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings;
using Catchment.Cameras.Watcher;

namespace Catchment.WebConsole.Tests.Recordings;

public sealed class RecordingRoutesTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTime Morning = new DateTime(2026, 3, 1, 8, 18, 31).AddMicroseconds(809_000);
    private readonly RecordingWorld _world = new();
    private ConsoleNode _node = null!;

    public async Task InitializeAsync() => _node = await ConsoleNode.StartAsync(p => _world.Into(p));

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Events_are_listed_with_their_sets_and_first_picture()
    {
        _world.Add(1, Morning, pictures: 3);
        _world.Add(2, Morning.AddMinutes(1), pictures: 0, view: "Side");

        (await GetAsync("recordings")).GetProperty("items")[1].GetRawText().ShouldBe(
            $$"""{"day":"2026-03-01","event":"{{RecordingWorld.IdOf(1)}}","node":"alpha5","view":"PiCam3","start":"2026-03-01T08:18:31.809000","end":"2026-03-01T08:18:32.209000","width":320,"height":200,"pictures":3,"sets":[{"type":"trk","rows":3}],"labels":["person"],"picture":"/api/v1/pictures/recordings/2026-03-01/{{RecordingWorld.IdOf(1)}}/first.jpg"}""");
        (await GetAsync("recordings")).GetProperty("items")[0].TryGetProperty("picture", out _).ShouldBeFalse();
        (await RawAsync("recordings/days")).ShouldBe("""{"items":[{"day":"2026-03-01","count":2}]}""");
        (await RawAsync("recordings/views")).ShouldBe("""{"items":[{"node":"alpha5","view":"PiCam3"},{"node":"alpha5","view":"Side"}]}""");
        (await RawAsync("recordings/labels")).ShouldBe("""{"items":["person"]}""");
        (await RawAsync("recordings/types")).ShouldBe("""{"items":["trk"]}""");
    }

    [Fact]
    public async Task Every_filter_reaches_the_catalog_as_it_was_given_and_pages_follow_each_other()
    {
        for (var i = 0; i < 5; i++)
            _world.Add(i, Morning.AddMinutes(i), pictures: 0);
        _ = await GetAsync("recordings?node=N%20%3B--&view=%27x&type=fr1&label=Ann&date=2026-03-01&limit=10000&order=oldest");
        _world.LastQuery.ShouldBe(new RecordingQuery
        {
            Node = "N ;--",
            View = "'x",
            Type = "fr1",
            Label = "Ann",
            From = new DateTime(2026, 3, 1),
            To = new DateTime(2026, 3, 2),
            OldestFirst = true,
            Limit = 10_000,
        });

        JsonElement first = await GetAsync("recordings?limit=3");
        JsonElement second = await GetAsync($"recordings?limit=3&cursor={first.GetProperty("next").GetString()}");
        first.GetProperty("items").GetArrayLength().ShouldBe(3);
        second.GetProperty("items").GetArrayLength().ShouldBe(2);
        second.TryGetProperty("next", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_event_tells_its_pictures_and_a_set_its_rows()
    {
        Recording recording = _world.Add(1, Morning, pictures: 2);
        JsonElement detail = await GetAsync(PathOf(recording));
        detail.GetProperty("times").GetRawText().ShouldBe("""["2026-03-01T08:18:31.809000","2026-03-01T08:18:32.009000"]""");
        detail.GetProperty("kept").GetBoolean().ShouldBeFalse();
        detail.GetProperty("under_way").GetBoolean().ShouldBeFalse();

        string root = detail.GetProperty("picture_root").GetString()!;
        using HttpResponseMessage picture = await _node.Client.GetAsync(root + "2026-03-01_08.18.32.009000.jpg");
        (await picture.Content.ReadAsByteArrayAsync()).ShouldBe(Scene.Pictures[1]);

        (await RawAsync(PathOf(recording) + "/sets/trk")).ShouldBe(
            """{"type":"trk","rows":[{"time":"2026-03-01T08:18:31.809000","object_id":"1","class_name":"person: 0.9876","x1":20,"y1":40,"x2":80,"y2":120},{"time":"2026-03-01T08:18:32.009000","object_id":"1","class_name":"person: 0.9876","x1":30,"y1":40,"x2":90,"y2":120}],"left_out":0}""");
        await ExpectAsync(HttpMethod.Get, PathOf(recording) + "/sets/fr1", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_first_picture_is_found_also_when_the_folders_time_does_not_tell_of_it()
    {
        Recording waiting = _world.Add(1, Morning, pictures: 0);
        string folder = _world.Folders.ImagesOf(waiting.Key.Day);
        DateTime tick = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5); // The clock of a file server is another one.
        Directory.SetLastWriteTimeUtc(folder, tick);
        string first = $"pictures/recordings/{EventNames.Text(waiting.Key.Day)}/{waiting.Key.Id}/first.jpg";
        await ExpectAsync(HttpMethod.Get, first, HttpStatusCode.NotFound);
        _world.Grow(waiting.Key, 1);
        Directory.SetLastWriteTimeUtc(folder, tick);
        using HttpResponseMessage picture = await _node.Client.GetAsync("/api/v1/" + first);
        (await picture.Content.ReadAsByteArrayAsync()).ShouldBe(Scene.Pictures[0]);
    }

    [Fact]
    public async Task A_person_keeps_gives_up_and_deletes()
    {
        Recording recording = _world.Add(1, Morning);
        await ExpectAsync(HttpMethod.Put, PathOf(recording) + "/keep", HttpStatusCode.OK);
        (await GetAsync(PathOf(recording))).GetProperty("kept").GetBoolean().ShouldBeTrue();
        (await ExpectAsync(HttpMethod.Delete, PathOf(recording), HttpStatusCode.Conflict)).ShouldContain("The event is kept.");
        await ExpectAsync(HttpMethod.Delete, PathOf(recording) + "/keep", HttpStatusCode.OK);
        await ExpectAsync(HttpMethod.Delete, PathOf(recording), HttpStatusCode.OK);
        await ExpectAsync(HttpMethod.Get, PathOf(recording), HttpStatusCode.NotFound);
        await ExpectAsync(HttpMethod.Delete, PathOf(recording), HttpStatusCode.NotFound);

        _world.DeskAnswer = new EventDeskAnswer(EventDeskOutcome.Failed, "The watcher does not answer.");
        (await ExpectAsync(HttpMethod.Delete, PathOf(recording), HttpStatusCode.ServiceUnavailable)).ShouldContain("The watcher does not answer.");
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Another_site_changes_nothing_in_a_browsers_name(string header, string value)
    {
        Recording recording = _world.Add(1, Morning);
        foreach ((HttpMethod method, string path) in new[] { (HttpMethod.Put, "/keep"), (HttpMethod.Delete, "/keep"), (HttpMethod.Delete, ""), (HttpMethod.Get, "/video") })
        {
            using var request = new HttpRequestMessage(method, "/api/v1/" + PathOf(recording) + path);
            request.Headers.Add(header, value);
            using HttpResponseMessage response = await _node.Client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{method} {path}");
        }

        (await GetAsync(PathOf(recording))).GetProperty("kept").GetBoolean().ShouldBeFalse();
        using var own = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/{PathOf(recording)}/keep");
        own.Headers.Add("Origin", _node.Address.GetLeftPart(UriPartial.Authority));
        own.Headers.Add("Sec-Fetch-Site", "same-origin");
        using HttpResponseMessage kept = await _node.Client.SendAsync(own);
        kept.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("recordings/2026-03-01/..%2F..%2Fetc")]
    [InlineData("recordings/2026-03-01/*")]
    [InlineData("recordings/2026-3-1/0123")]
    [InlineData("recordings/..%2F2026-03-01/0123")]
    [InlineData("recordings/2026-03-01/0123/sets/..%2Ftrk")]
    [InlineData("recordings/2026-03-01/0123/video")]
    [InlineData("pictures/recordings/2026-03-01/0123/..%2F..%2Fx.jpg")]
    [InlineData("pictures/recordings/2026-03-01/0123/2026-03-01_08.18.31.jpg")]
    [InlineData("pictures/recordings/2026-03-01/0123/first.jpg")]
    [InlineData("pictures/outposts/alpha5/PiCam3.jpg")]
    public async Task What_names_no_event_is_not_found(string path)
    {
        (await ExpectAsync(HttpMethod.Get, path, HttpStatusCode.NotFound)).ShouldContain("\"status\":404");
    }

    [Theory]
    [InlineData("recordings?date=2026-03-01&from=2026-03-01", "date")]
    [InlineData("recordings?camera=x", "camera")]
    [InlineData("recordings/days?limit=1", "limit")]
    [InlineData("recordings/2026-03-01/0123/video?set=..%2Fx", "set")]
    public async Task A_bad_parameter_is_named(string path, string parameter)
    {
        using var problem = JsonDocument.Parse(await ExpectAsync(HttpMethod.Get, path, HttpStatusCode.BadRequest));
        problem.RootElement.GetProperty("parameter").GetString().ShouldBe(parameter);
    }

    [Fact]
    public async Task Pictures_are_kept_for_good_links_are_not_followed_and_the_first_is_found_when_it_comes()
    {
        Recording recording = _world.Add(1, Morning, pictures: 0);
        string root = $"pictures/{PathOf(recording)}/";
        await ExpectAsync(HttpMethod.Get, root + "first.jpg", HttpStatusCode.NotFound);
        _world.Grow(recording.Key, 2);
        using HttpResponseMessage first = await _node.Client.GetAsync($"/api/v1/{root}first.jpg");
        (await first.Content.ReadAsByteArrayAsync()).ShouldBe(Scene.Pictures[0]);
        using HttpResponseMessage named = await _node.Client.GetAsync($"/api/v1/{root}2026-03-01_08.18.31.809000.jpg");
        named.Headers.CacheControl!.ToString().ShouldContain("immutable");
        named.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");

        File.CreateSymbolicLink(_world.Folders.PictureOf(recording.Key, Morning.AddHours(1)), _world.Folders.IndexOf(recording.Key.Day));
        await ExpectAsync(HttpMethod.Get, root + "2026-03-01_09.18.31.809000.jpg", HttpStatusCode.NotFound);
        File.Delete(_world.Folders.PictureOf(recording.Key, Morning));
        using HttpResponseMessage second = await _node.Client.GetAsync($"/api/v1/{root}first.jpg");
        (await second.Content.ReadAsByteArrayAsync()).ShouldBe(Scene.Pictures[1]);
    }

    [Fact]
    public async Task Outposts_are_told_with_the_event_under_way_and_their_newest_picture()
    {
        Recording recording = _world.Add(1, Morning);
        _world.Put(new OutpostTile("alpha5", "PiCam 3", IsConnected: true, Morning.AddDays(1).Date.AddSeconds(1), Morning, 320, 200, "(1000, 20)", recording.Key.Id), Scene.Pictures[0]);

        JsonElement outpost = (await GetAsync("outposts")).GetProperty("items")[0];
        outpost.GetProperty("event_day").GetString().ShouldBe("2026-03-01", "an event goes on over midnight");
        outpost.GetProperty("health").GetString().ShouldBe("(1000, 20)");
        using HttpResponseMessage picture = await _node.Client.GetAsync(outpost.GetProperty("picture").GetString());
        (await picture.Content.ReadAsByteArrayAsync()).ShouldBe(Scene.Pictures[0]);
        picture.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await GetAsync(PathOf(recording))).GetProperty("under_way").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_catalog_that_is_away_is_told()
    {
        _world.Trouble = new CatalogException("The database at db1 does not answer.", isQuestion: false);
        foreach (string path in new[] { "recordings", "recordings/days", "recordings/views", "recordings/labels", "recordings/types", $"recordings/2026-03-01/{RecordingWorld.IdOf(1)}" })
            (await ExpectAsync(HttpMethod.Get, path, HttpStatusCode.ServiceUnavailable)).ShouldContain("The database at db1 does not answer");
    }

    [Fact]
    public async Task A_node_without_recorded_events_has_neither_routes_nor_pages_of_them()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync();
        foreach (string path in new[] { "/api/v1/recordings", "/api/v1/outposts", "/recordings", "/outposts" })
        {
            using HttpResponseMessage response = await node.Client.GetAsync(path);
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await _node.Client.GetStringAsync("/recordings")).ShouldContain("data-pages=\"recordings outposts\"");
        await using ConsoleNode without = await ConsoleNode.StartAsync(p => _world.Into(p, r => r with { Outposts = null }));
        (await without.Client.GetStringAsync("/")).ShouldContain("data-pages=\"recordings\"");
        using HttpResponseMessage outposts = await without.Client.GetAsync("/api/v1/outposts");
        outposts.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_description_names_every_route()
    {
        using var document = JsonDocument.Parse(await _node.Client.GetStringAsync("/api/v1/openapi.json"));
        JsonElement paths = document.RootElement.GetProperty("paths");
        foreach ((string path, string method) in new[]
        {
            ("recordings", "get"), ("recordings/days", "get"), ("recordings/views", "get"), ("recordings/labels", "get"), ("recordings/types", "get"),
            ("recordings/{day}/{event}", "get"), ("recordings/{day}/{event}", "delete"), ("recordings/{day}/{event}/sets/{type}", "get"),
            ("recordings/{day}/{event}/keep", "put"), ("recordings/{day}/{event}/keep", "delete"), ("recordings/{day}/{event}/video", "get"), ("outposts", "get"),
            ("pictures/recordings/{day}/{event}/{time}.jpg", "get"), ("pictures/outposts/{node}/{view}.jpg", "get"),
        })
        {
            JsonElement operation = paths.GetProperty("/api/v1/" + path).GetProperty(method);
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
            operation.GetProperty("responses").TryGetProperty("403", out _).ShouldBe(method is "put" or "delete" || path.EndsWith("video", StringComparison.Ordinal), path);
            foreach (JsonProperty response in operation.GetProperty("responses").EnumerateObject())
                response.Value.GetProperty("description").GetString().ShouldNotBeNullOrEmpty($"{path} {response.Name}");
        }
    }

    private static string PathOf(Recording recording) => $"recordings/{EventNames.Text(recording.Key.Day)}/{recording.Key.Id}";

    private Task<string> RawAsync(string path) => _node.Client.GetStringAsync("/api/v1/" + path);

    private async Task<JsonElement> GetAsync(string path)
    {
        using var document = JsonDocument.Parse(await RawAsync(path));
        return document.RootElement.Clone();
    }

    private async Task<string> ExpectAsync(HttpMethod method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/" + path);
        using HttpResponseMessage response = await _node.Client.SendAsync(request);
        string body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, path + " " + body);
        return body;
    }
}
