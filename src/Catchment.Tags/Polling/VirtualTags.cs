using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Polling;

/// <summary>The virtual tags of the polling service. Source: <c>tags</c> 8.7, 9.3.</summary>
/// <param name="User">Those that people set.</param>
/// <param name="Calculated">Those that it calculates.</param>
/// <param name="Invalid">Entries that were left out: they are no objects, or their texts are none.</param>
public sealed record VirtualTags(IReadOnlyList<VirtualTag> User, IReadOnlyList<VirtualTag> Calculated, int Invalid)
{
    /// <summary>Reads the answer of <c>/api/virtual-tags/status</c>.</summary>
    /// <param name="json">The answer, in UTF-8.</param>
    /// <exception cref="PollingException">It is no such document.</exception>
    public static VirtualTags Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("user_tags"u8, out var user) || user.ValueKind != JsonValueKind.Object)
                throw new PollingException("its answer has no user_tags");
            var invalid = 0;
            var users = Read(user, ref invalid);
            var calculated = root.TryGetProperty("calc_tags"u8, out var calc) && calc.ValueKind == JsonValueKind.Object ? Read(calc, ref invalid) : [];
            return new VirtualTags(users, calculated, invalid);
        }
        catch (JsonException e)
        {
            throw new PollingException($"its answer is no JSON: {e.Message}", e);
        }
    }

    private static List<VirtualTag> Read(JsonElement tags, ref int invalid)
    {
        var read = new List<VirtualTag>();
        foreach (var member in tags.EnumerateObject())
        {
            try
            {
                if (member.Value.ValueKind == JsonValueKind.Object)
                    read.Add(Read(member.Name, member.Value));
                else
                    invalid++;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // Half of a surrogate pair: the reader of elements throws the one, that of values the other.
                invalid++;
            }
        }

        return read;
    }

    private static VirtualTag Read(string id, JsonElement entry)
    {
        var value = entry.TryGetProperty("value"u8, out var given) ? TagValue.Of(given) : TagValue.Null;
        var status = Text(entry, "status"u8);
        return new VirtualTag(
            Text(entry, "tag_name"u8) is { Length: > 0 } name ? name : id,
            DataType(Text(entry, "data_type"u8), value),
            Text(entry, "units"u8) ?? "",
            value,
            IsGood: status is null or "good" or "ok" or "OK" or "success" or "SUCCESS");
    }

    private static string? Text(JsonElement entry, ReadOnlySpan<byte> member) => entry.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    /// <summary>The polling service's types are those of its form; others are told by the value.</summary>
    private static string DataType(string? given, in TagValue value) => given switch
    {
        "Analog" => "float",
        "Digital" or "Discrete" => "bool",
        "float" or "int" or "bool" or "string" or "raw" => given,
        _ => TagCoercion.DataTypeOf(value),
    };
}
