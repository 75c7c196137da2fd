using System.Globalization;
using Catchment.Files.Catalog;
using Catchment.Files.Tables;
using Catchment.Files.Verification;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Catchment.WebConsole.Api;

/// <summary>What the API answers about tracked files, and how it has them run again.</summary>
internal sealed class FileRoutes(FileParts parts)
{
    private const string NoFile = "There is no such file.";
    private const string ByIngester = "The ingester does so by itself.";
    private const string ByHand = "To have it done, the ingester needs 'also: [RERUN]', or run one with 'daemon: false' and 'file_status: RERUN'.";
    private static readonly ApiParameter Id = new("id", "The file's row number.") { IsInPath = true, Type = "integer" };

    private static readonly IReadOnlyList<ApiParameter> Filter =
    [
        new("status", "The status now; NEW: files without an event. Without it, any.") { OneOf = [FileItem.New, .. FileStatusText.All] },
        new("name", "A part of the path; or with * and ? a pattern of the whole name, with a slash in it of the whole path."),
        new("since", "Tracked not before this local time.") { Format = "local-date-time" },
        new("until", "Tracked before this local time.") { Format = "local-date-time" },
        new("changed_since", "With their status since this local time, or a later one.") { Format = "local-date-time" },
        new("changed_until", "With their status since before this local time.") { Format = "local-date-time" },
        new("min_size", "Bytes at least.") { Type = "integer", Minimum = 0 },
        new("max_size", "Bytes at most.") { Type = "integer", Minimum = 0 },
        new("checksum", "What the checksum begins with."),
    ];

    private static readonly string[] FilterNames = [.. Filter.Select(p => p.Name)];

    /// <summary>Adds the routes.</summary>
    public void Map(WebApplication app)
    {
        app.MapApi("files", Files, Operation("Tracked files with their status now, those that were tracked last first.", typeof(FileListPage)) with
        {
            Parameters = [.. Filter, ApiParameter.Limit(FileQuery.MostEntries, 100), ApiParameter.Cursor, ApiParameter.Order],
        });
        app.MapApi("files/funnel", Funnel, Operation("How many files stand where, and which one waits longest.", typeof(FileFunnelItem)));
        app.MapApi("files/rates", Rates, Operation("What the last hour brought, minute by minute.", typeof(FileRateList)));
        app.MapApi("files/{id}", File, Operation("A tracked file and its events.", typeof(FileDetail)) with { MayBeMissing = NoFile, Parameters = [Id] });
        app.MapApiChange(HttpMethods.Post, "files/{id}/rerun", Rerun, Operation("Asks that a file is tried again: adds a RERUN to its events.", typeof(FileRerunAnswer)) with
        {
            MayBeMissing = NoFile,
            MayConflict = "The file is under way, was asked for already, or was never tried.",
            Parameters = [Id],
        });
        app.MapApiChange(HttpMethods.Post, "files/rerun", RerunMany, Operation("Asks that files are tried again, a few thousand at a time; 'next' goes on. 'status' has to be given.", typeof(FileRerunAnswer)) with
        {
            Parameters = [.. Filter, ApiParameter.Cursor],
        });
        _ = parts.Board.RunAsync(app.Logger, app.Lifetime.ApplicationStopping);
    }

    private static ApiOperation Operation(string summary, Type answer) => new(summary) { Answer = answer, MayBeAway = "The tables of files cannot be reached." };

    private Task Files(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, [.. FilterNames, "limit", "cursor", "order"]);
        FileQuery query = Query(question) with
        {
            Limit = question.Number("limit", 1, FileQuery.MostEntries) ?? 100,
            OldestFirst = question.Choice("order", "newest", "oldest") == "oldest",
        };
        FilePage page = await parts.Board.PageAsync(query, context.RequestAborted);
        await ApiAnswer.JsonAsync(context, new FileListPage([.. page.Items.Select(FileItem.Of)], Text(page.Next), page.IsCut), ApiJson.Default.FileListPage);
    });

    private Task Funnel(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        _ = new Question(context);
        await ApiAnswer.JsonAsync(context, FileFunnelItem.Of(await parts.Board.FunnelAsync(context.RequestAborted)), ApiJson.Default.FileFunnelItem);
    });

    private Task Rates(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        _ = new Question(context);
        FileRates rates = await parts.Board.RatesAsync(context.RequestAborted);
        var answer = new FileRateList([.. rates.Spans.Select(s => new FileRateItem(ApiTime.Micro(s.Start), s.Found, s.Succeeded, s.Failed, s.Refused))]);
        await ApiAnswer.JsonAsync(context, answer, ApiJson.Default.FileRateList);
    });

    private Task File(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        _ = new Question(context);
        if (IdOf(context) is not { } id || await parts.Board.HistoryAsync(id, context.RequestAborted) is not { } history)
        {
            await ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, NoFile);
            return;
        }

        var answer = new FileDetail(
            FileItem.Of(history.File),
            [.. history.Events.Select(e => new FileEventItem(ApiTime.Micro(e.Time), FileStatusText.Of(e.Status), e.Version, e.Duration?.TotalSeconds, e.Message))],
            history.Check is { } check ? new FileCheckItem(check.Checked.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), CheckOutcomeText.Of(check.Outcome), check.Size, check.Reason) : null,
            parts.IsRerunByIngester);
        await ApiAnswer.JsonAsync(context, answer, ApiJson.Default.FileDetail);
    });

    private Task Rerun(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        _ = new Question(context);
        FileDeskAnswer? answer = IdOf(context) is { } id ? await parts.Board.RerunAsync(id, context.RequestAborted) : null;
        await (answer switch
        {
            null or { NotThere: > 0 } => ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, NoFile),
            { UnderWay: > 0 } => ApiAnswer.ProblemAsync(context, StatusCodes.Status409Conflict, "The file is under way. Ask again when its attempt has ended."),
            { AsWished: > 0 } => ApiAnswer.ProblemAsync(context, StatusCodes.Status409Conflict, "The file is to be run again already."),
            { New: > 0 } => ApiAnswer.ProblemAsync(context, StatusCodes.Status409Conflict, "The file was never tried; that comes by itself."),
            _ => ApiAnswer.JsonAsync(context, new FileRerunAnswer($"The file is to be run again. {How}", answer.Added, answer.UnderWay, null), ApiJson.Default.FileRerunAnswer),
        });
    });

    private Task RerunMany(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, [.. FilterNames, "cursor"]);
        FileQuery query = Query(question);
        if (query.Status is not { } status || !FileDesk.Runnable.Contains(status))
            throw new QuestionException("status", question.Text("status") ?? "nothing", string.Join(" or ", FileDesk.Runnable.Select(FileStatusText.Of)) + ": other files are tried by themselves");
        RerunPart part = await parts.Board.RerunAsync(query, context.RequestAborted);
        var text = $"{part.Answer.Added} {(part.Answer.Added == 1 ? "file is" : "files are")} to be run again. {How}";
        await ApiAnswer.JsonAsync(context, new FileRerunAnswer(text, part.Answer.Added, part.Answer.UnderWay, Text(part.Next)), ApiJson.Default.FileRerunAnswer);
    });

    private string How => parts.IsRerunByIngester ? ByIngester : ByHand;

    private static FileQuery Query(Question question)
    {
        string? status = question.Choice("status", [FileItem.New, .. FileStatusText.All]);
        string? checksum = question.Text("checksum", 128);
        if (checksum is not null && (checksum.Length == 0 || !checksum.All(char.IsAsciiHexDigit)))
            throw new QuestionException("checksum", checksum, "hexadecimal digits");
        return new FileQuery
        {
            Status = FileStatusText.Parse(status),
            IsNew = status == FileItem.New,
            Name = question.Text("name") is { Length: > 0 } name ? name : null,
            AddedSince = question.Time("since"),
            AddedUntil = question.Time("until"),
            ChangedSince = question.Time("changed_since"),
            ChangedUntil = question.Time("changed_until"),
            LeastSize = Whole(question, "min_size"),
            MostSize = Whole(question, "max_size"),
            Checksum = checksum?.ToLowerInvariant(),
            Cursor = Whole(question, "cursor"),
        };
    }

    private static long? Whole(Question question, string name)
    {
        if (question.Text(name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : throw new QuestionException(name, text, "a whole number");
    }

    private static long? IdOf(HttpContext context) =>
        long.TryParse(context.Request.RouteValues["id"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id : null;

    private static string? Text(long? cursor) => cursor?.ToString(CultureInfo.InvariantCulture);
}
