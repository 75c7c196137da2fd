using System.Text;
using Catchment.Telemetry.Query;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Api.Telemetry;

/// <summary>What the API answers about values of a device: entry by entry, in buckets, and the last. Lines go out as the database tells them.</summary>
internal sealed class TelemetryValueRoutes(TelemetryBoard board)
{
    private const int BufferCharacters = 16 << 10;

    private static readonly string[] ContentTypes = ["application/json", "text/csv", "application/x-ndjson", "text/plain"];

    private static readonly ApiParameter Key = new("key", "A way to a value in the device's messages, such as preset, tempCtrl.temp, amps[3] or \"a.b\"; given once for each of up to 32.")
    {
        IsNeeded = true,
        IsSeveral = true,
    };

    private static readonly IReadOnlyList<ApiParameter> Span =
    [
        TelemetryRoutes.Device,
        Key,
        new("from", "Not before this time, UTC unless a zone is given.") { Format = "date-time" },
        new("to", "Not after this time.") { Format = "date-time" },
        new("last", "In place of 'from': so long before 'to', or before now, such as 90s, 15m, 1h or 30d."),
        new("ec", "Only entries of this event code."),
        new("limit", "So many lines at most; without it, all.") { Type = "integer", Minimum = 1 },
        new("format", "The form of the answer.") { OneOf = TelemetryFormats.Names, Default = TelemetryFormats.Json },
    ];

    private static readonly string[] SpanNames = [.. Span.Select(p => p.Name)];

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi("telemetry/rows", Rows, TelemetryRoutes.Operation("Values of a device, entry by entry, oldest first; sent as they are read, however many there are.", null) with
        {
            ContentTypes = ContentTypes,
            MayBeMissing = TelemetryRoutes.NoDevice,
            Parameters = Span,
        });
        routes.MapApi("telemetry/buckets", Buckets, TelemetryRoutes.Operation("What a device's numbers were like, a line for each stretch of time that has one.", null) with
        {
            ContentTypes = ContentTypes,
            MayBeMissing = TelemetryRoutes.NoDevice,
            Parameters =
            [
                .. Span,
                new("bucket", "A stretch's width, such as 1s, 1m or 6h; stretches begin at whole multiples of it since 1970.") { IsNeeded = true },
                new("agg", "What is told of each: some of " + string.Join(", ", TelemetryAggregates.Names) + ", with commas between them.") { Default = string.Join(',', TelemetryAggregates.Usual) },
            ],
        });
        routes.MapApi("telemetry/last", Last, TelemetryRoutes.Operation("The newest values of a device's keys, however long ago; keys without any are left out, and a value of more than 4,096 characters, or nested deeper than 32 levels.", typeof(KeyList)) with
        {
            MayBeMissing = TelemetryRoutes.NoDevice,
            Parameters = [TelemetryRoutes.Device, Key],
        });
    }

    private Task Rows(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        Question question = Question.WithSeveral(context, Key.Name, SpanNames);
        TelemetrySpan span = SpanOf(question);
        await AnswerAsync(context, question, span.Device, (queries, stop) => TelemetryLines.OfEntries(queries, span, stop));
    });

    private Task Buckets(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        Question question = Question.WithSeveral(context, Key.Name, [.. SpanNames, "bucket", "agg"]);
        TelemetrySpan span = SpanOf(question);
        TimeSpan width = question.Duration("bucket") ?? throw new QuestionException("bucket", "nothing", TelemetryTime.AllowedDuration);
        IReadOnlyList<string> aggregates = TelemetryAggregates.Usual;
        if (question.Text("agg") is { } text)
        {
            aggregates = TelemetryAggregates.Parse(text, out string? other);
            if (other is not null)
                throw new QuestionException("agg", other, "some of " + string.Join(", ", TelemetryAggregates.Names) + ", with commas between them");
        }

        await AnswerAsync(context, question, span.Device, (queries, stop) => TelemetryLines.OfBuckets(queries, span, width, aggregates, stop));
    });

    private Task Last(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        Question question = Question.WithSeveral(context, Key.Name, "device", Key.Name);
        string device = question.Needed("device");
        IReadOnlyList<TelemetryKey> keys = KeysOf(question);
        DateTime now = board.Clock.GetUtcNow().UtcDateTime;
        List<KeyItem>? items = await board.AskAsync(
            (queries, stop) =>
            {
                var found = new List<KeyItem>();
                foreach (TelemetryKey key in keys)
                {
                    if (queries.Newest(device, key, stop) is { } row && row.Values[0] is { } value)
                        found.Add(KeyItem.Of(key, value, row.Time, row.EventCode, now - row.Time, null, null));
                }

                return found.Count > 0 || queries.HasDevice(device, stop) ? found : null;
            },
            context.RequestAborted);
        await (items is null
            ? ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, TelemetryRoutes.NoDevice)
            : ApiAnswer.JsonAsync(context, new KeyList(device, TelemetryTime.Text(now), items), ApiJson.Default.KeyList));
    });

    /// <summary>Writes lines as they come. What goes wrong before the first is told as a problem; later the answer breaks off without its end.</summary>
    private async Task AnswerAsync(HttpContext context, Question question, string device, Func<TelemetryQueries, CancellationToken, TelemetryLines> ask)
    {
        string format = question.Choice("format", [.. TelemetryFormats.Names]) ?? TelemetryFormats.Json;
        bool isThere = await board.AskAsync(
            (queries, stop) =>
            {
                using var over = new CancellationTokenSource(board.Limit, board.Clock);
                TelemetryLines lines = ask(queries, stop);
                using IEnumerator<TelemetryRow> rows = lines.Rows.GetEnumerator();
                bool hasFirst = rows.MoveNext();
                if (!hasFirst && !queries.HasDevice(device, stop))
                    return false;
                context.Response.ContentType = ContentTypeOf(format);
                context.Response.Headers.CacheControl = "no-store";

                // Before its first line an answer takes too long in the database, which says so. Later it may be a client that no longer takes it, and would keep the question's place.
                using CancellationTokenRegistration end = over.Token.Register(context.Abort);
                using Stream body = context.Response.BodyWriter.AsStream(leaveOpen: true);
                using var output = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferCharacters, leaveOpen: true);
                (lines with { Rows = From(rows, hasFirst) }).Write(output, format);
                return true;
            },
            context.RequestAborted);
        if (!isThere)
            await ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, TelemetryRoutes.NoDevice);
    }

    private static IEnumerable<TelemetryRow> From(IEnumerator<TelemetryRow> rows, bool hasOne)
    {
        for (; hasOne; hasOne = rows.MoveNext())
            yield return rows.Current;
    }

    private static string ContentTypeOf(string format) => format switch
    {
        TelemetryFormats.Csv => "text/csv; charset=utf-8",
        TelemetryFormats.Ndjson => "application/x-ndjson; charset=utf-8",
        TelemetryFormats.Table => "text/plain; charset=utf-8",
        _ => "application/json; charset=utf-8",
    };

    private TelemetrySpan SpanOf(Question question)
    {
        (DateTime? from, DateTime? to) = question.Span();
        if (question.Duration("last") is { } last)
        {
            if (from is not null)
                throw new QuestionException("last", question.Text("last")!, "either 'from' or 'last'");
            from = TelemetryTime.Before(to ?? board.Clock.GetUtcNow().UtcDateTime, last);
        }

        return new TelemetrySpan(question.Needed("device"), KeysOf(question))
        {
            From = from,
            To = to,
            EventCode = question.Text("ec"),
            Limit = question.Number("limit", 1, int.MaxValue),
        };
    }

    private static TelemetryKey[] KeysOf(Question question)
    {
        string[] texts = question.Texts(Key.Name, TelemetrySpan.MostKeys);
        return texts.Length == 0
            ? throw new QuestionException(Key.Name, "nothing", "a key, such as preset or tempCtrl.temp")
            : [.. texts.Select(static text => TelemetryKey.TryParse(text, out TelemetryKey? key)
                ? key
                : throw new QuestionException(Key.Name, text, "names with dots between them and [n] for an item of an array, such as preset, tempCtrl.temp, amps[3] or \"a.b\""))];
    }
}
