using System.Text.Json;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>Lists, tries, sets and removes mappings.</summary>
internal sealed class TagMappingRoutes(GatewayWindow window)
{
    private const int MostMappings = 1000;
    private const int UsualMappings = 200;
    private const int LongestBody = 1 << 20;
    private const string Path = "tags/mappings";
    private const string NoMapping = "There is no mapping with this id.";
    private const string Body = "The mapping as the gateway's HTTP API takes it, with its id.";

    private static readonly ApiParameter Protocol = new("protocol", "The protocol.") { IsNeeded = true, OneOf = MappingDesk.Protocols };

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(Path, List, TagRoutes.Operation("The mappings of a protocol, in the order in which they came.", typeof(TagMappingPage)) with
        {
            Parameters =
            [
                Protocol,
                new("search", "A part of the key, the id or the description, in any case."),
                new("offset", "How many are passed over.") { Type = "integer", Minimum = 0, Default = 0 },
                ApiParameter.Limit(MostMappings, UsualMappings),
            ],
        });
        routes.MapApiChange(HttpMethods.Post, Path + "/check", Check, TagRoutes.Operation("Whether a mapping could be set: what it overlaps, what is wrong with it. Changes nothing.", typeof(TagMappingCheck)) with
        {
            Body = Body,
            Parameters = [Protocol],
        });
        routes.MapApiChange(HttpMethods.Put, Path, Set, TagRoutes.Operation("Sets a mapping, in the place of the one that had its id.", typeof(TagMappingItem)) with { Body = Body, Parameters = [Protocol] });
        routes.MapApiChange(HttpMethods.Delete, Path, Remove, TagRoutes.Operation("Removes a mapping, and unregisters its tag unless something else names it.", typeof(DeskAnswer)) with
        {
            MayBeMissing = NoMapping,
            Parameters = [Protocol, new("id", "The mapping's id.") { IsNeeded = true }],
        });
    }

    private Task List(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, "protocol", "search", "offset", "limit");
        string protocol = Of(question);
        string? search = question.Text("search") is { Length: > 0 } text ? text : null;
        (IReadOnlyList<MappingView> views, int found) = window.Mappings.List(protocol, search, question.Number("offset", 0, int.MaxValue) ?? 0, question.Number("limit", 1, MostMappings) ?? UsualMappings);
        await ApiAnswer.JsonAsync(context, new TagMappingPage([.. views.Select(Item)], found, window.Mappings.Count(protocol)), ApiJson.Default.TagMappingPage);
    });

    private Task Check(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        string protocol = Of(new Question(context, "protocol"));
        using JsonDocument body = await ApiBody.ReadAsync(context, LongestBody);
        MappingTrial trial = window.Mappings.Try(protocol, body.RootElement);
        bool isRegistered = trial.Key is { } key && window.Running.Model.Store.TryGet(key, out DataPoint? _);
        var answer = new TagMappingCheck(trial.Refusal is null, trial.Refusal?.Text, trial.Refusal?.Member, trial.Warnings, isRegistered, trial.Replaces);
        await ApiAnswer.JsonAsync(context, answer, ApiJson.Default.TagMappingCheck);
    });

    private Task Set(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        string protocol = Of(new Question(context, "protocol"));
        using JsonDocument body = await ApiBody.ReadAsync(context, LongestBody);
        MappingView? set = window.Mappings.Set(protocol, body.RootElement, out MappingRefusal? refusal);
        await (set is null
            ? ApiAnswer.ProblemAsync(context, new ApiProblem("Bad Request", StatusCodes.Status400BadRequest, refusal!.Text, refusal.Member))
            : ApiAnswer.JsonAsync(context, Item(set), ApiJson.Default.TagMappingItem));
    });

    private Task Remove(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        var question = new Question(context, "protocol", "id");
        (string protocol, string id) = (Of(question), question.Text("id", TagStore.MaxKeyLength * 4) ?? throw new QuestionException("id", "nothing", "a mapping's id"));
        MappingView? was = window.Mappings.Remove(protocol, id, out bool isUnregistered);
        await (was is null
            ? ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, NoMapping)
            : ApiAnswer.JsonAsync(context, new DeskAnswer(isUnregistered ? $"The mapping is gone, and with it the tag {was.Key}: nothing else named it." : "The mapping is gone."), ApiJson.Default.DeskAnswer));
    });

    private static string Of(Question question) => question.Choice("protocol", [.. MappingDesk.Protocols]) ?? throw new QuestionException("protocol", "nothing", string.Join(" or ", MappingDesk.Protocols));

    private static TagMappingItem Item(MappingView view) => new(view.Protocol, view.Id, view.Members);
}
