using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Catchment.WebConsole.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Catchment.WebConsole.OpenApi;

/// <summary>The API's description in OpenAPI, made from the routes themselves when it is asked for.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    /// <summary>Adds what the description needs.</summary>
    public static void AddServices(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.TypeInfoResolver = ApiJson.Default;
            o.SerializerOptions.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower;
            o.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            o.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi(Name, o =>
        {
            o.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            o.AddSchemaTransformer(NullsAreLeftOutAsync);
            o.AddOperationTransformer(DescribeAsync);
            o.AddDocumentTransformer(HeadAsync);
        });
    }

    /// <summary>Adds the route that serves it.</summary>
    public static void Map(WebApplication app) => app.MapOpenApi(ApiRouting.Root + "openapi.json").Add(builder =>
    {
        // The framework's route names the document in its path; here there is one.
        RequestDelegate inner = builder.RequestDelegate!;
        builder.RequestDelegate = context =>
        {
            context.Request.RouteValues["documentName"] = Name;
            context.Response.Headers.CacheControl = "no-cache";
            return inner(context);
        };
    });

    /// <summary>A member that may be null is not always there: answers leave nulls out, and the framework takes a record's every parameter for needed.</summary>
    private static Task NullsAreLeftOutAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            foreach (JsonPropertyInfo property in context.JsonTypeInfo.Properties.Where(static p => p.IsGetNullable))
                schema.Required?.Remove(property.Name);
        }

        return Task.CompletedTask;
    }

    private static Task HeadAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Catchment",
            Version = Name,
            Description = "Frames, event messages, recorded events, tracked files, telemetry, tags and services of a Catchment node. Times of tags are Unix seconds, those of telemetry UTC, "
                + "ISO 8601; all others are the node's local time, ISO 8601 without a zone. Beyond loopback every request needs the token, as 'Authorization: Bearer TOKEN'.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["token"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The token of the node's configuration, or the one in the file 'token' of its state folder. Not needed on loopback.",
            },
        };
        return Task.CompletedTask;
    }

    private static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().FirstOrDefault() is not { } api)
            return Task.CompletedTask;
        operation.Parameters = [.. api.Parameters.Select(Parameter)];
        if (api.Body is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Description = body,
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } } },
            };
        }

        Describe(StatusCodes.Status200OK, "The answer.");
        Describe(StatusCodes.Status204NoContent, api.MayBeEmpty ?? "");
        Describe(StatusCodes.Status400BadRequest, "A parameter is unknown or not as it must be; 'parameter' names it.");
        Describe(StatusCodes.Status403Forbidden, api.MayBeForbidden ?? "Another site asked for it in a browser's name: 'Origin' or 'Sec-Fetch-Site' says so.");
        Describe(StatusCodes.Status409Conflict, api.MayConflict ?? "");
        Describe(StatusCodes.Status501NotImplemented, api.MayLack ?? "");
        Describe(StatusCodes.Status404NotFound, api.MayBeMissing ?? "");
        Describe(StatusCodes.Status503ServiceUnavailable, api.MayBeAway);
        return Task.CompletedTask;

        void Describe(int status, string text)
        {
            if (operation.Responses?.GetValueOrDefault(status.ToString()) is { } response)
                response.Description = text;
        }
    }

    private static IOpenApiParameter Parameter(ApiParameter parameter) => new OpenApiParameter
    {
        Name = parameter.Name,
        Description = parameter.Description,
        In = parameter.IsInPath ? ParameterLocation.Path : ParameterLocation.Query,
        Required = parameter.IsInPath || parameter.IsNeeded,
        Schema = parameter.IsSeveral ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = Schema(parameter) } : Schema(parameter),
    };

    private static OpenApiSchema Schema(ApiParameter parameter) => new()
    {
        Type = parameter.Type == "integer" ? JsonSchemaType.Integer : JsonSchemaType.String,
        Format = parameter.Format,
        Minimum = parameter.Minimum?.ToString(),
        Maximum = parameter.Maximum?.ToString(),
        Default = parameter.Default switch
        {
            int number => JsonValue.Create(number),
            string text => JsonValue.Create(text),
            _ => null,
        },
        Enum = parameter.OneOf.Count == 0 ? null : [.. parameter.OneOf.Select(w => JsonValue.Create(w))],
    };
}
