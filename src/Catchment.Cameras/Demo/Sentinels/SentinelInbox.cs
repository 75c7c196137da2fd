using System.Text.Json;

namespace Catchment.Cameras.Demo.Sentinels;

/// <summary>Reads what a watcher sends to a sentinel.</summary>
/// <remarks>Source: the camera specification, 10.6.</remarks>
internal static class SentinelInbox
{
    private static readonly JsonDocumentOptions Bounds = new() { MaxDepth = 8 };

    /// <summary>Reads a task request, or an alert.</summary>
    /// <param name="frame">The request.</param>
    /// <param name="request">The task.</param>
    /// <param name="alert">The alert to repeat, as a record.</param>
    /// <returns>False: it is neither.</returns>
    internal static bool TryRead(ReadOnlyMemory<byte> frame, out SentinelRequest? request, out byte[]? alert)
    {
        (request, alert) = (null, null);
        try
        {
            using var document = JsonDocument.Parse(frame, Bounds);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "task") is not { } task)
                return false;
            if (task == "ALERT")
                alert = ReadAlert(root);
            else
                request = ReadTask(task, root);
        }
        catch (JsonException)
        {
            return false;
        }

        return request is not null || alert is not null;
    }

    private static SentinelRequest? ReadTask(string task, JsonElement root)
    {
        if (!root.TryGetProperty("node", out var node) || node.ValueKind != JsonValueKind.Array || node.GetArrayLength() != 2
            || node[0].ValueKind != JsonValueKind.String || node[1].ValueKind != JsonValueKind.String)
            return null;
        if (Text(root, "date") is not { } date || Text(root, "event") is not { } id || Text(root, "sink") is not { } sink || Text(root, "pump") is not { } pump)
            return null;
        var priority = root.TryGetProperty("priority", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var read) ? read : long.MaxValue;
        return new SentinelRequest(task, node[0].GetString()!, node[1].GetString()!, date, id, sink, pump, priority);
    }

    private static byte[]? ReadAlert(JsonElement root) =>
        root.TryGetProperty("payload", out var payload) && payload.ValueKind == JsonValueKind.Object
        && Text(payload, "flag") is { } flag && Text(payload, "date") is { } date && Text(payload, "event") is { } id && Text(payload, "sink") is { } sink
            ? SentinelTexts.Alert(flag, date, id, sink)
            : null;

    private static string? Text(JsonElement of, string key) =>
        of.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
