using Catchment.Cameras.Events;
using Catchment.WebConsole.OpenApi;
using Catchment.WebConsole.Pictures;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Api;

/// <summary>What the API answers about one recorded event.</summary>
internal sealed class RecordingEventRoutes(RecordingParts parts)
{
    private const string NoSet = "The event has no such tracking set, or one that cannot be used.";

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(RecordingAddress.Path, Event, new ApiOperation("A recorded event: when its pictures were taken, and whether it is kept.")
        {
            Answer = typeof(RecordingDetail),
            MayBeMissing = RecordingAddress.Missing,
            Parameters = RecordingAddress.Parameters,
        });
        routes.MapApi(RecordingAddress.Path + "/sets/{type}", Set, new ApiOperation("A tracking set of a recorded event, in the order of its file.")
        {
            Answer = typeof(RecordingSetDetail),
            MayBeMissing = NoSet,
            Parameters = [.. RecordingAddress.Parameters, new("type", "The set's type, such as trk.") { IsInPath = true }],
        });
    }

    private Task Event(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        _ = new Question(context);
        if (RecordingAddress.Read(context) is not { } key || await parts.Catalog.RecordingAsync(key, context.RequestAborted) is not { } recording)
        {
            await RecordingAddress.MissingAsync(context);
            return;
        }

        IReadOnlyList<DateTime> times = parts.Files.PictureTimes(key);
        bool isUnderWay = parts.Outposts?.Tiles().Any(t => t.Event == key.Id) == true;
        var answer = new RecordingDetail(
            RecordingItem.Of(recording), [.. times.Select(ApiTime.Micro)], RecordingPictures.RootOf(key), parts.Desk.IsKept(key), isUnderWay);
        await ApiAnswer.JsonAsync(context, answer, ApiJson.Default.RecordingDetail);
    });

    private Task Set(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        _ = new Question(context);
        if (RecordingAddress.Read(context) is not { } key
            || context.Request.RouteValues["type"] is not string type
            || !EventNames.IsType(type)
            || parts.Files.ReadSet(key, type) is not { } set)
        {
            await ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, NoSet);
            return;
        }

        await ApiAnswer.JsonAsync(
            context, new RecordingSetDetail(set.Type, [.. set.Rows.Select(TrackingRowItem.Of)], set.LeftOut), ApiJson.Default.RecordingSetDetail);
    });
}
