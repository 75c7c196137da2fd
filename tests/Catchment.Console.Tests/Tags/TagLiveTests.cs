using System.Net;
using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.WebConsole.Tests.Tags;

public sealed class TagLiveTests
{
    [Fact]
    public async Task A_stream_tells_what_its_tags_have_and_then_what_changes_and_nothing_of_others()
    {
        using var world = new TagWorld();
        DataPoint a = world.Register("a");
        world.Register("b");
        world.Write("a", 1);
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p));
        using HttpResponseMessage response = await OpenAsync(node, Id(a) + "," + Guid.NewGuid().ToString("N"));
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());

        (string topic, JsonElement data) = await NextAsync(lines);
        topic.ShouldBe("tags");
        data.GetProperty("items").GetArrayLength().ShouldBe(1);
        data.GetProperty("items")[0].GetProperty("id").GetString().ShouldBe(Id(a));
        data.GetProperty("items")[0].GetProperty("value").GetDouble().ShouldBe(1);
        (topic, data) = await NextAsync(lines);
        topic.ShouldBe("membership");
        data.GetProperty("count").GetInt32().ShouldBe(2);

        world.Write("b", 5);
        world.Write("a", 2, TagQuality.Uncertain);
        (topic, data) = await NextAsync(lines);
        topic.ShouldBe("tags");
        data.GetProperty("items")[0].GetRawText().ShouldContain("UNCERTAIN");
        data.GetProperty("items")[0].GetProperty("value").GetDouble().ShouldBe(2);

        // Of many changes the newest is told, however few messages it takes.
        for (var i = 3; i <= 1000; i++)
            world.Write("a", i);
        double told;
        do
        {
            (topic, data) = await NextAsync(lines);
            told = data.GetProperty("items")[0].GetProperty("value").GetDouble();
        }
        while (told < 1000);
        told.ShouldBe(1000);

        world.Store.Unregister("a");
        (topic, data) = await NextAsync(lines);
        if (topic == "membership")
            (topic, data) = await NextAsync(lines);
        data.GetProperty("items")[0].GetProperty("is_gone").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_stream_ends_with_its_gateway_and_with_the_node_and_there_are_so_many_at_most()
    {
        using var world = new TagWorld();
        DataPoint a = world.Register("a");
        await using ConsoleNode node = await ConsoleNode.StartAsync(p => world.Into(p) with { MostWatchers = 2 });
        using HttpResponseMessage first = await OpenAsync(node, Id(a));
        using HttpResponseMessage second = await OpenAsync(node, Id(a));
        (await node.Client.GetAsync("/api/v1/tags/live")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        foreach (string wrong in new[] { "ids=a", "ids=" + Id(a) + ";", "id=" + Id(a) })
            (await node.Client.GetAsync($"/api/v1/tags/live?{wrong}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest, wrong);

        world.Running = world.Running! with { Sync = null };
        await EndAsync(first);
        await EndAsync(second);
        using HttpResponseMessage third = await OpenAsync(node, Id(a));
        (await node.StopAsync()).ShouldBe(0);
        await EndAsync(third);
    }

    private static string Id(DataPoint point) => point.Definition.Id.ToString("N");

    private static async Task<HttpResponseMessage> OpenAsync(ConsoleNode node, string ids)
    {
        HttpResponseMessage response = await node.Client.GetAsync($"/api/v1/tags/live?ids={ids}", HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return response;
    }

    private static async Task EndAsync(HttpResponseMessage response)
    {
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync().InTimeAsync() is not null)
        {
            // What was still on its way.
        }
    }

    private static async Task<(string Topic, JsonElement Data)> NextAsync(StreamReader lines)
    {
        string? line;
        do
        {
            line = (await lines.ReadLineAsync().InTimeAsync()).ShouldNotBeNull();
        }
        while (!line.StartsWith("event: ", StringComparison.Ordinal));
        string data = (await lines.ReadLineAsync().InTimeAsync()).ShouldNotBeNull();
        return (line["event: ".Length..], JsonElement.Parse(data["data: ".Length..]));
    }
}
