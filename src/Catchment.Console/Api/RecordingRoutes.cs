using Catchment.Cameras.Video;
using Catchment.WebConsole.Pictures;
using Microsoft.AspNetCore.Builder;

namespace Catchment.WebConsole.Api;

/// <summary>All routes of recorded events and outposts.</summary>
internal static class RecordingRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(WebApplication app, ConsoleParts parts, RecordingParts recordings)
    {
        var video = new EventVideo(recordings.Files, recordings.Video, parts.Time);
        app.Lifetime.ApplicationStopped.Register(video.Dispose);
        new RecordingListRoutes(recordings).Map(app);
        new RecordingEventRoutes(recordings).Map(app);
        new RecordingDeskRoutes(recordings.Desk).Map(app);
        new RecordingVideoRoute(video, recordings.Video.Folder).Map(app);
        new RecordingPictureRoutes(recordings.Files).Map(app);
        if (recordings.Outposts is { } outposts)
        {
            new OutpostRoutes(parts, recordings, outposts).Map(app);
            new OutpostPictureRoute(outposts).Map(app);
        }
    }
}
