using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Catchment.Cameras.Catalog;
using Catchment.Files.Catalog;
using Catchment.Telemetry.Query;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Catchment.WebConsole.Api;

/// <summary>Writes answers and problems.</summary>
internal static class ApiAnswer
{
    /// <summary>Answers 200 with a body that no cache keeps.</summary>
    public static Task JsonAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type) =>
        WriteAsync(context, StatusCodes.Status200OK, "application/json; charset=utf-8", value, type);

    /// <summary>Answers with a problem.</summary>
    public static Task ProblemAsync(HttpContext context, int status, string detail) =>
        ProblemAsync(context, new ApiProblem(ReasonPhrases.GetReasonPhrase(status), status, detail));

    /// <summary>Answers with a problem.</summary>
    public static Task ProblemAsync(HttpContext context, ApiProblem problem) =>
        WriteAsync(context, problem.Status, "application/problem+json", problem, ApiJson.Default.ApiProblem);

    /// <summary>Asks the catalog, and answers 400 or 503 when it cannot tell.</summary>
    public static async Task FromCatalogAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer();
        }
        catch (QuestionException e)
        {
            await ProblemAsync(context, e.Problem);
        }
        catch (CatalogException e)
        {
            int status = e.IsQuestion ? StatusCodes.Status400BadRequest : StatusCodes.Status503ServiceUnavailable;
            await ProblemAsync(context, status, e.Message);
        }
        catch (FileCatalogException e)
        {
            await ProblemAsync(context, e.IsQuestion ? StatusCodes.Status400BadRequest : StatusCodes.Status503ServiceUnavailable, e.Message);
        }
        catch (TelemetryUnavailableException e)
        {
            // Half an answer must not look like a whole one: the connection is broken off.
            if (context.Response.HasStarted)
                context.Abort();
            else
                await ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            await ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, e.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
    }

    private static Task WriteAsync<T>(HttpContext context, int status, string contentType, T value, JsonTypeInfo<T> type)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
