using Catchment.Tags.Board;
using Catchment.Tags.Store;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>What the API answers about tags: lists of them, one of them, its past.</summary>
internal sealed class TagRoutes(GatewayWindow window)
{
    private const int MostTags = 1000;
    private const int UsualTags = 100;
    private const int MostBuckets = 2000;
    private const int UsualBuckets = 300;
    private const int NewestWrites = 50;

    /// <summary>Which tag.</summary>
    public static readonly ApiParameter Key = new("key", "The tag's key.") { IsNeeded = true };

    private static readonly string[] Sorts = ["key", "age", "value", "quality"];

    /// <summary>Adds all routes of tags and of the gateway.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="parts">What is shown.</param>
    /// <param name="mostWatchers">How many live streams there may be.</param>
    /// <param name="stopping">The web server stops.</param>
    public static void Map(IEndpointRouteBuilder routes, TagParts parts, int mostWatchers, CancellationToken stopping)
    {
        var window = new GatewayWindow(parts);
        var tags = new TagRoutes(window);
        routes.MapApi("tags", tags.Tags, Operation("A window of the tags, with what they have now. An order other than that of the keys holds for a second.", typeof(TagPage)) with
        {
            Parameters =
            [
                new("search", "Words that all stand in the key, in any case."),
                new("quality", "The quality; without it, any.") { OneOf = ["GOOD", "UNCERTAIN", "BAD"] },
                new("older", "Only tags that nobody has written for so long, such as 90s, 15m, 1h or 30d."),
                new("sort", "The order: by key, by the time since the last write, by value or by quality.") { OneOf = Sorts, Default = Sorts[0] },
                new("order", "Which end comes first.") { OneOf = ["up", "down"], Default = "up" },
                new("offset", "How many are passed over.") { Type = "integer", Minimum = 0, Default = 0 },
                ApiParameter.Limit(MostTags, UsualTags),
            ],
        });
        routes.MapApi("tags/tag", tags.Tag, Operation("A tag with its definition, its limits and where it stands in the protocols.", typeof(TagDetail)) with { MayBeMissing = GatewayWindow.NoTag, Parameters = [Key] });
        routes.MapApi("tags/history", tags.History, Operation("A tag's past as far as it is kept: its numbers in buckets, and its last writes.", typeof(TagHistory)) with
        {
            MayBeMissing = GatewayWindow.NoTag,
            Parameters =
            [
                Key,
                new("last", "Only so long before now, such as 90s, 15m or 1h; without it, all that is kept."),
                new("from", "Not before this time, UTC unless a zone is given.") { Format = "date-time" },
                new("to", "Not after this time.") { Format = "date-time" },
                new("buckets", "How many buckets there are at most.") { Type = "integer", Minimum = 1, Maximum = MostBuckets, Default = UsualBuckets },
            ],
        });
        new TagWriteRoute(window).Map(routes);
        new TagLiveRoute(window, mostWatchers, stopping).Map(routes);
        new TagMappingRoutes(window).Map(routes);
        new GatewayRoutes(window).Map(routes);
    }

    /// <summary>A route of tags.</summary>
    public static ApiOperation Operation(string summary, Type? answer) => new(summary) { Answer = answer, MayBeAway = GatewayWindow.Away };

    private Task Tags(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, "search", "quality", "older", "sort", "order", "offset", "limit");
        var filter = new TagFilter
        {
            Search = question.Text("search") is { Length: > 0 } search ? search : null,
            Quality = TagQualityText.TryParse(question.Choice("quality", "GOOD", "UNCERTAIN", "BAD"), out TagQuality quality) ? quality : null,
            Older = question.Duration("older"),
            Sort = (TagSort)Math.Max(0, Array.IndexOf(Sorts, question.Choice("sort", Sorts))),
        };
        bool isReversed = question.Choice("order", "up", "down") == "down";
        int offset = question.Number("offset", 0, int.MaxValue) ?? 0;
        int limit = question.Number("limit", 1, MostTags) ?? UsualTags;
        TagWindow found = window.Board.Window(filter, isReversed, offset, limit);
        var page = new TagPage([.. found.Points.Select(TagItem.Of)], found.Offset, found.Found, found.All, found.Membership, window.Now);
        await ApiAnswer.JsonAsync(context, page, ApiJson.Default.TagPage);
    });

    private Task Tag(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        if (await window.FindAsync(context, new Question(context, "key")) is not { } point)
            return;
        TagItem tag = TagItem.Of(point);
        PointDefinition definition = point.Definition;
        var detail = new TagDetail(
            tag,
            tag.IsCut ? tag.Value.Value.ToString() : null,
            new TagShown(definition.Default),
            definition.Address,
            TagLimitsItem.Of(definition.Limits),
            definition.IsAutomatic,
            [.. window.Mappings.OfKey(point.Key).Select(static m => new TagMappingItem(m.Protocol, m.Id, m.Members))],
            window.Parts.AllowsWrites,
            window.Now);
        await ApiAnswer.JsonAsync(context, detail, ApiJson.Default.TagDetail);
    });

    private Task History(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, "key", "last", "from", "to", "buckets");
        TimeSpan? last = question.Duration("last");
        (DateTime? from, DateTime? to) = question.Span();
        if (last is not null && from is not null)
            throw new QuestionException("last", question.Text("last")!, "either 'from' or 'last'");
        int buckets = question.Number("buckets", 1, MostBuckets) ?? UsualBuckets;
        if (await window.FindAsync(context, question) is not { } point)
            return;
        IReadOnlyList<HistoryEntry> entries = window.Running.Model.Store.History(point);
        double now = Math.Max(window.Now, entries.Count > 0 ? entries[^1].Timestamp : 0); // a source's clock may be ahead
        double end = to is { } until ? (until - DateTime.UnixEpoch).TotalSeconds : now;
        double? begin = from is { } since ? (since - DateTime.UnixEpoch).TotalSeconds : last is { } span ? end - span.TotalSeconds : null;
        TagPast past = TagPast.Of(entries, begin, end, buckets);
        var answer = new TagHistory(
            point.Key,
            past.From,
            past.To,
            past.Width,
            [.. past.Buckets.Select(static b => new TagBucketItem(b.Start, b.Min, b.Max, b.Mean, b.Count))],
            past.Entries,
            [.. entries.Skip(entries.Count - NewestWrites).Reverse().Select(static e => new TagWriteItem(e.Timestamp, new TagShown(e.Value)))]);
        await ApiAnswer.JsonAsync(context, answer, ApiJson.Default.TagHistory);
    });
}
