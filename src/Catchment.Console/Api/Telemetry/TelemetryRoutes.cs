using Catchment.Telemetry.Query;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Api.Telemetry;

/// <summary>What the API answers about telemetry as a whole: devices, keys, observations, sizes.</summary>
internal sealed class TelemetryRoutes(TelemetryParts parts)
{
    /// <summary>What the description tells of a database that does not answer.</summary>
    public const string Away = "The telemetry database cannot be reached, the question took longer than five minutes, or too many are asked already.";

    /// <summary>What is told of a device that has no entry.</summary>
    public const string NoDevice = "There is no telemetry of this device.";

    private const int MostDevices = 10_000;
    private const int MostEntries = 100_000;
    private const int UsualEntries = 1000;
    private const int MostSpans = 10_000;
    private const int UsualSpans = 1000;

    /// <summary>Which device.</summary>
    public static readonly ApiParameter Device = new("device", "The device's name.") { IsNeeded = true };

    private readonly TelemetryBoard _board = parts.Board;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes, TelemetryParts parts)
    {
        var lists = new TelemetryRoutes(parts);
        routes.MapApi("telemetry/devices", lists.Devices, Operation("The devices that have telemetry, by name, with their first and last entry.", typeof(DeviceList)));
        routes.MapApi("telemetry/keys", lists.Keys, Operation("The keys of a device's newest entries, with their newest values; a value of more than 4,096 characters, or nested deeper than 32 levels, is left out.", typeof(KeyList)) with
        {
            MayBeMissing = NoDevice,
            Parameters = [Device, new("entries", "So many of the newest entries are looked at; a key that is rarer is not seen.") { Type = "integer", Minimum = 1, Maximum = MostEntries, Default = UsualEntries }],
        });
        routes.MapApi("telemetry/spans", lists.Spans, Operation("Observations, newest first.", typeof(SpanList)) with
        {
            Parameters =
            [
                new("from", "Only observations that did not end before this time.") { Format = "date-time" },
                new("to", "Only observations that did not begin after this time.") { Format = "date-time" },
                ApiParameter.Limit(MostSpans, UsualSpans),
            ],
        });
        routes.MapApi("telemetry/stats", lists.Statistics, Operation("How many entries and files there are, of when, and what is to be read.", typeof(StatisticsItem)));
        routes.MapApi("telemetry/hosts", lists.Hosts, Operation("The inventory host by host: files, bytes, what was read and is to be read, and how copies stand to their originals.", typeof(HostList)));
        new TelemetryValueRoutes(parts.Board).Map(routes);
    }

    /// <summary>A route of telemetry.</summary>
    public static ApiOperation Operation(string summary, Type? answer) => new(summary) { Answer = answer, MayBeAway = Away };

    private Task Devices(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        _ = new Question(context);
        List<DeviceItem> devices = await _board.AskAsync((queries, stop) => queries.Devices(stop).Take(MostDevices + 1).Select(DeviceItem.Of).ToList(), context.RequestAborted);
        await ApiAnswer.JsonAsync(context, new DeviceList(Now, [.. devices.Take(MostDevices)], devices.Count > MostDevices), ApiJson.Default.DeviceList);
    });

    private Task Keys(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, "device", "entries");
        string device = question.Needed("device");
        int entries = question.Number("entries", 1, MostEntries) ?? UsualEntries;
        IReadOnlyList<KeySummary>? keys = await _board.AskAsync(
            (queries, stop) => queries.Keys(device, entries, stop) is { Count: > 0 } found ? found : queries.HasDevice(device, stop) ? [] : null, context.RequestAborted);
        await (keys is null
            ? ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, NoDevice)
            : ApiAnswer.JsonAsync(context, new KeyList(device, Now, [.. keys.Select(KeyItem.Of)]), ApiJson.Default.KeyList));
    });

    private Task Spans(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, "from", "to", "limit");
        (DateTime? from, DateTime? to) = question.Span();
        int limit = question.Number("limit", 1, MostSpans) ?? UsualSpans;
        List<SpanItem> spans = await _board.AskAsync((queries, stop) => queries.Observations(from, to, limit + 1, stop).Select(SpanItem.Of).ToList(), context.RequestAborted);
        await ApiAnswer.JsonAsync(context, new SpanList([.. spans.Take(limit)], spans.Count > limit), ApiJson.Default.SpanList);
    });

    private Task Statistics(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        _ = new Question(context);
        TelemetryStatistics statistics = await _board.AskAsync((queries, stop) => queries.Statistics(stop), context.RequestAborted);
        await ApiAnswer.JsonAsync(context, StatisticsItem.Of(statistics), ApiJson.Default.StatisticsItem);
    });

    private Task Hosts(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        _ = new Question(context);
        IReadOnlyList<HostItem> hosts = await _board.AskAsync((queries, replicas, stop) => HostItem.Of(queries.Hosts(stop), replicas.Counts(stop)), context.RequestAborted);
        await ApiAnswer.JsonAsync(context, new HostList(hosts), ApiJson.Default.HostList);
    });

    private string Now => TelemetryTime.Text(_board.Clock.GetUtcNow().UtcDateTime);
}
