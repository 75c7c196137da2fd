using Catchment.Cameras.Catalog;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Api;

/// <summary>What the API answers about cameras, frames and event messages.</summary>
internal sealed class CameraRoutes(ConsoleParts parts)
{
    /// <summary>Pages of the catalog that one search looks through before it answers with what it found.</summary>
    private const int MostSearchedPages = 20;

    private const int MostSpans = 100_000;
    private const int DefaultDays = 1000;
    private const int SecondsOfDay = 86_400;

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("cameras", Cameras, new ApiOperation("All cameras as they are now: the newest frame, the rate, the last event message.")
        {
            Answer = typeof(CameraList),
        });
        routes.MapApi("frames", Frames, new ApiOperation("Stored frames by time, newest first.")
        {
            Answer = typeof(FramePage),
            Parameters = [.. ApiParameter.Filter, ApiParameter.Limit(CatalogQuery.MaxLimit, 100), ApiParameter.Cursor, ApiParameter.Order],
        });
        routes.MapApi("events", Events, new ApiOperation("Event messages by time, newest first.")
        {
            Answer = typeof(EventPage),
            Parameters =
            [
                .. ApiParameter.Filter,
                new("text", "Only messages that hold this text, whatever its case. A page may then hold fewer messages than asked for, or none, although there are more: 'next' tells."),
                ApiParameter.Limit(CatalogQuery.MaxLimit, 100), ApiParameter.Cursor, ApiParameter.Order,
            ],
        });
        routes.MapApi("days", Days, new ApiOperation("The days on which frames were received, newest first.")
        {
            Answer = typeof(TextList),
            Parameters = [.. ApiParameter.Filter, ApiParameter.Limit(CatalogQuery.MaxLimit, DefaultDays)],
        });
        routes.MapApi("counts", Counts, new ApiOperation("How many frames there are in each span of time that has any, oldest first.")
        {
            Answer = typeof(CountList),
            Parameters =
            [
                new("date", "The day to count; or say 'from' and 'to'.") { Format = "date" },
                .. ApiParameter.Filter,
                new("span", "The spans' length in seconds, counted from midnight.") { Type = "integer", Minimum = 1, Maximum = SecondsOfDay, Default = 60 },
            ],
        });
        routes.MapApi("eventtypes", EventTypes, new ApiOperation("The types of event messages, in order.") { Answer = typeof(TextList) });
        routes.MapApi("disk", Disk, new ApiOperation("How full the medium of the frames is, and how long it will last.")
        {
            Answer = typeof(DiskItem),
            MayBeEmpty = "Nobody watches the disk on this node, or nothing is known yet.",
        });
    }

    private Task Cameras(HttpContext context) => ApiAnswer.FromCatalogAsync(context, () =>
    {
        _ = new Question(context);
        string now = ApiTime.Milli(parts.Time.GetLocalNow().DateTime);
        return ApiAnswer.JsonAsync(
            context, new CameraList(parts.Node, now, [.. parts.Board.Tiles().Select(CameraItem.Of)]), ApiJson.Default.CameraList);
    });

    private Task Frames(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, "node", "view", "type", "from", "to", "limit", "cursor", "order");
        CatalogPage<FrameEntry> page = await parts.Catalog.FramesAsync(question.Listing(), context.RequestAborted);
        await ApiAnswer.JsonAsync(context, new FramePage([.. page.Items.Select(FrameItem.Of)], page.Next), ApiJson.Default.FramePage);
    });

    private Task Events(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, "node", "view", "type", "from", "to", "text", "limit", "cursor", "order");
        CatalogQuery query = question.Listing();
        string? text = question.Text("text");
        CatalogPage<EventEntry> page = string.IsNullOrEmpty(text)
            ? await parts.Catalog.EventsAsync(query, context.RequestAborted)
            : await SearchAsync(query, text, context.RequestAborted);
        await ApiAnswer.JsonAsync(context, new EventPage([.. page.Items.Select(EventItem.Of)], page.Next), ApiJson.Default.EventPage);
    });

    /// <summary>Looks for a text, page by page, until one has it; bounded, so that a rare text holds nobody up.</summary>
    private async Task<CatalogPage<EventEntry>> SearchAsync(CatalogQuery query, string text, CancellationToken cancellation)
    {
        string? cursor = query.Cursor;
        for (var searched = 0; ;)
        {
            CatalogPage<EventEntry> page = await parts.Catalog.EventsAsync(query with { Cursor = cursor }, cancellation);
            EventEntry[] found = [.. page.Items.Where(e => e.Text.Contains(text, StringComparison.OrdinalIgnoreCase))];
            cursor = page.Next;
            if (found.Length > 0 || cursor is null || ++searched == MostSearchedPages)
                return new CatalogPage<EventEntry>(found, cursor);
        }
    }

    private Task Days(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        CatalogQuery query = new Question(context, "node", "view", "type", "from", "to", "limit").Listing(DefaultDays);
        IReadOnlyList<DateOnly> days = await parts.Catalog.DaysAsync(query, context.RequestAborted);
        await ApiAnswer.JsonAsync(context, new TextList([.. days.Select(ApiTime.Day)]), ApiJson.Default.TextList);
    });

    private Task Counts(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, "date", "node", "view", "type", "from", "to", "span");
        CatalogQuery query = question.Listing();
        if (question.Day("date") is { } day)
        {
            if (query.From is not null || query.To is not null)
                throw new QuestionException("date", ApiTime.Day(day), "a date alone, or 'from' and 'to'");
            query = query with { From = day.ToDateTime(TimeOnly.MinValue), To = day.AddDays(1).ToDateTime(TimeOnly.MinValue) };
        }

        if (query.From is not { } from || query.To is not { } to)
            throw new QuestionException("date", "", "a date (2026-03-01), or 'from' and 'to'");
        int span = question.Number("span", 1, SecondsOfDay) ?? 60;
        if ((to - from).TotalSeconds / span > MostSpans)
            throw new QuestionException("span", span.ToString(), $"a length that gives at most {MostSpans:N0} spans from 'from' to 'to'");
        IReadOnlyList<FrameCount> counts = await parts.Catalog.CountFramesAsync(query, TimeSpan.FromSeconds(span), context.RequestAborted);
        var answer = new CountList(span, [.. counts.Select(c => new CountItem(ApiTime.Milli(c.Start), c.Frames))]);
        await ApiAnswer.JsonAsync(context, answer, ApiJson.Default.CountList);
    });

    private Task EventTypes(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        _ = new Question(context);
        IReadOnlyList<string> types = await parts.Catalog.EventTypesAsync(context.RequestAborted);
        await ApiAnswer.JsonAsync(context, new TextList(types), ApiJson.Default.TextList);
    });

    private Task Disk(HttpContext context) => ApiAnswer.FromCatalogAsync(context, () =>
    {
        _ = new Question(context);
        if (parts.Disk?.Invoke() is { } disk)
            return ApiAnswer.JsonAsync(context, DiskItem.Of(disk), ApiJson.Default.DiskItem);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    });
}
