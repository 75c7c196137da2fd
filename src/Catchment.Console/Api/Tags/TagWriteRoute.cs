using System.Text.Json;
using Catchment.Tags.Store;
using Catchment.WebConsole.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>Writes a value for a person, where the configuration allows it.</summary>
internal sealed class TagWriteRoute(GatewayWindow window)
{
    private const int LongestBody = 6 * TagStore.MaxTextBytes; // a text of escapes

    /// <summary>Adds the route.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapApiChange(HttpMethods.Put, "tags/value", Write, TagRoutes.Operation(
        "Writes a tag's value, as a client of the gateway's HTTP API does. A value that does not fit the tag's type or limits is refused.", typeof(TagItem)) with
    {
        MayBeMissing = GatewayWindow.NoTag,
        MayBeForbidden = "The configuration does not allow writes from the console ('gateway.console_writes'), or another site asked in a browser's name.",
        Body = "An object with 'value'.",
        Parameters = [TagRoutes.Key],
    });

    private Task Write(HttpContext context) => ApiAnswer.FromCatalogAsync(context, async () =>
    {
        if (!window.Parts.AllowsWrites)
        {
            await ApiAnswer.ProblemAsync(context, StatusCodes.Status403Forbidden, "This node allows no writes from the console. Its configuration does with 'gateway.console_writes: true'.");
            return;
        }

        var question = new Question(context, "key");
        using JsonDocument body = await ApiBody.ReadAsync(context, LongestBody);
        if (!body.RootElement.TryGetProperty("value", out JsonElement element) || body.RootElement.EnumerateObject().Count() != 1)
            throw new QuestionException("value", "nothing", "an object that has 'value' and nothing else");
        if (await window.FindAsync(context, question) is not { } point)
            return;

        TagValue value = Read(element);
        // The store takes what it cannot convert as the default with quality BAD, for machines that go on whatever comes. A person is told.
        if (!TagCoercion.TryCoerce(value, point.Definition.Type, out _))
            throw new QuestionException("value", value.ToString(), $"what can be converted to {point.Definition.DataType}");
        WriteResult result = window.Running.Model.Store.Write(point, new TagWrite(value, TagOrigin.Http));
        await (result switch
        {
            _ when result.IsOk() => ApiAnswer.JsonAsync(context, TagItem.Of(point), ApiJson.Default.TagItem),
            WriteResult.NotRegistered => ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, GatewayWindow.NoTag),
            WriteResult.OutOfLimits => throw new QuestionException("value", value.ToString(), Allowed(point.Definition.Limits!)),
            _ => throw new QuestionException("value", "refused", result.Error()),
        });
    });

    private static TagValue Read(JsonElement element)
    {
        try
        {
            return TagValue.Of(element);
        }
        catch (JsonException e)
        {
            throw new QuestionException("value", "no value", e.Message);
        }
    }

    private static string Allowed(TagLimits limits) => limits switch
    {
        { Low: { } low, High: { } high } => FormattableString.Invariant($"a number from {low} to {high}"),
        { Low: { } low } => FormattableString.Invariant($"a number of {low} at least"),
        _ => FormattableString.Invariant($"a number of {limits.High} at most"),
    };
}
