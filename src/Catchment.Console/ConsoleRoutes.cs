using Catchment.WebConsole.Api;
using Catchment.WebConsole.Api.Tags;
using Catchment.WebConsole.Api.Telemetry;
using Catchment.WebConsole.Live;
using Catchment.WebConsole.OpenApi;
using Catchment.WebConsole.Pages;
using Catchment.WebConsole.Pictures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Catchment.WebConsole;

/// <summary>Adds the console to the node's web server: the HTTP API below <c>/api/v1/</c>, and the pages.</summary>
public static class ConsoleRoutes
{
    /// <summary>Adds what <see cref="Map"/> needs; for <c>NodeHostOptions.ConfigureWeb</c>.</summary>
    /// <param name="services">The web server's services.</param>
    public static void AddServices(IServiceCollection services) => ApiDocument.AddServices(services);

    /// <summary>Adds the routes; for <c>NodeHostOptions.MapWeb</c>.</summary>
    /// <param name="app">The web server, with the node's own routes and its guard.</param>
    /// <param name="parts">What is shown.</param>
    public static void Map(WebApplication app, ConsoleParts parts)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(parts);
        app.Use(static next => context =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin"; // No foreign page shows our pictures, or learns from their sizes.
            return next(context);
        });
        new CameraRoutes(parts).Map(app);
        new PictureRoutes(parts).Map(app);
        if (parts.Recordings is { } recordings)
            RecordingRoutes.Map(app, parts, recordings);
        if (parts.Files is { } files)
            new FileRoutes(files).Map(app);
        if (parts.Telemetry is { } telemetry)
            TelemetryRoutes.Map(app, telemetry);
        if (parts.Tags is { } tags)
            TagRoutes.Map(app, tags, parts.MostWatchers, app.Lifetime.ApplicationStopping);
        new LiveRoute(parts, app.Lifetime.ApplicationStopping).Map(app);
        ApiDocument.Map(app);
        app.Map("/api/{**rest}", static context => ApiAnswer.ProblemAsync(
            context, StatusCodes.Status404NotFound, $"There is nothing at {context.Request.Path}. What there is: /api/v1/openapi.json."));
        new PageRoutes(parts).Map(app);
    }
}
