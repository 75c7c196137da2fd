using Catchment.Cameras.Catalog;
using Catchment.Cameras.Watcher;
using Catchment.Core.Hosting;
using Catchment.Core.Live;
using Catchment.Files.Catalog;
using Catchment.WebConsole.Api;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Live;

/// <summary>
/// The live stream: server-sent events, at most ten batches a second for each watcher, a heartbeat when nothing happens, and an end
/// as soon as the web server stops.
/// </summary>
/// <param name="parts">The feed, the clock and the bound.</param>
/// <param name="stopping">The web server stops.</param>
/// <remarks>Source: the HTML standard, 9.2 Server-sent events.</remarks>
internal sealed class LiveRoute(ConsoleParts parts, CancellationToken stopping)
{
    /// <summary>The pause after a batch; what comes meanwhile goes with the next.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>A comment is sent after this time of silence, so that both ends notice a broken connection.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Messages that wait for a watcher's next batch: a frame of every camera of the board, whose later frames take its place, and
    /// as many others.
    /// </summary>
    public const int MostWaiting = 2 * CameraBoard.MostCameras;

    private static readonly string[] Topics = [ICameraBoard.FrameTopic, ICameraBoard.EventTopic, ICameraBoard.DayTopic, IOutpostBoard.PictureTopic, IOutpostBoard.EventTopic, FileBoard.Topic, NodeHost.ServiceTopic, ConsoleDisk.Topic];

    private int _watchers;

    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi("live", LiveAsync, new ApiOperation("What has just happened, as server-sent events.")
    {
        ContentTypes = ["text/event-stream"],
        MayBeAway = "Too many watch already.",
        Parameters = [new("topics", "The topics wanted, with commas between them; without it, all: " + string.Join(", ", Topics) + ".")],
    });

    private async Task LiveAsync(HttpContext context)
    {
        string[] topics;
        try
        {
            topics = Wanted(context);
        }
        catch (QuestionException e)
        {
            await ApiAnswer.ProblemAsync(context, e.Problem);
            return;
        }

        if (Interlocked.Increment(ref _watchers) > parts.MostWatchers)
        {
            Interlocked.Decrement(ref _watchers);
            context.Response.Headers.RetryAfter = "10";
            await ApiAnswer.ProblemAsync(
                context, StatusCodes.Status503ServiceUnavailable, $"{parts.MostWatchers} browsers and programs watch already; close one, or ask again later.");
            return;
        }

        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            await StreamAsync(context, topics, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The watcher went, or the node stops: that is how a stream ends.
        }
        finally
        {
            Interlocked.Decrement(ref _watchers);
        }
    }

    private static string[] Wanted(HttpContext context)
    {
        if (new Question(context, "topics").Text("topics") is not { } text)
            return Topics;
        string[] wanted = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return wanted.Length > 0 && Array.TrueForAll(wanted, Topics.Contains)
            ? wanted
            : throw new QuestionException("topics", text, "some of " + string.Join(", ", Topics) + ", with commas between them");
    }

    private async Task StreamAsync(HttpContext context, string[] topics, CancellationToken end)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // or nginx would keep the batches for itself
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();

        // Subscribed before the hello, so that who has the hello misses nothing that comes after it.
        using LiveSubscription subscription = parts.Live.Subscribe(topics, MostWaiting);
        var text = new LiveText(context.Response.BodyWriter);
        text.Write("hello", new LiveHello(parts.Node, ApiTime.Milli(parts.Time.GetLocalNow().DateTime)), ApiJson.Default.LiveHello);
        await context.Response.BodyWriter.FlushAsync(end);

        long told = 0;
        Task<IReadOnlyList<LiveMessage>>? taking = null;
        while (true)
        {
            taking ??= subscription.TakeAsync(end);
            if (await ArrivesAsync(taking, end))
            {
                foreach (LiveMessage message in await taking)
                    Write(text, message);
                taking = null;
                if (subscription.Dropped is var dropped && dropped != told)
                {
                    told = dropped;
                    text.Write("missed", new LiveMissed(dropped), ApiJson.Default.LiveMissed);
                }

                await context.Response.BodyWriter.FlushAsync(end);
                await Task.Delay(Pause, parts.Time, end);
            }
            else
            {
                text.Comment();
                await context.Response.BodyWriter.FlushAsync(end);
            }
        }
    }

    /// <summary>Waits for messages; false when it is time for a heartbeat.</summary>
    private async Task<bool> ArrivesAsync(Task taking, CancellationToken end)
    {
        if (taking.IsCompleted)
            return true;
        try
        {
            await taking.WaitAsync(Heartbeat, parts.Time, end);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Write(LiveText text, LiveMessage message)
    {
        switch (message.Payload)
        {
            case FrameEntry frame:
                text.Write(message.Topic, FrameItem.Of(frame), ApiJson.Default.FrameItem);
                break;
            case EventEntry entry:
                text.Write(message.Topic, EventItem.Of(entry), ApiJson.Default.EventItem);
                break;
            case DateOnly day:
                text.Write(message.Topic, new LiveDay(day), ApiJson.Default.LiveDay);
                break;
            case OutpostTile outpost when parts.Recordings is { } recordings:
                text.Write(message.Topic, OutpostItem.Of(outpost, recordings.Files.Folders, parts.Time), ApiJson.Default.OutpostItem);
                break;
            case EventNews news:
                text.Write(message.Topic, new RecordingNewsItem(news.Day, news.Event, news.What), ApiJson.Default.RecordingNewsItem);
                break;
            case FileFunnel funnel:
                text.Write(message.Topic, FileFunnelItem.Of(funnel), ApiJson.Default.FileFunnelItem);
                break;
            case ServiceStatus service:
                text.Write(message.Topic, service, ApiJson.Default.ServiceStatus);
                break;
            case ConsoleDisk disk:
                text.Write(message.Topic, DiskItem.Of(disk), ApiJson.Default.DiskItem);
                break;
        }
    }
}
