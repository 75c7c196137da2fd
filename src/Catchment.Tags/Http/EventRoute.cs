using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Catchment.Tags.Http.Reading;
using Catchment.Tags.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Catchment.Tags.Http;

/// <summary>
/// Tells changes as server-sent events. Memory is bounded by the number of points: who reads slowly is told the newest value of each. Source: <c>tags</c> 2.7, 3.3, 11.
/// </summary>
internal sealed class EventRoute(GatewayApiParts parts, int mostFollowers)
{
    private const int MostNames = 10_000;
    private const int LongestInterval = 3_600_000;
    private const int PieceBytes = 64 * 1024;

    // After so much silence a comment is sent, so that both ends notice a broken connection.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Where it counts.</summary>
    internal RequestNumbers? Numbers { get; set; }

    /// <summary>The route.</summary>
    internal GatewayRoute Route => new("GET", "/events", "Changes of value or quality as server-sent events: 'change' with key, value, quality and timestamp, 'removed' with key.", FollowAsync)
    {
        Group = "Reading",
        Parameters =
        [
            ("keys", "Only these keys, with commas between them."),
            ("key", "One more key, which may hold a comma; may be given several times."),
            ("prefixes", "Only keys that begin so, with commas between them. Without keys and prefixes: all."),
            ("prefix", "One more prefix, which may hold a comma; may be given several times."),
            ("interval_ms", "The least time between two rounds, 0 to 3600000; 0 without it: each change at once. In a round each point is told once, with its newest value."),
            ("initial", "With true, all wanted points are told at the beginning."),
        ],
        Answer = "text/event-stream",
        Otherwise = [(400, "A parameter is wrong."), (503, "As many clients follow already as may.")],
    };

    private async Task FollowAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var interval = 0;
        if (query["interval_ms"] is { Count: > 0 } asked && !(int.TryParse(asked[^1], NumberStyles.None, CultureInfo.InvariantCulture, out interval) && interval <= LongestInterval))
        {
            await Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, $"interval_ms must be 0 to {LongestInterval}");
            return;
        }

        var keys = Names(query, "keys", "key");
        var prefixes = Names(query, "prefixes", "prefix");
        if (keys.Count + prefixes.Count > MostNames)
        {
            await Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, $"keys and prefixes must be at most {MostNames}");
            return;
        }

        if (!Numbers!.TryFollow(mostFollowers))
        {
            context.Response.Headers.RetryAfter = "10";
            await Answer.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, $"{mostFollowers} clients follow changes already");
            return;
        }

        try
        {
            var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            using var subscription = prefixes.Count == 0 && keys.Count > 0
                ? parts.Model.Store.Subscribe(keys)
                : parts.Model.Store.Subscribe(key => IsWanted(key, keys, prefixes));
            await StreamAsync(context, subscription, TimeSpan.FromMilliseconds(interval), query["initial"] == "true", end.Token);
        }
        catch (OperationCanceledException)
        {
            // The client went, or the server stops: that is how a stream ends.
        }
        finally
        {
            Numbers.Unfollow();
        }
    }

    private static bool IsWanted(string key, HashSet<string> keys, HashSet<string> prefixes) =>
        (keys.Count == 0 && prefixes.Count == 0) || keys.Contains(key) || prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal));

    private static HashSet<string> Names(IQueryCollection query, string several, string one)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var text in query[several])
            names.UnionWith((text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries));
        names.UnionWith(query[one].Where(static text => !string.IsNullOrEmpty(text))!);
        return names;
    }

    private async Task StreamAsync(HttpContext context, TagSubscription subscription, TimeSpan interval, bool isInitial, CancellationToken end)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // or nginx would keep the events for itself
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        var output = response.BodyWriter;
        output.Write(": following\n\n"u8); // Sent behind the subscription: who has it misses nothing that comes after it.
        await using var writer = new Utf8JsonWriter(Stream.Null, Answer.Options);
        if (isInitial)
        {
            foreach (var point in parts.Model.Store.Points)
            {
                if (subscription.Wants(point.Key))
                    await TellAsync(output, writer, point, end);
            }
        }

        await output.FlushAsync(end);
        long conflated = 0;
        while (true)
        {
            if (!await ArrivesAsync(subscription, end))
            {
                output.Write(": still here\n\n"u8);
                await output.FlushAsync(end);
                continue;
            }

            while (subscription.TryTake(out var point))
                await TellAsync(output, writer, point, end);
            await output.FlushAsync(end);
            Numbers!.Conflated(subscription.Conflated - conflated);
            conflated = subscription.Conflated;
            if (interval > TimeSpan.Zero)
                await Task.Delay(interval, parts.Time, end);
        }
    }

    /// <summary>Waits for changes; false when it is time for a comment.</summary>
    private async Task<bool> ArrivesAsync(TagSubscription subscription, CancellationToken end)
    {
        if (subscription.Waiting > 0)
            return true;
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(end);
        await using var timer = parts.Time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), silence, Heartbeat, Timeout.InfiniteTimeSpan);
        try
        {
            await subscription.WaitAsync(silence.Token);
            return true;
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async ValueTask TellAsync(System.IO.Pipelines.PipeWriter output, Utf8JsonWriter writer, DataPoint point, CancellationToken end)
    {
        output.Write(point.IsRegistered ? "event: change\ndata: "u8 : "event: removed\ndata: "u8);
        writer.Reset(output);
        if (point.IsRegistered)
        {
            PointJson.WriteChange(writer, point);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteString("key", point.Key);
            writer.WriteEndObject();
        }

        writer.Flush();
        output.Write("\n\n"u8);
        if (output.UnflushedBytes > PieceBytes)
            await output.FlushAsync(end);
    }
}
