using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Sync.Writing;

/// <summary>Reads replies of the Unix socket. Source: <c>tags</c> 3.</summary>
internal static class IpcReply
{
    /// <summary>Why a request was refused; null: it was not.</summary>
    /// <exception cref="JsonException">The line is no reply.</exception>
    internal static string? Error(ReadOnlyMemory<byte> line)
    {
        if (line.IsEmpty)
            return "empty reply";
        using var reply = JsonDocument.Parse(line);
        var root = reply.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("ok"u8, out var ok))
            throw new JsonException("the reply has no member ok");
        if (ok.ValueKind == JsonValueKind.True)
            return null;
        return root.TryGetProperty("error"u8, out var error) && error.ValueKind == JsonValueKind.String ? error.GetString()! : "no reason given";
    }

    /// <summary>Reads the reply to <c>ping</c>.</summary>
    /// <param name="line">The reply.</param>
    /// <param name="isExtended">The peer has the extensions of 3.3; otherwise it is the original, which knows no such action.</param>
    /// <returns>Why it cannot be told what the peer is; null: it can.</returns>
    /// <exception cref="JsonException">The line is no reply.</exception>
    internal static string? Ping(ReadOnlyMemory<byte> line, out bool isExtended)
    {
        isExtended = false;
        if (Error(line) is { } error)
            return error == "unknown action" ? null : $"it answers a ping with '{error}'";
        using var reply = JsonDocument.Parse(line);
        isExtended = reply.RootElement.TryGetProperty("version"u8, out _);
        return null;
    }

    /// <summary>Reads the short reply to <c>bulk_write</c>.</summary>
    /// <param name="line">The reply.</param>
    /// <param name="refused">Takes the values that were refused.</param>
    /// <returns>Why the whole request was refused; null: it was not.</returns>
    /// <exception cref="JsonException">The line is no such reply.</exception>
    internal static string? BulkWrite(ReadOnlyMemory<byte> line, List<WriteRefusal> refused)
    {
        if (Error(line) is { } error)
            return error;
        using var reply = JsonDocument.Parse(line);
        var root = reply.RootElement;
        if (!root.TryGetProperty("written"u8, out _) || !root.TryGetProperty("failed"u8, out var failed) || failed.ValueKind != JsonValueKind.Array)
            throw new JsonException("the reply has no members written and failed");
        foreach (var one in failed.EnumerateArray())
        {
            if (one.ValueKind == JsonValueKind.Object && one.TryGetProperty("index"u8, out var index) && index.TryGetInt32(out var number))
                refused.Add(new WriteRefusal(number, one.TryGetProperty("error"u8, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "no reason given"));
        }

        return null;
    }

    /// <summary>Reads the reply to <c>read</c> of several keys.</summary>
    /// <param name="line">The reply.</param>
    /// <param name="take">Takes each key that the gateway has, and what it is.</param>
    /// <exception cref="JsonException">The line is no such reply.</exception>
    internal static string? Read(ReadOnlyMemory<byte> line, Action<string, JsonElement> take)
    {
        if (Error(line) is { } error)
            return error;
        using var reply = JsonDocument.Parse(line);
        if (!reply.RootElement.TryGetProperty("values"u8, out var values) || values.ValueKind != JsonValueKind.Object)
            throw new JsonException("the reply has no member values");
        foreach (var one in values.EnumerateObject())
        {
            if (one.Value.ValueKind != JsonValueKind.Null)
                take(one.Name, one.Value);
        }

        return null;
    }

    /// <summary>What <c>read</c> tells about a point; what it leaves out is empty.</summary>
    internal static KnownPoint Point(JsonElement one) => new(
        Text(one, "data_type"u8), Text(one, "units"u8), one.TryGetProperty("default"u8, out var initial) ? TagValue.Of(initial) : TagValue.Null);

    private static string Text(JsonElement one, ReadOnlySpan<byte> name) =>
        one.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
