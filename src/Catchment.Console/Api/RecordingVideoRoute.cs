using Catchment.Cameras.Events;
using Catchment.Cameras.Video;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Api;

/// <summary>Makes films of recorded events for who asks; nothing of them is kept here.</summary>
internal sealed class RecordingVideoRoute(EventVideo video, string folder)
{
    private const int MostSets = 6;

    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApiChange(HttpMethods.Get, RecordingAddress.Path + "/video", VideoAsync, new ApiOperation(
        "The event as a film, made when it is asked for: an MP4 with H.264, its pictures at their own times.")
    {
        ContentTypes = ["video/mp4"],
        MayBeMissing = "There is no such event, it has no pictures, or no such tracking set.",
        MayLack = "The machine has no ffmpeg.",
        MayBeAway = "Enough films are being made at present, or ffmpeg failed; 'detail' says which.",
        Parameters =
        [
            .. RecordingAddress.Parameters,
            new("set", "Types of tracking sets whose boxes are drawn over the pictures, with commas between them; without it, none."),
        ],
    });

    private Task VideoAsync(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        string? text = new Question(context, "set").Text("set");
        string[] sets = text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (sets.Length > MostSets || !Array.TrueForAll(sets, s => EventNames.IsType(s)))
            throw new QuestionException("set", text!, $"at most {MostSets} types of tracking sets, with commas between them");
        if (RecordingAddress.Read(context) is not { } key)
        {
            await RecordingAddress.MissingAsync(context);
            return;
        }

        string path = Path.Combine(folder, $"catchment-{Guid.NewGuid():N}.mp4");
        try
        {
            await video.MakeAsync(new EventVideoRequest(key, sets), path, context.RequestAborted);
        }
        catch (EventVideoException e)
        {
            if (e.Fault == EventVideoFault.Busy)
                context.Response.Headers.RetryAfter = "5";
            await ApiAnswer.ProblemAsync(context, StatusOf(e.Fault), e.Message);
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        var film = new FileStream(path, new FileStreamOptions { Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous, Share = FileShare.Read | FileShare.Delete });
        await TypedResults.File(film, "video/mp4", $"{EventNames.Text(key.Day)}_{key.Id}.mp4", enableRangeProcessing: true).ExecuteAsync(context);
    });

    private static int StatusOf(EventVideoFault fault) => fault switch
    {
        EventVideoFault.NoPictures or EventVideoFault.NoBoxes => StatusCodes.Status404NotFound,
        EventVideoFault.NoEncoder => StatusCodes.Status501NotImplemented,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
