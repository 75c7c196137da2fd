using System.Text.Json;
using Catchment.Tags.Gateway;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Http;

/// <summary>The routes of OPC UA mappings, which make nodes by themselves where none is named. Source: <c>tags</c> 5.2.</summary>
internal sealed class OpcUaRoutes(GatewayModel model, RequestBodies bodies, ILogger logger)
{
    private const string Protocol = "opcua";
    private const int MostIds = 100_000;

    // Numbers are chosen by what the others have: two requests at once would choose the same.
    private readonly Lock _choosing = new();

    /// <summary>The routes.</summary>
    internal IEnumerable<GatewayRoute> Routes
    {
        get
        {
            var common = new MappingRoutes<OpcUaMapping>(model, model.OpcUa, new MappingForm<OpcUaMapping>(Protocol, OpcUaForm.Read, OpcUaForm.Check, OpcUaForm.Write), bodies, logger);
            yield return new("POST", $"/mappings/{Protocol}", "Sets a mapping; without node_id, or for a list of data_ids, nodes are made by rules for types, keys and units.", SetAsync)
            {
                Group = "Mappings",
                Body = """{"id":"boiler_temp","key":"boiler_temp","node_id":"ns=2;s=boiler_temp","data_type":"Double","access_level":"CurrentRead","timestamps":"Both","namespace":2,"description":""}""",
                Answer = """{"ok":true,"node_id":"ns=2;s=boiler_temp"}""",
                Otherwise = [(400, "A member is missing or wrong, the node is another mapping's, or the data id is no point's.")],
            };
            yield return common.Listing;
            yield return common.Removal;
        }
    }

    private async Task SetAsync(HttpContext context)
    {
        using var body = await bodies.ReadAsync(context);
        if (body is null)
            return;
        var fields = new MappingBody(body.Root);
        try
        {
            if (body["data_ids"] is not { } ids || (ids.ValueKind == JsonValueKind.Array && ids.GetArrayLength() == 0))
                await SetOneAsync(context, fields);
            else if (ids.ValueKind != JsonValueKind.Array)
                throw new MappingRefusedException("data_ids must be a list");
            else if (ids.GetArrayLength() > MostIds)
                throw new MappingRefusedException($"data_ids must be at most {MostIds}");
            else
                await SetManyAsync(context, fields, ids);
        }
        catch (MappingRefusedException e)
        {
            await Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, e.Message);
        }
    }

    private Task SetOneAsync(HttpContext context, MappingBody fields)
    {
        var mapping = OpcUaForm.Read(fields);
        PointDefinition? generatedFor = null;
        lock (_choosing)
        {
            CheckRoom(1);
            if (mapping.NodeId.Length == 0)
            {
                var wanted = new OpcUaGeneration
                {
                    Namespace = mapping.Namespace,
                    Start = OpcUaGeneration.StartOf(fields),
                    AccessLevel = mapping.AccessLevel,
                    Timestamps = mapping.Timestamps,
                    ValueRank = mapping.ValueRank,
                };
                generatedFor = Find(mapping.Id)?.Definition ?? throw new MappingRefusedException($"Auto-generation failed: Data ID {mapping.Id} not found in data store");
                var generator = new OpcUaGenerator(wanted, model.OpcUa.All.Where(other => other.Id != mapping.Id));
                mapping = generator.TryMake(mapping.Id, generatedFor, 0, out var made, out var error) ? made : throw new MappingRefusedException($"Auto-generation failed: {error}");
            }

            model.OpcUa.Set(mapping, others => OpcUaForm.Check(mapping, others));
        }

        MappingRoutes.TellUnknown(logger, Protocol, mapping.Id, fields);
        return Answer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("ok", true);
            writer.WriteString("node_id", mapping.NodeId);
            if (generatedFor is not null)
            {
                writer.WritePropertyName("generated_mapping");
                WriteResult(writer, mapping, generatedFor);
            }

            writer.WriteEndObject();
        });
    }

    private Task SetManyAsync(HttpContext context, MappingBody fields, JsonElement ids)
    {
        var wanted = OpcUaGeneration.Read(fields);
        List<(JsonElement Id, OpcUaMapping? Mapping, PointDefinition? Point, string? Error)> results = [];
        uint highest;
        lock (_choosing)
        {
            var replaced = ids.EnumerateArray().Where(static id => id.ValueKind == JsonValueKind.String).Select(static id => id.GetString()!).ToHashSet(StringComparer.Ordinal);
            CheckRoom(replaced.Count);
            var generator = new OpcUaGenerator(wanted, model.OpcUa.All.Where(other => !replaced.Contains(other.Id)));
            foreach (var id in ids.EnumerateArray())
            {
                var text = id.ValueKind == JsonValueKind.String ? id.GetString() : null;
                if (text is null || Find(text)?.Definition is not { } point)
                    results.Add((id, null, null, null));
                else if (generator.TryMake(text, point, results.Count, out var mapping, out var error))
                    results.Add((id, mapping, point, null));
                else
                    results.Add((id, null, point, error));
            }

            // An id that is named twice: the later node counts.
            OpcUaMapping[] made = [.. results.Where(static one => one.Mapping is not null).GroupBy(static one => one.Mapping!.Id, StringComparer.Ordinal).Select(static group => group.Last().Mapping!)];
            if (made.Length > 0)
                model.OpcUa.Set(made);
            highest = wanted.IsSequential ? (uint)Math.Min(wanted.Start + (ulong)results.Count - 1, uint.MaxValue) : generator.Highest;
        }

        MappingRoutes.TellUnknown(logger, Protocol, "of data_ids", fields);
        return Answer.JsonAsync(context, writer => Write(writer, wanted, results, highest));
    }

    private void CheckRoom(int count)
    {
        if (model.OpcUa.Count + count > MappingRoutes.MostMappings)
            throw new MappingRefusedException($"there may be {MappingRoutes.MostMappings} mappings");
    }

    /// <summary>The point of a data id: its 32 digits as they were told.</summary>
    private DataPoint? Find(string dataId) =>
        Guid.TryParseExact(dataId, "N", out var id) && model.Store.TryGet(id, out var point) && dataId == id.ToString("N") ? point : null;

    private static void Write(Utf8JsonWriter writer, OpcUaGeneration wanted, List<(JsonElement Id, OpcUaMapping? Mapping, PointDefinition? Point, string? Error)> results, uint highest)
    {
        var successful = results.Count(static one => one.Mapping is not null);
        writer.WriteStartObject();
        writer.WriteBoolean("ok", successful == results.Count);
        writer.WriteNumber("total_requested", results.Count);
        writer.WriteNumber("successful", successful);
        writer.WriteNumber("failed", results.Count - successful);
        writer.WriteStartArray("results");
        foreach (var (id, mapping, point, error) in results)
        {
            if (mapping is not null)
            {
                WriteResult(writer, mapping, point!);
                continue;
            }

            writer.WriteStartObject();
            writer.WritePropertyName("data_id");
            TagValue.Of(id).WriteTo(writer);
            writer.WriteBoolean("ok", false);
            writer.WriteString("error", error ?? "Data ID not found");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("errors");
        foreach (var (id, mapping, _, error) in results)
        {
            if (mapping is null)
                writer.WriteStringValue(error is null ? $"Data ID {TagValue.Of(id)} not found in data store" : $"Data ID {TagValue.Of(id)}: {error}");
        }

        writer.WriteEndArray();
        writer.WriteStartObject("node_range");
        writer.WriteNumber("start", wanted.Start);
        writer.WriteNumber("end", highest);
        writer.WriteNumber("total_nodes", successful);
        writer.WriteNumber("namespace", wanted.Namespace);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter writer, OpcUaMapping mapping, PointDefinition point)
    {
        writer.WriteStartObject();
        writer.WriteString("data_id", mapping.Id);
        writer.WriteString("key", mapping.Key);
        writer.WriteString("node_id", mapping.NodeId);
        writer.WriteString("browse_name", mapping.BrowseName);
        writer.WriteString("display_name", mapping.DisplayName);
        writer.WriteString("data_type", mapping.DataType);
        writer.WriteString("access_level", mapping.AccessLevel);
        writer.WriteString("timestamps", mapping.Timestamps);
        writer.WriteNumber("value_rank", mapping.ValueRank);
        writer.WriteNumber("namespace", mapping.Namespace);
        writer.WriteString("original_data_type", point.DataType);
        writer.WriteString("units", point.Units);
        writer.WriteBoolean("ok", true);
        writer.WriteEndObject();
    }
}
