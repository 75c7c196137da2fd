using System.Globalization;
using Catchment.Cameras.Catalog;
using Catchment.Telemetry.Query;
using Microsoft.AspNetCore.Http;

namespace Catchment.WebConsole.Api;

/// <summary>
/// The parameters of a request. Each is read once, strictly; one that is unknown, comes twice or has an impossible value is
/// answered with a problem that names it, because a filter that is silently ignored shows the wrong data.
/// </summary>
internal sealed class Question
{
    /// <summary>The longest name or search text.</summary>
    public const int LongestText = 512;

    private const int LongestCursor = 2048;
    private const string TokenParameter = "token";

    private readonly IQueryCollection _query;

    /// <summary>Takes the request's parameters.</summary>
    /// <param name="context">The request.</param>
    /// <param name="known">The parameters that the route has.</param>
    /// <exception cref="QuestionException">One is unknown, or comes twice.</exception>
    public Question(HttpContext context, params ReadOnlySpan<string> known)
        : this(context, null, known)
    {
    }

    private Question(HttpContext context, string? several, ReadOnlySpan<string> known)
    {
        _query = context.Request.Query;
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in _query)
        {
            if (name == TokenParameter)
                continue;
            if (!known.Contains(name))
                throw new QuestionException(name, values.ToString(), "none of this name; there are: " + string.Join(", ", known!));
            if (values.Count != 1 && name != several)
                throw new QuestionException(name, values.ToString(), "one value");
        }
    }

    /// <summary>Takes the request's parameters, one of which may come several times.</summary>
    /// <param name="context">The request.</param>
    /// <param name="several">That one.</param>
    /// <param name="known">The parameters that the route has.</param>
    /// <exception cref="QuestionException">One is unknown, or comes twice.</exception>
    public static Question WithSeveral(HttpContext context, string several, params ReadOnlySpan<string> known) => new(context, several, known);

    /// <summary>Reads the parameters that filter and page a listing.</summary>
    /// <param name="defaultLimit">Entries of a page when the request does not say.</param>
    public CatalogQuery Listing(int defaultLimit = 100)
    {
        var query = new CatalogQuery
        {
            Node = Text("node"),
            View = Text("view"),
            Type = Text("type"),
            From = Time("from"),
            To = Time("to"),
            OldestFirst = Choice("order", "newest", "oldest") == "oldest",
            Limit = Number("limit", 1, CatalogQuery.MaxLimit) ?? defaultLimit,
            Cursor = Text("cursor", LongestCursor),
        };
        return query is { From: { } from, To: { } to } && from > to
            ? throw new QuestionException("from", Raw("from")!, "a time that is not after 'to'")
            : query;
    }

    /// <summary>Reads a text; null: not given.</summary>
    public string? Text(string name, int longest = LongestText)
    {
        string? text = Raw(name);
        if (text is not null && (text.Length > longest || text.Contains('\0', StringComparison.Ordinal)))
            throw new QuestionException(name, text, $"a text of at most {longest} characters without NUL");
        return text;
    }

    /// <summary>Reads a text that has to be there.</summary>
    public string Needed(string name) => Text(name) is { Length: > 0 } text ? text : throw new QuestionException(name, "nothing", "a name");

    /// <summary>Reads the texts of a parameter that may come several times.</summary>
    public string[] Texts(string name, int most)
    {
        string[] texts = _query.TryGetValue(name, out var values) ? [.. values.Select(static v => v ?? "")] : [];
        if (Array.Find(texts, static t => t.Contains('\0', StringComparison.Ordinal)) is { } text)
            throw new QuestionException(name, text, "a text without NUL");
        return texts.Length <= most ? texts : throw new QuestionException(name, $"given {texts.Length} times", $"{most} at most");
    }

    /// <summary>Reads a span of universal time, <c>from</c> and <c>to</c>; null: open on that side.</summary>
    public (DateTime? From, DateTime? To) Span()
    {
        (DateTime? from, DateTime? to) = (Instant("from"), Instant("to"));
        return from > to ? throw new QuestionException("from", Raw("from")!, "a time that is not after 'to'") : (from, to);
    }

    /// <summary>Reads a duration greater than nothing; null: not given.</summary>
    public TimeSpan? Duration(string name)
    {
        if (Raw(name) is not { } text)
            return null;
        return TelemetryTime.TryReadDuration(text, TimeSpan.FromMicroseconds(1), out TimeSpan duration) ? duration : throw new QuestionException(name, text, TelemetryTime.AllowedDuration);
    }

    private DateTime? Instant(string name)
    {
        if (Raw(name) is not { } text)
            return null;
        return TelemetryTime.TryRead(text, out DateTime time) ? time : throw new QuestionException(name, text, TelemetryTime.Allowed);
    }

    /// <summary>Reads a local time; null: not given.</summary>
    public DateTime? Time(string name)
    {
        if (Raw(name) is not { } text)
            return null;
        return ApiTime.TryRead(text, out DateTime time) ? time : throw new QuestionException(name, text, ApiTime.Allowed);
    }

    /// <summary>Reads a date; null: not given.</summary>
    public DateOnly? Day(string name)
    {
        if (Raw(name) is not { } text)
            return null;
        return ApiTime.TryReadDay(text, out DateOnly day) && day < DateOnly.MaxValue
            ? day
            : throw new QuestionException(name, text, "a date: 2026-03-01");
    }

    /// <summary>Reads a whole number; null: not given.</summary>
    public int? Number(string name, int least, int most)
    {
        if (Raw(name) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new QuestionException(name, text, $"a whole number from {least} to {most}");
    }

    /// <summary>Reads one of some words; null: not given.</summary>
    public string? Choice(string name, params ReadOnlySpan<string> words)
    {
        if (Raw(name) is not { } text)
            return null;
        return words.Contains(text) ? text : throw new QuestionException(name, text, string.Join(" or ", words!));
    }

    private string? Raw(string name) => _query.TryGetValue(name, out var values) ? values.ToString() : null;
}
