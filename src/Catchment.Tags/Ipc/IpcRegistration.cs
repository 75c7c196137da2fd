using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Ipc;

/// <summary>Reads the wish to register a point. Source: <c>tags</c> 4.2.</summary>
internal static class IpcRegistration
{
    /// <summary>Reads the members of a request.</summary>
    /// <returns>Null: it is none, and the error says why.</returns>
    internal static PointRegistration? Read(JsonElement request, out string error)
    {
        error = "";
        if (!request.TryGetProperty("key", out var key) || key.ValueKind != JsonValueKind.String || key.GetString() is not { Length: > 0 } name)
            error = "key required";
        else if (!TryInteger(request, "address", out var address))
            error = "address must be integer";
        else if (!TryText(request, "data_type", "float", out var type))
            error = "data_type must be text";
        else if (!TryText(request, "units", "", out var units))
            error = "units must be text";
        else
        {
            return new PointRegistration
            {
                Key = name,
                Address = address,
                DataType = type,
                Units = units,
                Default = request.TryGetProperty("default", out var initial) ? TagValue.Of(initial) : TagValue.Of(0L),
                AllowsAddressConflict = request.TryGetProperty("allow_address_conflict", out var allows) && allows.ValueKind == JsonValueKind.True,
            };
        }

        return null;
    }

    private static bool TryInteger(JsonElement request, string name, out long? number)
    {
        number = null;
        if (!request.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
            return true;
        if (member.ValueKind != JsonValueKind.Number || !member.TryGetInt64(out var whole))
            return false;
        number = whole;
        return true;
    }

    private static bool TryText(JsonElement request, string name, string otherwise, out string text)
    {
        text = otherwise;
        if (!request.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
            return true;
        if (member.ValueKind != JsonValueKind.String)
            return false;
        text = member.GetString()!;
        return true;
    }
}
