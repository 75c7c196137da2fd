using Catchment.Cameras.Events;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Api;

/// <summary>Keeps and deletes recorded events for a person.</summary>
internal sealed class RecordingDeskRoutes(IEventDesk desk)
{
    private const string KeepPath = RecordingAddress.Path + "/keep";

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApiChange(HttpMethods.Put, KeepPath, Keep, Operation("Keeps an event from being deleted."));
        routes.MapApiChange(HttpMethods.Delete, KeepPath, GiveUp, Operation(
            "Gives up the keeping that a person began. An event that a FaceList locks stays locked."));
        routes.MapApiChange(HttpMethods.Delete, RecordingAddress.Path, Delete, Operation(
            "Deletes an event: its index rows, its tracking sets and its pictures."));
    }

    private Task Keep(HttpContext context) => AskAsync(context, key => desk.KeepAsync(key, keep: true, context.RequestAborted));

    private Task GiveUp(HttpContext context) => AskAsync(context, key => desk.KeepAsync(key, keep: false, context.RequestAborted));

    private Task Delete(HttpContext context) => AskAsync(context, key => desk.DeleteAsync(key, context.RequestAborted));

    private static ApiOperation Operation(string summary) => new(summary)
    {
        Answer = typeof(DeskAnswer),
        MayBeMissing = RecordingAddress.Missing,
        MayConflict = "The event is locked by a FaceList or kept by a person.",
        MayBeAway = "It could not be done now; 'detail' says why.",
        Parameters = RecordingAddress.Parameters,
    };

    private static Task AskAsync(HttpContext context, Func<EventKey, Task<EventDeskAnswer>> wish) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        _ = new Question(context);
        if (RecordingAddress.Read(context) is not { } key)
        {
            await RecordingAddress.MissingAsync(context);
            return;
        }

        EventDeskAnswer answer = await wish(key);
        await (answer.Outcome switch
        {
            EventDeskOutcome.Done => ApiAnswer.JsonAsync(context, new DeskAnswer(answer.Text), ApiJson.Default.DeskAnswer),
            EventDeskOutcome.Unknown => ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, answer.Text),
            EventDeskOutcome.Locked => ApiAnswer.ProblemAsync(context, StatusCodes.Status409Conflict, answer.Text),
            _ => ApiAnswer.ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, answer.Text),
        });
    });
}
