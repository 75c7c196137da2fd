using System.Net;
using System.Text.Json;
using Catchment.WebConsole.Tests.Live;

namespace Catchment.WebConsole.Tests.Files;

public sealed class FileRoutesTests : IAsyncLifetime, IDisposable
{
    private readonly FileWorld _world = new();
    private ConsoleNode _node = null!;

    public async Task InitializeAsync() => _node = await ConsoleNode.StartAsync(p => _world.Into(p));

    public async Task DisposeAsync() => await _node.DisposeAsync();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Files_are_listed_with_their_status_now()
    {
        _world.Add(1, "a.fits", "UNTRIED", "PENDING", "SUCCESS");
        _world.Add(2, "2026/b.fits", "UNTRIED", "PENDING", "FAILURE");
        _world.Add(3, "2026/c.fits");

        JsonElement items = (await GetAsync("files")).GetProperty("items");
        items.EnumerateArray().Select(i => $"{i.GetProperty("id")} {i.GetProperty("path")} {i.GetProperty("status")}").ShouldBe(["3 2026/c.fits NEW", "2 2026/b.fits FAILURE", "1 a.fits SUCCESS"]);
        items[0].TryGetProperty("since", out _).ShouldBeFalse();
        (await IdsAsync("files?status=FAILURE")).ShouldBe([2]);
        (await IdsAsync("files?status=NEW")).ShouldBe([3]);
        (await IdsAsync("files?name=2026/*.fits&order=oldest")).ShouldBe([2, 3]);
        (await IdsAsync("files?min_size=1500&max_size=2500")).ShouldBe([2]);
        (await IdsAsync($"files?checksum={1:x128}")).ShouldBe([1]);
        (await IdsAsync($"files?since={FileWorld.Now.AddDays(1):yyyy-MM-dd}")).ShouldBeEmpty();
        (await IdsAsync($"files?status=SUCCESS&changed_since={FileWorld.Now.AddDays(-1):yyyy-MM-dd}&changed_until={FileWorld.Now.AddDays(1):yyyy-MM-dd}&until={FileWorld.Now.AddDays(1):yyyy-MM-dd}")).ShouldBe([1]);
        JsonElement first = await GetAsync("files?limit=2");
        first.GetProperty("next").GetString().ShouldBe("2");
        first.GetProperty("cut").GetBoolean().ShouldBeFalse();
        (await IdsAsync("files?limit=2&cursor=2")).ShouldBe([1]);
    }

    [Fact]
    public async Task A_file_has_its_whole_history()
    {
        _world.Add(2, "2026/b.fits", "UNTRIED", "PENDING", "FAILURE");

        JsonElement detail = await GetAsync("files/2");
        detail.GetProperty("file").GetProperty("path").GetString().ShouldBe("2026/b.fits");
        detail.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("status").GetString()).ShouldBe(["UNTRIED", "PENDING", "FAILURE"]);
        detail.GetProperty("events")[2].GetProperty("message").GetString().ShouldBe("LookupError: <no such dataset>");
        detail.TryGetProperty("check", out _).ShouldBeFalse();
        foreach (var nobody in new[] { "9", "x", "-1", "99999999999999999999" })
            (await StatusAsync(HttpMethod.Get, $"files/{nobody}")).ShouldBe(HttpStatusCode.NotFound, nobody);
    }

    [Fact]
    public async Task The_funnel_and_the_last_hour_are_counted()
    {
        _world.Add(1, "a.fits", "UNTRIED", "PENDING", "SUCCESS");
        _world.Add(2, "b.fits", "UNTRIED");
        _world.Add(3, "c.fits");

        JsonElement funnel = await GetAsync("files/funnel");
        (funnel.GetProperty("files").GetInt64(), funnel.GetProperty("bytes").GetInt64(), funnel.GetProperty("complete").GetBoolean()).ShouldBe((3, 6000, true));
        funnel.GetProperty("statuses").EnumerateArray().Where(s => s.GetProperty("count").GetInt64() > 0).Select(s => s.GetProperty("status").GetString()).ShouldBe(["NEW", "UNTRIED", "SUCCESS"]);
        funnel.GetProperty("oldest").GetProperty("id").GetInt64().ShouldBe(3); // Tracked five minutes ago; the other one has waited for seconds.
        JsonElement minutes = (await GetAsync("files/rates")).GetProperty("items");
        minutes.GetArrayLength().ShouldBe(60);
        minutes.EnumerateArray().Sum(m => m.GetProperty("found").GetInt64()).ShouldBe(3);
        minutes.EnumerateArray().Sum(m => m.GetProperty("succeeded").GetInt64()).ShouldBe(1);
    }

    [Fact]
    public async Task A_file_is_run_again_once()
    {
        _world.Add(1, "a.fits", "UNTRIED", "PENDING", "FAILURE");
        _world.Add(2, "b.fits", "UNTRIED", "PENDING");
        _world.Add(3, "c.fits");

        JsonElement answer = await PostAsync("files/1/rerun");
        answer.GetProperty("text").GetString().ShouldBe("The file is to be run again. The ingester does so by itself.");
        (await GetAsync("files/1")).GetProperty("file").GetProperty("status").GetString().ShouldBe("RERUN");
        foreach (var (id, wanted) in new[] { (1, HttpStatusCode.Conflict), (2, HttpStatusCode.Conflict), (3, HttpStatusCode.Conflict), (4, HttpStatusCode.NotFound) })
            (await StatusAsync(HttpMethod.Post, $"files/{id}/rerun")).ShouldBe(wanted, $"{id}");
        (await GetAsync("files/2")).GetProperty("events").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Files_of_a_status_are_run_again_in_parts()
    {
        _world.Fill(1, 5_600, "FAILURE");
        _world.Add(6_000, "good.fits", "SUCCESS");

        JsonElement first = await PostAsync("files/rerun?status=FAILURE&name=raw_");
        (first.GetProperty("added").GetInt64(), first.GetProperty("next").GetString()).ShouldBe((5_000, "5000"));
        JsonElement rest = await PostAsync("files/rerun?status=FAILURE&name=raw_&cursor=5000");
        rest.GetProperty("added").GetInt64().ShouldBe(600);
        rest.TryGetProperty("next", out _).ShouldBeFalse();
        (await IdsAsync("files?status=FAILURE")).ShouldBeEmpty();
        (await IdsAsync("files?status=SUCCESS")).ShouldBe([6_000]);
        foreach (var wrong in new[] { "files/rerun", "files/rerun?status=PENDING", "files/rerun?status=NEW", "files/rerun?name=x" })
            (await StatusAsync(HttpMethod.Post, wrong)).ShouldBe(HttpStatusCode.BadRequest, wrong);
    }

    [Fact]
    public async Task Another_site_cannot_have_files_run_again()
    {
        _world.Add(1, "a.fits", "FAILURE");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/files/1/rerun");
        request.Headers.Add("Origin", "http://elsewhere.example");
        using HttpResponseMessage answer = await _node.Client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(HttpMethod.Get, "files/1/rerun")).ShouldNotBe(HttpStatusCode.OK);
        (await GetAsync("files/1")).GetProperty("events").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("files?status=failure")]
    [InlineData("files?limit=1001")]
    [InlineData("files?cursor=x")]
    [InlineData("files?checksum=xyz")]
    [InlineData("files?since=yesterday")]
    [InlineData("files?min_size=many")]
    [InlineData("files?nobody=1")]
    [InlineData("files/funnel?x=1")]
    public async Task What_cannot_be_asked_is_told(string path) => (await StatusAsync(HttpMethod.Get, path)).ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_database_that_is_not_there_is_told()
    {
        _world.TakeAway();
        (await StatusAsync(HttpMethod.Get, "files")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await StatusAsync(HttpMethod.Get, "files/funnel")).ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task News_of_the_funnel_come_over_the_feed()
    {
        _world.Add(1, "a.fits", "SUCCESS");
        await using LiveReader live = await LiveReader.OpenAsync(_node, "?topics=files");
        (await live.NextAsync()).Topic.ShouldBe("hello");
        (await live.NextAsync()).Data.GetProperty("files").GetInt64().ShouldBe(1);
        _world.Add(2, "b.fits", "FAILURE");
        (string topic, JsonElement news) = await live.NextAsync();
        topic.ShouldBe("files");
        news.GetProperty("files").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task The_routes_are_described_and_a_node_without_files_has_none()
    {
        using var document = JsonDocument.Parse(await _node.Client.GetStringAsync("/api/v1/openapi.json"));
        JsonElement paths = document.RootElement.GetProperty("paths");
        foreach (var (path, method) in new[] { ("files", "get"), ("files/funnel", "get"), ("files/rates", "get"), ("files/{id}", "get"), ("files/{id}/rerun", "post"), ("files/rerun", "post") })
            paths.GetProperty($"/api/v1/{path}").GetProperty(method).GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
        await using ConsoleNode other = await ConsoleNode.StartAsync();
        (await other.Client.GetAsync(new Uri("/api/v1/files", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<IEnumerable<long>> IdsAsync(string path) => (await GetAsync(path)).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetInt64());

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = JsonDocument.Parse(await _node.Client.GetStringAsync($"/api/v1/{path}"));
        return answer.RootElement.Clone();
    }

    private async Task<JsonElement> PostAsync(string path)
    {
        using HttpResponseMessage response = await _node.Client.PostAsync(new Uri($"/api/v1/{path}", UriKind.Relative), null);
        string text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        using var answer = JsonDocument.Parse(text);
        return answer.RootElement.Clone();
    }

    private async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}");
        using HttpResponseMessage answer = await _node.Client.SendAsync(request);
        return answer.StatusCode;
    }
}
