using Catchment.Cameras.Catalog;
using Catchment.Cameras.Recordings;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Api;

/// <summary>What the API answers about recorded events as a whole.</summary>
internal sealed class RecordingListRoutes(RecordingParts parts)
{
    private static readonly IReadOnlyList<ApiParameter> Filter =
    [
        new("date", "The day of the event's start; or say 'from' and 'to'.") { Format = "date" },
        new("node", "The outpost's name; without it, any."),
        new("view", "The view's name; without it, any."),
        new("type", "The type of a tracking set that the event must have, such as fr1; without it, any."),
        new("label", "A label that the event must have, such as person, in the set of 'type' when that is given; without it, any."),
        new("from", "Started not before this local time.") { Format = "local-date-time" },
        new("to", "Started before this local time.") { Format = "local-date-time" },
    ];

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("recordings", Recordings, new ApiOperation("Recorded events by start, newest first.")
        {
            Answer = typeof(RecordingPage),
            Parameters = [.. Filter, ApiParameter.Limit(CatalogQuery.MaxLimit, 100), ApiParameter.Cursor, ApiParameter.Order],
        });
        routes.MapApi("recordings/days", Days, new ApiOperation("The days that have recorded events, newest first, with how many.")
        {
            Answer = typeof(RecordingDayList),
            Parameters = Filter,
        });
        routes.MapApi("recordings/views", Views, new ApiOperation("The outposts' views that have recorded events.") { Answer = typeof(RecordingViewList) });
        routes.MapApi("recordings/labels", Labels, new ApiOperation("What recorded events show: every label, in order.") { Answer = typeof(TextList) });
        routes.MapApi("recordings/types", Types, new ApiOperation("The types of tracking sets, in order.") { Answer = typeof(TextList) });
    }

    private Task Recordings(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, "date", "node", "view", "type", "label", "from", "to", "limit", "cursor", "order");
        CatalogPage<Recording> page = await parts.Catalog.RecordingsAsync(Query(question), context.RequestAborted);
        await ApiAnswer.JsonAsync(context, new RecordingPage([.. page.Items.Select(RecordingItem.Of)], page.Next), ApiJson.Default.RecordingPage);
    });

    private Task Days(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, "date", "node", "view", "type", "label", "from", "to");
        IReadOnlyList<RecordingDay> days = await parts.Catalog.DaysAsync(Query(question), context.RequestAborted);
        var answer = new RecordingDayList([.. days.Select(d => new RecordingDayItem(ApiTime.Day(d.Day), d.Count))]);
        await ApiAnswer.JsonAsync(context, answer, ApiJson.Default.RecordingDayList);
    });

    private Task Views(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        _ = new Question(context);
        IReadOnlyList<RecordingView> views = await parts.Catalog.ViewsAsync(context.RequestAborted);
        var answer = new RecordingViewList([.. views.Select(v => new RecordingViewItem(v.Node, v.View))]);
        await ApiAnswer.JsonAsync(context, answer, ApiJson.Default.RecordingViewList);
    });

    private Task Labels(HttpContext context) => Words(context, parts.Catalog.LabelsAsync);

    private Task Types(HttpContext context) => Words(context, parts.Catalog.TypesAsync);

    private static Task Words(HttpContext context, Func<CancellationToken, Task<IReadOnlyList<string>>> words) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        _ = new Question(context);
        await ApiAnswer.JsonAsync(context, new TextList(await words(context.RequestAborted)), ApiJson.Default.TextList);
    });

    private static RecordingQuery Query(Question question)
    {
        CatalogQuery listing = question.Listing();
        (DateTime? from, DateTime? to) = (listing.From, listing.To);
        if (question.Day("date") is { } day)
        {
            if (from is not null || to is not null)
                throw new QuestionException("date", ApiTime.Day(day), "a date alone, or 'from' and 'to'");
            (from, to) = (day.ToDateTime(TimeOnly.MinValue), day.AddDays(1).ToDateTime(TimeOnly.MinValue));
        }

        return new RecordingQuery
        {
            Node = listing.Node,
            View = listing.View,
            Type = listing.Type,
            Label = question.Text("label"),
            From = from,
            To = to,
            OldestFirst = listing.OldestFirst,
            Limit = listing.Limit,
            Cursor = listing.Cursor,
        };
    }
}
