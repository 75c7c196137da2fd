using Catchment.Cameras.Events;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;

namespace Catchment.WebConsole.Api;

/// <summary>The part of a path that names a recorded event. What is none is refused before any folder or table is looked at.</summary>
internal static class RecordingAddress
{
    /// <summary>The path of an event below the API's root.</summary>
    public const string Path = "recordings/{day}/{event}";

    /// <summary>What is told when there is no such event.</summary>
    public const string Missing = "There is no such event: it was deleted, or never was.";

    /// <summary>The path's parameters.</summary>
    public static readonly IReadOnlyList<ApiParameter> Parameters =
    [
        new("day", "The day that the event is filed under.") { Format = "date", IsInPath = true },
        new("event", "The event's id.") { IsInPath = true },
    ];

    /// <summary>Reads the path of a request.</summary>
    /// <returns>The event; null: the path can be no event's.</returns>
    public static EventKey? Read(HttpContext context) =>
        context.Request.RouteValues["day"] is string day && EventNames.TryParseDay(day, out DateOnly date)
        && context.Request.RouteValues["event"] is string id && EventNames.IsId(id)
            ? new EventKey(date, id)
            : null;

    /// <summary>Answers that there is no such event.</summary>
    public static Task MissingAsync(HttpContext context) => ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, Missing);
}
