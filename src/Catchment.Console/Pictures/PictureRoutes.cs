using Catchment.WebConsole.Api;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Catchment.WebConsole.Pictures;

/// <summary>Serves the pictures of stored frames, as the cameras sent them.</summary>
internal sealed class PictureRoutes(ConsoleParts parts)
{
    private readonly PictureFolders _folders = new([parts.ImagesFolder, .. parts.ArchiveFolders]);

    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApi(
        "pictures/{day}/{name}",
        PictureAsync,
        new ApiOperation("The picture of a stored frame; its path is the frame's 'picture'.")
        {
            ContentTypes = ["image/jpeg", "image/png", "application/octet-stream"],
            MayBeMissing = "There is no such picture: it was removed, or never was.",
            Parameters =
            [
                new("day", "The day of reception.") { Format = "date", IsInPath = true },
                new("name", "The file's name.") { IsInPath = true },
            ],
        },
        withHead: true);

    private async Task PictureAsync(HttpContext context)
    {
        PictureName? picture = PictureName.Read(context.Request.RouteValues["day"] as string, context.Request.RouteValues["name"] as string);
        if (picture is null || _folders.Find(picture) is not { } file)
        {
            await MissingAsync(context);
            return;
        }

        // A frame's file is written once; its name holds the time to the microsecond.
        var written = new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero);
        context.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        try
        {
            await TypedResults.PhysicalFile(
                file.FullName,
                picture.ContentType,
                lastModified: written,
                entityTag: new EntityTagHeaderValue($"\"{written.Ticks:x}-{file.Length:x}\""),
                enableRangeProcessing: true).ExecuteAsync(context);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException && !context.Response.HasStarted)
        {
            // Retention was faster.
            context.Response.Clear();
            await MissingAsync(context);
        }
    }

    private static Task MissingAsync(HttpContext context) =>
        ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, "There is no such picture: it was removed, or never was.");
}
