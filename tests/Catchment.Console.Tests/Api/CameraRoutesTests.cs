using System.Net;
using System.Text.Json;
using Catchment.Cameras.Catalog;

namespace Catchment.WebConsole.Tests.Api;

public sealed class CameraRoutesTests : IAsyncLifetime
{
    private static readonly DateTime Morning = new DateTime(2026, 3, 1, 8, 18, 31).AddMicroseconds(809_000);

    private ConsoleNode _node = null!;

    public async Task InitializeAsync() => _node = await ConsoleNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Cameras_come_with_their_newest_frame_and_last_message()
    {
        _node.Catalog.Add(new FrameEntry(Scene.Mailbox, Morning, FrameFormat.Jpg, 60_400, 640, 480, IsArchived: false), framesPerMinute: 12);
        _node.Catalog.Add(new EventEntry(7, Scene.Pump, new DateTime(2026, 3, 1, 8, 0, 0, 5), "Temp", "PumpHouse|Temp|41 F"));

        using JsonDocument answer = await GetAsync("cameras");

        answer.RootElement.GetProperty("node").GetString().ShouldBe("data1");
        JsonElement[] items = [.. answer.RootElement.GetProperty("items").EnumerateArray()];
        items[0].GetProperty("frames_per_minute").GetInt32().ShouldBe(12);
        items[0].TryGetProperty("last_event", out _).ShouldBeFalse();
        items[0].GetProperty("newest").GetRawText().ShouldBe(
            """{"camera":"Driveway-Mailbox","node":"Driveway","view":"Mailbox","time":"2026-03-01T08:18:31.809000","picture":"/api/v1/pictures/2026-03-01/Driveway-Mailbox-2026-03-01T08.18.31.809000.jpg","format":"jpg","size":60400,"width":640,"height":480,"archived":false}""");
        items[1].GetProperty("last_event").GetRawText().ShouldBe(
            """{"id":0,"camera":"PumpHouse","node":"PumpHouse","view":"","time":"2026-03-01T08:00:00.005","type":"Temp","text":"PumpHouse|Temp|41 F"}""");
    }

    [Fact]
    public async Task Frames_are_paged_filtered_and_ordered()
    {
        for (var i = 0; i < 10; i++)
            _node.Catalog.Add(Frame(i % 2 == 0 ? Scene.Mailbox : Scene.Pump, Morning.AddMinutes(i)));

        using JsonDocument first = await GetAsync("frames?node=PumpHouse&view=&order=oldest&limit=3&from=2026-03-01T08:19&to=2026-03-02");
        Times(first).ShouldBe(["08:19", "08:21", "08:23"]);
        using JsonDocument second = await GetAsync($"frames?node=PumpHouse&view=&order=oldest&limit=3&from=2026-03-01T08:19&to=2026-03-02&cursor={first.RootElement.GetProperty("next").GetString()}");
        Times(second).ShouldBe(["08:25", "08:27"]);
        second.RootElement.TryGetProperty("next", out _).ShouldBeFalse();
        using JsonDocument newest = await GetAsync("frames?limit=1");
        Times(newest).ShouldBe(["08:27"]);
    }

    [Fact]
    public async Task Every_filter_reaches_the_catalog_as_it_was_given()
    {
        using JsonDocument answer = await GetAsync("events?node=N%20%3B--&view=%27x&type=a%7Cb&from=2026-03-01&to=2026-03-01T23:59:59.123456&limit=10000&order=newest&token=none");

        _node.Catalog.LastQuery.ShouldBe(new CatalogQuery
        {
            Node = "N ;--",
            View = "'x",
            Type = "a|b",
            From = new DateTime(2026, 3, 1),
            To = new DateTime(2026, 3, 1, 23, 59, 59).AddMicroseconds(123_456),
            Limit = 10_000,
        });
    }

    [Fact]
    public async Task A_text_is_searched_through_the_pages_until_one_has_it()
    {
        for (var i = 0; i < 50; i++)
            _node.Catalog.Add(new EventEntry(i, Scene.Pump, Morning.AddSeconds(i), "note", i == 10 ? "PumpHouse|note|Fox seen" : "PumpHouse|note|nothing"));

        using JsonDocument found = await GetAsync("events?text=fOX&limit=10");
        found.RootElement.GetProperty("items").EnumerateArray().Single().GetProperty("text").GetString().ShouldBe("PumpHouse|note|Fox seen");
        using JsonDocument rest = await GetAsync($"events?text=fOX&limit=10&cursor={found.RootElement.GetProperty("next").GetString()}");
        rest.RootElement.GetProperty("items").GetArrayLength().ShouldBe(0);
        rest.RootElement.TryGetProperty("next", out _).ShouldBeFalse();

        // One question looks through twenty pages at most, and says that there is more.
        using JsonDocument bounded = await GetAsync("events?text=owl&limit=1");
        bounded.RootElement.GetProperty("items").GetArrayLength().ShouldBe(0);
        bounded.RootElement.GetProperty("next").GetString().ShouldBe("20");
    }

    [Fact]
    public async Task Days_counts_and_types_are_told()
    {
        _node.Catalog.Add(Frame(Scene.Mailbox, Morning.AddDays(-2)));
        _node.Catalog.Add(Frame(Scene.Mailbox, Morning));
        _node.Catalog.Add(Frame(Scene.Mailbox, Morning.AddSeconds(10)));
        _node.Catalog.Add(Frame(Scene.Mailbox, Morning.AddHours(3)));
        _node.Catalog.Add(new EventEntry(1, Scene.Pump, Morning, "Temp", "PumpHouse|Temp|41 F"));

        (await RawAsync("days?node=Driveway")).ShouldBe("""{"items":["2026-03-01","2026-02-27"]}""");
        (await RawAsync("counts?date=2026-03-01&span=3600")).ShouldBe(
            """{"span":3600,"items":[{"start":"2026-03-01T08:00:00.000","frames":2},{"start":"2026-03-01T11:00:00.000","frames":1}]}""");
        (await RawAsync("counts?from=2026-03-01T08:18:31&to=2026-03-01T08:18:32&span=1")).ShouldBe("""{"span":1,"items":[{"start":"2026-03-01T08:18:31.000","frames":1}]}""");
        (await RawAsync("eventtypes")).ShouldBe("""{"items":["Temp"]}""");
    }

    [Theory]
    [InlineData("frames?limit=0", "limit", "0")]
    [InlineData("frames?limit=10001", "limit", "10001")]
    [InlineData("frames?limit=1e3", "limit", "1e3")]
    [InlineData("frames?limit=-1", "limit", "-1")]
    [InlineData("frames?limit=", "limit", "")]
    [InlineData("frames?from=yesterday", "from", "yesterday")]
    [InlineData("frames?from=2026-03-01T08:00:00Z", "from", "2026-03-01T08:00:00Z")]
    [InlineData("frames?from=2026-02-30", "from", "2026-02-30")]
    [InlineData("frames?from=2026-03-02&to=2026-03-01", "from", "2026-03-02")]
    [InlineData("frames?order=random", "order", "random")]
    [InlineData("frames?camra=x", "camra", "x")]
    [InlineData("frames?node=a&node=b", "node", "a,b")]
    [InlineData("frames?node=a%00b", "node", "a\0b")]
    [InlineData("frames?text=x", "text", "x")]
    [InlineData("counts", "date", "")]
    [InlineData("counts?date=2026-03-01&from=2026-03-01", "date", "2026-03-01")]
    [InlineData("counts?date=9999-12-31", "date", "9999-12-31")]
    [InlineData("counts?date=2026-03-01&span=0", "span", "0")]
    [InlineData("counts?from=2020-01-01&to=2026-01-01&span=1", "span", "1")]
    [InlineData("cameras?x=1", "x", "1")]
    [InlineData("live?topics=frame,secrets", "topics", "frame,secrets")]
    public async Task A_bad_parameter_is_named_with_what_is_allowed(string question, string parameter, string found)
    {
        using HttpResponseMessage response = await _node.Client.GetAsync("/api/v1/" + question);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        problem.RootElement.GetProperty("parameter").GetString().ShouldBe(parameter);
        problem.RootElement.GetProperty("found").GetString().ShouldBe(found);
        problem.RootElement.GetProperty("allowed").GetString().ShouldNotBeNullOrEmpty();
        problem.RootElement.GetProperty("detail").GetString()!.ShouldContain(parameter);
    }

    [Fact]
    public async Task The_catalogs_own_words_reach_who_asked()
    {
        using HttpResponseMessage cursor = await _node.Client.GetAsync("/api/v1/frames?cursor=xyz");
        cursor.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await cursor.Content.ReadAsStringAsync()).ShouldContain("is no cursor");

        _node.Catalog.Trouble = new CatalogException("The database at db1 does not answer; it is tried again.", isQuestion: false);
        foreach (string path in new[] { "frames", "events", "events?text=x", "days", "counts?date=2026-03-01", "eventtypes" })
        {
            using HttpResponseMessage away = await _node.Client.GetAsync("/api/v1/" + path);
            away.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, path);
            (await away.Content.ReadAsStringAsync()).ShouldContain("The database at db1 does not answer");
        }

        using HttpResponseMessage cameras = await _node.Client.GetAsync("/api/v1/cameras");
        cameras.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task No_text_in_a_question_breaks_an_answer()
    {
        var random = new Random(20260301);
        string[] names = ["node", "view", "type", "from", "to", "limit", "cursor", "order", "text", "span", "date", "topics"];
        string[] paths = ["frames", "events", "days", "counts", "cameras", "eventtypes", "disk", "pictures/2026-03-01/x"];
        for (var i = 0; i < 400; i++)
        {
            char[] text = [.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 128 : 0xD800))];
            string query = $"{names[random.Next(names.Length)]}={Uri.EscapeDataString(new string(text))}";
            using HttpResponseMessage response = await _node.Client.GetAsync($"/api/v1/{paths[random.Next(paths.Length)]}?{query}");
            ((int)response.StatusCode).ShouldBeOneOf([200, 204, 400, 404], query);
        }
    }

    [Fact]
    public async Task An_unknown_path_of_the_api_is_a_problem_and_never_a_page()
    {
        using HttpResponseMessage response = await _node.Client.GetAsync("/api/v1/nothing");
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using HttpResponseMessage post = await _node.Client.PostAsync("/api/v1/frames", null);
        ((int)post.StatusCode).ShouldBeOneOf([404, 405]);
    }

    [Fact]
    public async Task The_disk_is_told_when_somebody_watches_it()
    {
        using HttpResponseMessage none = await _node.Client.GetAsync("/api/v1/disk");
        none.StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await using ConsoleNode watched = await ConsoleNode.StartAsync(p => p with { Disk = () => new ConsoleDisk(1, 2, 3.5, new DateTime(2026, 4, 1), null) });
        (await watched.Client.GetStringAsync("/api/v1/disk")).ShouldBe("""{"free_bytes":1,"total_bytes":2,"bytes_per_day":3.5,"full_at":"2026-04-01T00:00:00.000"}""");
    }

    private static FrameEntry Frame(Camera camera, DateTime time) => new(camera, time, FrameFormat.Jpg, 1000, null, null, IsArchived: false);

    private static string[] Times(JsonDocument page) =>
        [.. page.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("time").GetString()![11..16])];

    private Task<string> RawAsync(string path) => _node.Client.GetStringAsync("/api/v1/" + path);

    private async Task<JsonDocument> GetAsync(string path) => JsonDocument.Parse(await RawAsync(path));
}
