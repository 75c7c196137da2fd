using System.Text.Json;
using Catchment.Tags.Store;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http;

/// <summary>Registers points. Source: <c>tags</c> 2.1, 2.4, 4.2.</summary>
internal sealed class RegistrationRoutes(TagStore store, RequestBodies bodies)
{
    private const string Group = "Writing";
    private const int MostPoints = 100_000;

    /// <summary>The routes.</summary>
    internal IEnumerable<GatewayRoute> Routes =>
    [
        new("POST", "/register", "Registers a point, or replaces what is registered of it: its value, id and, unless one is given, its address stay. limits refuses numbers outside low and high, or with clamp moves them there.", RegisterAsync)
        {
            Group = Group,
            Body = """{"key":"boiler_temp","default":0,"data_type":"float","units":"°C","limits":{"low":-40,"high":150,"clamp":false}}""",
            Answer = """{"ok":true,"id":"0ec2bc6d2d93483c9e4e06c546740d64"}""",
            Otherwise = [(400, "No key; a member is wrong; the address is another key's.")],
        },
        new("POST", "/register/bulk", "Registers points in one durable step; one that is refused harms no other.", BulkAsync)
        {
            Group = Group,
            Body = """{"points":[{"key":"boiler_temp","units":"°C"},{"key":"motor_on","data_type":"bool","default":false}],"allow_address_conflict":false}""",
            Answer = """{"ok":true,"total_points":2,"successful":2,"failed":0,"results":[{"index":0,"key":"boiler_temp","id":"0ec2bc6d2d93483c9e4e06c546740d64","ok":true}],"errors":[]}""",
            Otherwise = [(400, "points is no list, or empty.")],
        },
    ];

    private async Task RegisterAsync(HttpContext context)
    {
        using var body = await bodies.ReadAsync(context);
        if (body is null)
            return;
        if (RegistrationForm.Read(body.Root, allowsConflict: false, out var error) is not { } wish)
        {
            await Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, error!);
            return;
        }

        var result = store.Register([wish])[0];
        if (result.Point is not { } point)
        {
            await Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, result.Error!);
            return;
        }

        await Answer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("ok", true);
            writer.WriteString("id", point.Definition.Id.ToString("N"));
            writer.WriteEndObject();
        });
    }

    private async Task BulkAsync(HttpContext context)
    {
        using var body = await bodies.ReadAsync(context);
        if (body is null)
            return;
        if (body["points"] is not { ValueKind: JsonValueKind.Array } points || points.GetArrayLength() == 0)
        {
            await Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, "points must be a non-empty list");
            return;
        }

        string? error = null;
        var allowsConflict = RegistrationForm.Truth(body.Root, "allow_address_conflict", ref error);
        if (points.GetArrayLength() > MostPoints)
            error = $"points must be at most {MostPoints}";
        if (error is not null)
        {
            await Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, error);
            return;
        }

        // Each with its key, and either the wish's place in the store's list or why there is none.
        List<(string? Key, int Wish, string? Error)> entries = [];
        List<PointRegistration> wishes = [];
        foreach (var point in points.EnumerateArray())
        {
            if (point.ValueKind != JsonValueKind.Object)
            {
                entries.Add((null, -1, "point must be an object"));
                continue;
            }

            var wish = RegistrationForm.Read(point, allowsConflict, out var reason);
            entries.Add((RegistrationForm.KeyOf(point), wish is null ? -1 : wishes.Count, reason));
            if (wish is not null)
                wishes.Add(wish);
        }

        var results = store.Register(wishes);
        await Answer.JsonAsync(context, writer => Write(writer, entries, results));
    }

    private static void Write(Utf8JsonWriter writer, List<(string? Key, int Wish, string? Error)> entries, IReadOnlyList<RegistrationResult> results)
    {
        string?[] refusals = [.. entries.Select(entry => entry.Error ?? results[entry.Wish].Error)];
        // A point without a key stands among the errors only, as in the original.
        var failed = refusals.Where((refusal, i) => refusal is not null && entries[i].Key is not null).Count();
        writer.WriteStartObject();
        writer.WriteBoolean("ok", Array.TrueForAll(refusals, static refusal => refusal is null));
        writer.WriteNumber("total_points", entries.Count);
        writer.WriteNumber("successful", entries.Count(static entry => entry.Key is not null) - failed);
        writer.WriteNumber("failed", failed);
        writer.WriteStartArray("results");
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Key is not { } key)
                continue;
            writer.WriteStartObject();
            writer.WriteNumber("index", i);
            writer.WriteString("key", key);
            if (refusals[i] is null)
                writer.WriteString("id", results[entries[i].Wish].Point!.Definition.Id.ToString("N"));
            writer.WriteBoolean("ok", refusals[i] is null);
            if (refusals[i] is { } refusal)
                writer.WriteString("error", refusal);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("errors");
        for (var i = 0; i < entries.Count; i++)
        {
            if (refusals[i] is { } refusal)
                writer.WriteStringValue(entries[i].Key is { } key ? $"Point {i} ({key}): {refusal}" : $"Point {i}: {refusal}");
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
