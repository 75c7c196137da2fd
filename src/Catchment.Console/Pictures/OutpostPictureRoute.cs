using Catchment.Cameras.Watcher;
using Catchment.WebConsole.Api;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Pictures;

/// <summary>Serves the newest picture of each outpost's view, out of memory.</summary>
internal sealed class OutpostPictureRoute(IOutpostBoard board)
{
    private const string Missing = "There is no such view, or it has sent no picture yet.";

    /// <summary>The path of a view's newest picture. The time makes an address of each picture, for browsers that look at addresses.</summary>
    public static string UrlOf(string node, string view, DateTime received) =>
        $"{ApiRouting.Root}pictures/outposts/{Uri.EscapeDataString(node)}/{Uri.EscapeDataString(view)}.jpg?at={ApiTime.Milli(received)}";

    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi("pictures/outposts/{node}/{view}.jpg", PictureAsync, new ApiOperation("The newest picture of an outpost's view.")
    {
        ContentTypes = ["image/jpeg"],
        MayBeMissing = Missing,
        Parameters =
        [
            new("node", "The outpost.") { IsInPath = true },
            new("view", "Its view.") { IsInPath = true },
            new("at", "Any text; it tells one picture's address from the next one's."),
        ],
    });

    private Task PictureAsync(HttpContext context) => ApiAnswer.FromCatalogAsync(context, () =>
    {
        _ = new Question(context, "at");
        if (board.NewestPicture((string)context.Request.RouteValues["node"]!, (string)context.Request.RouteValues["view"]!) is not { } jpeg)
            return ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, Missing);
        HttpResponse response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.ContentType = "image/jpeg";
        response.ContentLength = jpeg.Length;
        return response.Body.WriteAsync(jpeg, context.RequestAborted).AsTask();
    });
}
