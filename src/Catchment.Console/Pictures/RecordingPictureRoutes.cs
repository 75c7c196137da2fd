using Catchment.Cameras.Events;
using Catchment.WebConsole.Api;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Catchment.WebConsole.Pictures;

/// <summary>Serves the pictures of recorded events.</summary>
internal sealed class RecordingPictureRoutes(IEventFiles files)
{
    private const string Missing = "There is no such picture: it was removed, or never was.";
    private const string KeptForGood = "private, max-age=31536000, immutable";
    private const string KeptForAnHour = "private, max-age=3600";

    private readonly RecordingPictures _pictures = new(files);

    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi(
        "pictures/" + RecordingAddress.Path + "/{time}.jpg",
        context => ApiAnswer.FromCatalogAsync(context, () => PictureAsync(context)),
        new ApiOperation("A picture of a recorded event.")
        {
            ContentTypes = ["image/jpeg"],
            MayBeMissing = Missing,
            Parameters =
            [
                .. RecordingAddress.Parameters,
                new("time", "When it was taken, YYYY-MM-DD_HH.MM.SS.ffffff, or 'first' for the event's first picture.") { IsInPath = true },
            ],
        },
        withHead: true);

    private async Task PictureAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["time"]!;
        if (RecordingAddress.Read(context) is not { } key || _pictures.Find(key, name) is not { } file)
        {
            await ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, Missing);
            return;
        }

        // A picture is written once, under its time; which one is the first may change when files are repaired.
        var written = new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero);
        context.Response.Headers.CacheControl = name == RecordingPictures.First ? KeptForAnHour : KeptForGood;
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        try
        {
            await TypedResults.PhysicalFile(
                file.FullName,
                "image/jpeg",
                lastModified: written,
                entityTag: new EntityTagHeaderValue($"\"{written.Ticks:x}-{file.Length:x}\""),
                enableRangeProcessing: true).ExecuteAsync(context);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException && !context.Response.HasStarted)
        {
            // It was deleted meanwhile.
            context.Response.Clear();
            await ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, Missing);
        }
    }
}
