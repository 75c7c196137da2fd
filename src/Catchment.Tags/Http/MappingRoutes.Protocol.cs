using Catchment.Tags.Gateway;
using Catchment.Tags.Mappings;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Http;

/// <summary>The routes of one protocol's mappings.</summary>
internal sealed class MappingRoutes<T>(GatewayModel model, MappingTable<T> table, MappingForm<T> form, RequestBodies bodies, ILogger logger)
    where T : Mapping
{
    private const string Group = "Mappings";

    private string Path => $"/mappings/{form.Protocol}";

    /// <summary>The routes.</summary>
    /// <param name="example">A mapping as a client sends it.</param>
    internal IEnumerable<GatewayRoute> Routes(string example) =>
    [
        new("POST", Path, "Sets a mapping; one with the same id is replaced.", SetAsync)
        {
            Group = Group,
            Body = example,
            Otherwise = [(400, "A member is missing or wrong, or the place is another mapping's.")],
        },
        Listing,
        Removal,
    ];

    /// <summary>Tells all.</summary>
    internal GatewayRoute Listing => new("GET", Path, "All mappings by their ids.", ListAsync) { Group = Group, Answer = """{"boiler_temp":{"key":"boiler_temp"}}""" };

    /// <summary>Removes one.</summary>
    internal GatewayRoute Removal => new("DELETE", Path + "/{id}", "Removes a mapping, and unregisters its key when nothing else refers to it.", RemoveAsync)
    {
        Group = Group,
        Answer = """{"ok":true,"message":"Mapping boiler_temp deleted successfully"}""",
        Otherwise = [(404, "There is no such mapping.")],
    };

    private async Task SetAsync(HttpContext context)
    {
        using var body = await bodies.ReadAsync(context);
        if (body is null)
            return;
        var fields = new MappingBody(body.Root);
        string id;
        try
        {
            var mapping = form.Read(fields);
            id = mapping.Id;
            if (table.Count >= MappingRoutes.MostMappings && !table.TryGet(id, out _))
                throw new MappingRefusedException($"there are {MappingRoutes.MostMappings} mappings already");
            table.Set(mapping, others => form.Check(mapping, others));
        }
        catch (MappingRefusedException e)
        {
            await Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, e.Message);
            return;
        }

        MappingRoutes.TellUnknown(logger, form.Protocol, id, fields);
        await Answer.OkAsync(context);
    }

    private async Task ListAsync(HttpContext context)
    {
        await using var json = new JsonStream(context);
        json.Writer.WriteStartObject();
        foreach (var mapping in table.All)
        {
            json.Writer.WriteStartObject(mapping.Id);
            form.Write(json.Writer, mapping);
            json.Writer.WriteEndObject();
            await json.PaceAsync();
        }

        json.Writer.WriteEndObject();
    }

    private Task RemoveAsync(HttpContext context)
    {
        var id = PathSegment.Last(context);
        if (table.Remove(id) is not { } mapping)
            return Answer.ErrorAsync(context, StatusCodes.Status404NotFound, $"Mapping with id {id} not found");
        model.UnregisterUnused(mapping.Key);
        return Answer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("ok", true);
            writer.WriteString("message", $"Mapping {id} deleted successfully");
            writer.WriteEndObject();
        });
    }
}
