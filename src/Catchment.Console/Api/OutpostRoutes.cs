using Catchment.Cameras.Watcher;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Api;

/// <summary>What the API answers about outposts.</summary>
internal sealed class OutpostRoutes(ConsoleParts parts, RecordingParts recordings, IOutpostBoard board)
{
    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi("outposts", Outposts, new ApiOperation(
        "All views of all outposts as they are now: the newest picture, the health line, the event under way.")
    {
        Answer = typeof(OutpostList),
    });

    private Task Outposts(HttpContext context) => ApiAnswer.FromCatalogAsync(context, () =>
    {
        _ = new Question(context);
        string now = ApiTime.Milli(parts.Time.GetLocalNow().DateTime);
        OutpostItem[] items = [.. board.Tiles().Select(t => OutpostItem.Of(t, recordings.Files.Folders, parts.Time))];
        return ApiAnswer.JsonAsync(context, new OutpostList(parts.Node, now, items), ApiJson.Default.OutpostList);
    });
}
