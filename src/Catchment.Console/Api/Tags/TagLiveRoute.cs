using System.Globalization;
using Catchment.Tags.Board;
using Catchment.Tags.Store;
using Catchment.WebConsole.Live;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>
/// What happens to the tags that a page shows, as server-sent events: first what they have, then what changes, the newest value of each at most ten times a second. What
/// waits is bounded by the number of tags.
/// </summary>
internal sealed class TagLiveRoute(GatewayWindow window, int mostWatchers, CancellationToken stopping)
{
    /// <summary>The tags that a stream tells of, at most: as many as an address has room for.</summary>
    public const int MostTags = 200;

    private const int HeartbeatTicks = 15;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private int _watchers;

    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi("tags/live", LiveAsync, TagRoutes.Operation(
        "What happens to some tags, as server-sent events: 'tags' with what they have, at first and whenever it changes; 'membership' when tags come or go.", null) with
    {
        ContentTypes = ["text/event-stream"],
        MayBeAway = "The gateway does not run, or too many watch already.",
        Parameters = [new("ids", string.Create(CultureInfo.InvariantCulture, $"The ids of up to {MostTags} tags, with commas between them; without it, none."))],
    });

    private Task LiveAsync(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        List<Guid> ids = Wanted(new Question(context, "ids").Text("ids", MostTags * 33));
        RunningGateway running = window.Running;
        if (Interlocked.Increment(ref _watchers) > mostWatchers)
        {
            Interlocked.Decrement(ref _watchers);
            context.Response.Headers.RetryAfter = "10";
            await ApiAnswer.ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, $"{mostWatchers} pages watch tags already; close one, or ask again later.");
            return;
        }

        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            await StreamAsync(context, running, ids, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The page went, or the node stops: that is how a stream ends.
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    });

    private static List<Guid> Wanted(string? text)
    {
        List<Guid> ids = [];
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
            ids.Add(Guid.TryParseExact(part, "N", out Guid id) ? id : throw new QuestionException("ids", part, "ids of 32 hexadecimal digits, with commas between them"));
        return ids;
    }

    private async Task StreamAsync(HttpContext context, RunningGateway running, List<Guid> ids, CancellationToken end)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // or nginx would keep the batches for itself
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();

        TagStore store = running.Model.Store;
        HashSet<DataPoint> points = [];
        foreach (Guid id in ids)
        {
            if (store.TryGet(id, out DataPoint? point))
                points.Add(point);
        }

        var text = new LiveText(context.Response.BodyWriter);
        using TagSubscription subscription = store.Subscribe(points.Select(static point => point.Key).ToHashSet(StringComparer.Ordinal));
        using var ticks = new PeriodicTimer(Tick, window.Parts.Time);
        long membership = -1;
        var silent = 0;
        Task? changing = null;
        Task<bool>? ticking = null;
        Tell(text, points); // subscribed before: nothing that comes after this is missed
        while (true)
        {
            if (store.MembershipVersion is var version && version != membership)
            {
                membership = version;
                text.Write("membership", new TagMembership(version, store.Count), ApiJson.Default.TagMembership);
            }

            await context.Response.BodyWriter.FlushAsync(end);
            changing ??= subscription.WaitAsync(end);
            ticking ??= ticks.WaitForNextTickAsync(end).AsTask();
            if (await Task.WhenAny(changing, ticking) == changing)
            {
                await changing;
                changing = null;
                Tell(text, Taken(subscription));
                await context.Response.BodyWriter.FlushAsync(end);
                await Task.Delay(LiveRoute.Pause, window.Parts.Time, end);
                silent = 0;
                continue;
            }

            await ticking;
            ticking = null;
            if (!ReferenceEquals(window.Parts.Gateway.Running, running))
                return; // the page asks again, and is told how the gateway is
            if (++silent % HeartbeatTicks == 0)
                text.Comment();
        }
    }

    private static List<DataPoint> Taken(TagSubscription subscription)
    {
        List<DataPoint> points = [];
        while (subscription.TryTake(out DataPoint point))
            points.Add(point);
        return points;
    }

    private void Tell(LiveText text, IReadOnlyCollection<DataPoint> points)
    {
        if (points.Count > 0)
            text.Write("tags", new TagChangeList([.. points.Select(TagChange.Of)], window.Now), ApiJson.Default.TagChangeList);
    }
}
