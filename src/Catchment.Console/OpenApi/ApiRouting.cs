using Catchment.WebConsole.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.OpenApi;

/// <summary>Adds a route together with its description.</summary>
internal static class ApiRouting
{
    /// <summary>Where the API is.</summary>
    public const string Root = "/api/v1/";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] ProblemType = ["application/problem+json"];

    /// <summary>Adds a route that reads.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="path">The path below <see cref="Root"/>.</param>
    /// <param name="handler">What answers.</param>
    /// <param name="operation">What the description tells.</param>
    /// <param name="withHead">Whether HEAD is answered too.</param>
    public static void MapApi(
        this IEndpointRouteBuilder routes, string path, RequestDelegate handler, ApiOperation operation, bool withHead = false)
    {
        Describe(withHead ? routes.MapMethods(Root + path, Reading, handler) : routes.MapGet(Root + path, handler), handler, operation);
    }

    /// <summary>Adds a route that changes something. What another site asks for in a browser's name is refused.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below <see cref="Root"/>.</param>
    /// <param name="handler">What answers.</param>
    /// <param name="operation">What the description tells.</param>
    public static void MapApiChange(this IEndpointRouteBuilder routes, string method, string path, RequestDelegate handler, ApiOperation operation) =>
        Describe(routes.MapMethods(Root + path, [method], context => OwnSite.OnlyAsync(context, handler)), handler, operation with { IsOwnSiteOnly = true });

    private static void Describe(IEndpointConventionBuilder route, RequestDelegate handler, ApiOperation operation)
    {
        // A handler's method is what the description looks for; the framework leaves it out of routes that bind nothing.
        route.WithMetadata(handler.Method, operation)
            .WithSummary(operation.Summary)
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, operation.Answer ?? typeof(string), [.. operation.ContentTypes]));
        Problem(StatusCodes.Status400BadRequest);
        Problem(StatusCodes.Status503ServiceUnavailable);
        if (operation.MayBeEmpty is not null)
            route.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status204NoContent));
        if (operation.IsOwnSiteOnly)
            Problem(StatusCodes.Status403Forbidden);
        if (operation.MayBeMissing is not null)
            Problem(StatusCodes.Status404NotFound);
        if (operation.MayConflict is not null)
            Problem(StatusCodes.Status409Conflict);
        if (operation.MayLack is not null)
            Problem(StatusCodes.Status501NotImplemented);

        void Problem(int status) => route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ApiProblem), ProblemType));
    }
}
