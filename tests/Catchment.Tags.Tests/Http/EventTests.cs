using System.Text.Json.Nodes;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Tests.Http;

/// <summary>Changes as server-sent events.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task A_change_is_told_at_once_and_an_equal_value_is_not()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var events = await FollowAsync(gateway, "/events");

        await gateway.PostAsync("/write", """{"key":"a","value":1}""");
        await gateway.PostAsync("/write", """{"key":"a","value":1}""");
        await gateway.PostAsync("/write", """{"key":"a","value":2}""");

        var (name, data) = await events.UntilAsync(static data => (double?)data["value"] == 2);
        name.ShouldBe("change");
        ((string)data["key"]!, (string)data["quality"]!).ShouldBe(("a", "GOOD"));
        ((double)data["timestamp"]!).ShouldBeGreaterThan(0);
        events.Told.Count(static data => (double?)data["value"] == 1).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Only_wanted_keys_and_prefixes_are_told()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var events = await FollowAsync(gateway, "/events?keys=a,b&key=x%2Cy&prefixes=plant.&prefix=q");

        foreach (var key in new[] { "other", "a", "x,y", "x", "plant.1", "plan", "q1", "b" })
            await gateway.PostAsync("/write", $$"""{"key":"{{key}}","value":1}""");

        await events.UntilAsync(static data => (string?)data["key"] == "b");
        events.Told.Select(static data => (string)data["key"]!).Distinct().ShouldBe(["a", "x,y", "plant.1", "q1", "b"]);
    }

    [Fact]
    public async Task A_point_that_is_removed_is_told_and_all_can_be_told_at_the_beginning()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.PostAsync("/write", """{"key":"a","value":1}""");
        using var events = await FollowAsync(gateway, "/events?initial=true&keys=a", ("Last-Event-ID", "77\u00fc"));

        (await events.NextAsync()).Data["value"]!.GetValue<double>().ShouldBe(1);
        gateway.Store.Unregister("a");

        (await events.NextAsync()).ShouldSatisfyAllConditions(static next => next.Name.ShouldBe("removed"), static next => ((string)next.Data["key"]!).ShouldBe("a"));
    }

    [Fact]
    public async Task Who_reads_slowly_is_told_the_newest_value()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var events = await FollowAsync(gateway, "/events?keys=a&interval_ms=50");

        for (var i = 1; i <= 5000; i++)
            gateway.Store.Write("a", new TagWrite(TagValue.Of((double)i), TagOrigin.Ipc));

        await events.UntilAsync(static data => (double?)data["value"] == 5000);
        events.Told.Count.ShouldBeLessThan(4000);
        events.Told.Select(static data => (double)data["value"]!).ShouldBeInOrder();
    }

    [Fact]
    public async Task More_followers_than_may_are_refused_until_one_goes()
    {
        await using var gateway = await TestGateway.StartAsync(new GatewayHttpOptions { MaxEventClients = 1 });
        using (var events = await FollowAsync(gateway, "/events"))
            (await gateway.GetAsync("/events")).Status.ShouldBe(503);

        // The server notices the end of a connection by itself; until then the place is taken.
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Patience.Limit)
        {
            using var response = await gateway.Client.GetAsync(new Uri("/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            if (response.IsSuccessStatusCode)
                return;
        }

        throw new TimeoutException("the place was never free");
    }

    [Theory]
    [InlineData("/events?interval_ms=-1")]
    [InlineData("/events?interval_ms=x")]
    [InlineData("/events?interval_ms=99999999")]
    public async Task A_wrong_interval_is_refused(string path)
    {
        await using var gateway = await TestGateway.StartAsync();

        (await gateway.GetAsync(path)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_server_that_stops_ends_its_followers()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var events = await FollowAsync(gateway, "/events");

        await gateway.Api.StopAsync(CancellationToken.None);

        (await events.IsOverAsync()).ShouldBeTrue();
        gateway.Api.Addresses.ShouldBeEmpty();
        await gateway.Api.StartAsync(CancellationToken.None);
        gateway.Api.Addresses.ShouldNotBeEmpty();
    }

    private static async Task<Follower> FollowAsync(TestGateway gateway, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, Uri.EscapeDataString(value));
        var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var follower = new Follower(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        await follower.BeginsAsync();
        return follower;
    }

    private sealed class Follower(HttpResponseMessage response, StreamReader reader) : IDisposable
    {
        public List<JsonObject> Told { get; } = [];

        public async Task BeginsAsync() => (await reader.ReadLineAsync().InTimeAsync()).ShouldBe(": following");

        public async Task<(string Name, JsonObject Data)> NextAsync()
        {
            var name = "";
            while (await reader.ReadLineAsync().InTimeAsync() is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    name = line[7..];
                if (!line.StartsWith("data: ", StringComparison.Ordinal))
                    continue;
                Told.Add(JsonNode.Parse(line[6..])!.AsObject());
                return (name, Told[^1]);
            }

            throw new EndOfStreamException();
        }

        public async Task<(string Name, JsonObject Data)> UntilAsync(Func<JsonObject, bool> isIt)
        {
            while (true)
            {
                var next = await NextAsync();
                if (isIt(next.Data))
                    return next;
            }
        }

        public async Task<bool> IsOverAsync()
        {
            try
            {
                while (await reader.ReadLineAsync().InTimeAsync() is not null)
                {
                }
            }
            catch (IOException)
            {
                // Cut off, not ended: over all the same.
            }

            return true;
        }

        public void Dispose()
        {
            reader.Dispose();
            response.Dispose();
        }
    }
}
