using System.Globalization;
using System.Text.Json;
using Catchment.Tags.Store;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http;

/// <summary>Writes values. Source: <c>tags</c> 2.2, 2.9, 4.2.</summary>
internal sealed class WritingRoutes(TagStore store, RequestBodies bodies)
{
    private const string Group = "Writing";

    private static readonly ReadOnlyMemory<byte> Registered = """{"ok":true,"registered":true}"""u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Simulated = """{"ok":true,"message":"Data simulation updated"}"""u8.ToArray();

    /// <summary>The keys that <c>/simulate</c> writes, their ranges and digits.</summary>
    private static readonly (string Key, double Low, double High, int Digits)[] Simulation =
    [
        ("temperature", 20, 35, 1), ("humidity", 40, 80, 1), ("pressure", 980, 1050, 1), ("power_consumption", 100, 200, 2), ("flow_rate", 30, 70, 1),
    ];

    /// <summary>The routes.</summary>
    internal IEnumerable<GatewayRoute> Routes =>
    [
        new("POST", "/write", "Writes a value by key or by address; a missing value is null. When it is answered the value is visible everywhere.", WriteAsync)
        {
            Group = Group,
            Body = """{"key":"boiler_temp","value":21.5}""",
            Otherwise = [(400, "Neither key nor address; the address is no integer; the key or the value cannot be taken."), (404, "The key is not registered, and unknown keys are rejected.")],
        },
        new("POST", "/simulate", "Writes random values to temperature, humidity, pressure, power_consumption and flow_rate, as far as they are registered.", SimulateAsync)
        {
            Group = Group,
            Answer = """{"ok":true,"message":"Data simulation updated"}""",
        },
    ];

    private async Task WriteAsync(HttpContext context)
    {
        using var body = await bodies.ReadAsync(context);
        if (body is null)
            return;
        if (body["key"] is { } key && !(key.ValueKind == JsonValueKind.String && key.ValueEquals("")))
        {
            await (key.ValueKind == JsonValueKind.String
                ? AnswerAsync(context, store.Write(key.GetString()!, Value(body)))
                : Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, "key must be a string"));
            return;
        }

        if (body["address"] is not { } address)
        {
            await Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, "key or address required");
            return;
        }

        if (!TryAddress(address, out var number))
        {
            await Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, "address must be integer");
            return;
        }

        // An address that leads nowhere takes what is written, as in the original.
        await AnswerAsync(context, store.AtAddress(number) is { } point ? store.Write(point, Value(body)) : WriteResult.Ignored);
    }

    private static TagWrite Value(RequestBody body) => new(body["value"] is { } value ? TagValue.Of(value) : TagValue.Null, TagOrigin.Http);

    private static bool TryAddress(JsonElement address, out long number)
    {
        number = 0;
        return address.ValueKind switch
        {
            JsonValueKind.Number => address.TryGetInt64(out number),
            JsonValueKind.String => long.TryParse(address.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }

    private static Task AnswerAsync(HttpContext context, WriteResult result) => result switch
    {
        WriteResult.Registered => Answer.BytesAsync(context, StatusCodes.Status200OK, Answer.Json, Registered),
        WriteResult.NotRegistered => Answer.ErrorAsync(context, StatusCodes.Status404NotFound, result.Error()),
        WriteResult.NotDurable => Answer.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, result.Error()),
        _ when result.IsOk() => Answer.OkAsync(context),
        _ => Answer.ErrorAsync(context, StatusCodes.Status400BadRequest, result.Error()),
    };

    private Task SimulateAsync(HttpContext context)
    {
        foreach (var (key, low, high, digits) in Simulation)
        {
            if (store.TryGet(key, out var point))
                store.Write(point, new TagWrite(TagValue.Of(Math.Round(low + (Random.Shared.NextDouble() * (high - low)), digits)), TagOrigin.Simulation));
        }

        return Answer.BytesAsync(context, StatusCodes.Status200OK, Answer.Json, Simulated);
    }
}
