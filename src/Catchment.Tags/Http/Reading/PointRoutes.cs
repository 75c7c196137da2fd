using System.Globalization;
using Catchment.Tags.Store;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http.Reading;

/// <summary>Reads points: all at once, or one's past. Source: <c>tags</c> 4.3.</summary>
internal sealed class PointRoutes(TagStore store, DataPicture picture)
{
    private const string Group = "Reading";
    private const int MostRows = 1000;

    private static readonly string[] LimitPlace = ["query", "limit"];

    /// <summary>The routes.</summary>
    internal IEnumerable<GatewayRoute> Routes =>
    [
        new("GET", "/data", "The values of all points by their keys, in the order of their registration. Has an ETag: ask with If-None-Match.", DataAsync)
        {
            Group = Group,
            Answer = """{"boiler_temp":21.5}""",
            Otherwise = [(304, "Nothing was written since.")],
        },
        new("GET", "/detailed", "All that is known of all points, by their keys.", DetailedAsync)
        {
            Group = Group,
            Answer = """{"boiler_temp":{"key":"boiler_temp","value":21.5,"default":0,"address":40001,"data_type":"float","units":"°C","timestamp":1795228279.1611767,"quality":"GOOD","last_change":1795228279.1611767}}""",
        },
        new("GET", "/datapoints", "All points as a list.", SummariesAsync)
        {
            Group = Group,
            Answer = """[{"key":"boiler_temp","address":40001,"data_type":"float","units":"°C","current_value":21.5,"quality":"GOOD"}]""",
        },
        new("GET", "/points", "Some points, by a part of their keys, and how many there are.", SearchAsync)
        {
            Group = Group,
            Parameters = [("search", "What their keys hold, in any case; without it, all."), ("offset", "How many are left out; 0 without it."), ("limit", "How many at most, 1 to 1000; 100 without it.")],
            Answer = """{"total":1,"matched":1,"points":[{"key":"boiler_temp","value":21.5,"default":0,"address":40001,"data_type":"float","units":"°C","timestamp":1795228279.1611767,"quality":"GOOD","last_change":1795228279.1611767}]}""",
        },
        new("GET", "/history/{key}", "The last writes of a point, oldest first.", HistoryAsync)
        {
            Group = Group,
            Parameters = [("limit", "How many at most; 100 without it; 0 or less: all.")],
            Answer = """[{"timestamp":1795228279.1611767,"value":21.5}]""",
            Otherwise = [(404, "Nothing was written to the key.")],
        },
    ];

    private async Task DataAsync(HttpContext context)
    {
        if (Has(context, picture.TagOf(store.Version)))
            return;
        using var document = picture.Take();
        if (Has(context, document.Tag))
            return;
        await Answer.BytesAsync(context, StatusCodes.Status200OK, Answer.Json, document.Bytes);
    }

    /// <summary>Tells the tag, and answers 304 when the client has what it names.</summary>
    private static bool Has(HttpContext context, string tag)
    {
        var headers = context.Response.Headers;
        headers.ETag = tag;
        headers.CacheControl = "no-cache";
        foreach (var known in context.Request.Headers.IfNoneMatch)
        {
            foreach (var one in (known ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (one != "*" && !one.AsSpan(one.StartsWith("W/", StringComparison.Ordinal) ? 2 : 0).SequenceEqual(tag))
                    continue;
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return true;
            }
        }

        return false;
    }

    private async Task DetailedAsync(HttpContext context)
    {
        await using var json = new JsonStream(context);
        json.Writer.WriteStartObject();
        foreach (var point in store.Points)
        {
            json.Writer.WritePropertyName(point.Key);
            PointJson.WriteDetail(json.Writer, point);
            await json.PaceAsync();
        }

        json.Writer.WriteEndObject();
    }

    private async Task SummariesAsync(HttpContext context)
    {
        await using var json = new JsonStream(context);
        json.Writer.WriteStartArray();
        foreach (var point in store.Points)
        {
            PointJson.WriteSummary(json.Writer, point);
            await json.PaceAsync();
        }

        json.Writer.WriteEndArray();
    }

    private Task SearchAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (!TryWhole(query["offset"], 0, 0, int.MaxValue, out var offset) || !TryWhole(query["limit"], 100, 1, MostRows, out var limit))
            return Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, $"offset must be a whole number, limit one of 1 to {MostRows}");
        string? search = query["search"];
        return Answer.JsonAsync(context, writer =>
        {
            var points = store.Points;
            var matched = 0;
            writer.WriteStartObject();
            writer.WriteStartArray("points");
            foreach (var point in points)
            {
                if (!string.IsNullOrEmpty(search) && !point.Key.Contains(search, StringComparison.OrdinalIgnoreCase))
                    continue;
                if (matched >= offset && matched - offset < limit)
                    PointJson.WriteDetail(writer, point);
                matched++;
            }

            writer.WriteEndArray();
            writer.WriteNumber("matched", matched);
            writer.WriteNumber("total", points.Count);
            writer.WriteEndObject();
        });
    }

    private async Task HistoryAsync(HttpContext context)
    {
        var limit = 100;
        if (context.Request.Query.TryGetValue("limit", out var asked))
        {
            if (!long.TryParse(asked[^1], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
            {
                await Answer.UnreadableAsync(context, LimitPlace, "value is not a valid integer", "type_error.integer");
                return;
            }

            limit = number is <= 0 or > int.MaxValue ? int.MaxValue : (int)number;
        }

        var key = PathSegment.Last(context);
        var entries = store.TryGet(key, out var point) ? store.History(point, limit) : [];
        if (entries.Count == 0)
        {
            await Answer.ErrorAsync(context, StatusCodes.Status404NotFound, $"No history found for key '{key}'");
            return;
        }

        await using var json = new JsonStream(context);
        json.Writer.WriteStartArray();
        foreach (var entry in entries)
        {
            json.Writer.WriteStartObject();
            PointJson.WriteNumber(json.Writer, "timestamp", entry.Timestamp);
            PointJson.WriteValue(json.Writer, "value", entry.Value);
            json.Writer.WriteEndObject();
            await json.PaceAsync();
        }

        json.Writer.WriteEndArray();
    }

    private static bool TryWhole(string? text, int otherwise, int min, int max, out int number)
    {
        number = otherwise;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= min && number <= max);
    }
}
