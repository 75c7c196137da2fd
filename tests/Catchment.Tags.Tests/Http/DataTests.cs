using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catchment.Tags.Http.Reading;
using Catchment.Tags.Store;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Tags.Tests.Http;

/// <summary>The snapshot of all values.</summary>
public sealed class DataTests
{
    [Fact]
    public async Task Who_has_the_values_already_is_told_so_until_one_is_written()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.PostAsync("/write", """{"key":"a","value":1}""");
        using var first = await AskAsync(gateway, null);
        var tag = first.Headers.ETag!;

        using (var again = await AskAsync(gateway, tag))
        {
            again.StatusCode.ShouldBe(HttpStatusCode.NotModified);
            (await again.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        }

        await gateway.PostAsync("/write", """{"key":"a","value":2}""");
        using var after = await AskAsync(gateway, tag);
        after.StatusCode.ShouldBe(HttpStatusCode.OK);
        after.Headers.ETag.ShouldNotBe(tag);
        (await after.Content.ReadAsStringAsync()).ShouldBe("""{"a":2.0}""");
    }

    [Fact]
    public async Task A_tag_of_an_earlier_process_is_not_taken_for_one_of_this()
    {
        await using var one = await TestGateway.StartAsync();
        await using var other = await TestGateway.StartAsync();
        using var answer = await AskAsync(one, null);

        using var asked = await AskAsync(other, answer.Headers.ETag);

        asked.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_write_that_was_answered_is_in_what_is_read_after_it()
    {
        await using var gateway = await TestGateway.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async client =>
        {
            for (var i = 1; i <= 50; i++)
            {
                await gateway.PostAsync("/write", $$"""{"key":"k{{client}}","value":{{i}}}""");
                var data = (await gateway.GetAsync("/data")).Json!;
                ((double)data[$"k{client}"]!).ShouldBe(i);
            }
        }));
    }

    [Fact]
    public async Task Readers_on_other_threads_never_see_a_document_given_back()
    {
        var store = new TagStore(new TagStoreSettings { HistorySize = 0 }, TimeProvider.System, journal: null, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        for (var i = 0; i < 100; i++)
            store.Register(new PointRegistration { Key = $"p{i}", DataType = "int" });
        using var picture = new DataPicture(store);
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            for (var i = 0L; !stop.IsCancellationRequested; i++)
                store.Write($"p{i % 100}", new TagWrite(TagValue.Of(i), TagOrigin.Http));
        });

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                using var document = picture.Take();
                JsonNode.Parse(document.Bytes.Span)!.AsObject().Count.ShouldBe(100);
            }
        })));
        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public void A_change_costs_no_memory_but_the_document_itself()
    {
        var store = new TagStore(new TagStoreSettings { HistorySize = 0 }, TimeProvider.System, journal: null, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        for (var i = 0; i < 1000; i++)
            store.Register(new PointRegistration { Key = $"point {i} ü" });
        using var picture = new DataPicture(store);
        picture.Take().Dispose();

        Allocations.Of(() =>
        {
            store.Write("point 1 ü", new TagWrite(TagValue.Of(Random.Shared.NextDouble()), TagOrigin.Http));
            picture.Take().Dispose();
        }).ShouldBeLessThan(1000);
    }

    [Fact]
    public void Texts_and_values_are_written_as_JSON_reads_them()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
        {
            var valid = new string([.. (text ?? "").Where(static c => !char.IsSurrogate(c))]) + (text?.Length % 3 == 0 ? "😀\u2028" : "");
            using var buffer = new JsonBuffer(1);
            buffer.Add(valid);
            JsonSerializer.Deserialize<string>(buffer.Written.Span).ShouldBe(valid);
        }).QuickCheckThrowOnFailure();
        foreach (var json in new[] { "null", "true", "false", "-9223372036854775808", "18446744073709551616", "0.1", "-1e-300", "1e+300", "[1,{\"a\":null}]", "\"\\\"\\\\\\n\"" })
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
            reader.Read();
            using var buffer = new JsonBuffer(1);
            buffer.Add(TagValue.Read(ref reader));
            JsonNode.DeepEquals(JsonNode.Parse(buffer.Written.Span), JsonNode.Parse(json)).ShouldBeTrue(json);
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(TestGateway gateway, EntityTagHeaderValue? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/data");
        if (known is not null)
            request.Headers.IfNoneMatch.Add(known);
        return await gateway.Client.SendAsync(request);
    }
}
