using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Catchment.WebConsole.Api;

/// <summary>Reads the body of a request that changes something.</summary>
internal static class ApiBody
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>Reads an object.</summary>
    /// <param name="context">The request.</param>
    /// <param name="most">Its bytes at most.</param>
    /// <exception cref="QuestionException">There is none, or it is no JSON object, or too long.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpContext context, int most)
    {
        using var body = new MemoryStream();
        var part = new byte[8192];
        for (int read; (read = await context.Request.Body.ReadAsync(part, context.RequestAborted)) > 0;)
        {
            if (body.Length + read > most)
                throw new QuestionException("body", "longer", $"{most} bytes at most");
            body.Write(part, 0, read);
        }

        try
        {
            JsonDocument document = JsonDocument.Parse(body.ToArray(), Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            string kind = document.RootElement.ValueKind.ToString();
            document.Dispose();
            throw new QuestionException("body", kind, "a JSON object");
        }
        catch (JsonException)
        {
            throw new QuestionException("body", "something else", "a JSON object, nested no deeper than 64 levels");
        }
    }
}
