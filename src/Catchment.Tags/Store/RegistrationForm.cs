using System.Text.Json;

namespace Catchment.Tags.Store;

/// <summary>A wish to register a point as clients send it, over HTTP and over the socket. Source: <c>tags</c> 2.4, 4.2.</summary>
internal static class RegistrationForm
{
    /// <summary>Reads a wish.</summary>
    /// <param name="body">The client's object; its texts are valid.</param>
    /// <param name="allowsConflict">What holds for all points of a request.</param>
    /// <param name="error">Why it is none; null: it is one.</param>
    /// <returns>The wish; null: it is none.</returns>
    internal static PointRegistration? Read(JsonElement body, bool allowsConflict, out string? error)
    {
        if (KeyOf(body) is not { } key)
        {
            error = "key required";
            return null;
        }

        error = null;
        long? address = null;
        if (Find(body, "address") is { } wanted)
        {
            if (wanted.ValueKind == JsonValueKind.Number && wanted.TryGetInt64(out var number))
                address = number;
            else
                error = "address must be integer";
        }

        var type = Text(body, "data_type", "float", ref error);
        var units = Text(body, "units", "", ref error);
        var allows = Truth(body, "allow_address_conflict", ref error) || allowsConflict;
        var limits = Limits(body, ref error);
        return error is not null ? null : new PointRegistration
        {
            Key = key,
            Address = address,
            Default = body.TryGetProperty("default", out var value) ? TagValue.Of(value) : TagValue.Of(0L),
            DataType = type,
            Units = units,
            AllowsAddressConflict = allows,
            Limits = limits,
        };
    }

    /// <summary>The key; null: it is missing, empty or no text.</summary>
    internal static string? KeyOf(JsonElement body) => Find(body, "key") is { ValueKind: JsonValueKind.String } key && key.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>A member that is true or false, or a number.</summary>
    internal static bool Truth(JsonElement body, string name, ref string? error)
    {
        switch (Find(body, name))
        {
            case null or { ValueKind: JsonValueKind.False }:
                return false;
            case { ValueKind: JsonValueKind.True }:
                return true;
            case { ValueKind: JsonValueKind.Number } number:
                return number.GetDouble() != 0;
            default:
                error ??= $"{name} must be a boolean";
                return false;
        }
    }

    private static TagLimits? Limits(JsonElement body, ref string? error)
    {
        if (Find(body, "limits") is not { } limits)
            return null;
        if (limits.ValueKind != JsonValueKind.Object)
        {
            error ??= "limits must be an object";
            return null;
        }

        var (low, high) = (Number(limits, "low", ref error), Number(limits, "high", ref error));
        if (low > high)
            error ??= "limits: low must not be above high";
        return new TagLimits(low, high, Truth(limits, "clamp", ref error));
    }

    private static double? Number(JsonElement limits, string name, ref string? error)
    {
        if (Find(limits, name) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number && double.IsFinite(number))
            return number;
        error ??= $"limits: {name} must be a number";
        return null;
    }

    private static string Text(JsonElement body, string name, string otherwise, ref string? error)
    {
        if (Find(body, name) is not { } value)
            return otherwise;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString()!;
        error ??= $"{name} must be a string";
        return otherwise;
    }

    private static JsonElement? Find(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
