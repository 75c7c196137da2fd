using System.Text.Json;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>What tests often want of an answer.</summary>
internal static class PeerAnswers
{
    /// <summary>The texts of a list.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement list) => [.. list.EnumerateArray().Select(static e => e.GetString()!)];

    /// <summary>A field of each object of a list, as text.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement list, string field) => [.. list.EnumerateArray().Select(e => e.GetProperty(field).GetString()!)];

    /// <summary>A text of an answer; empty: a monitored item has told nothing yet.</summary>
    public static string Text(this JsonElement answer, string field) => answer.ValueKind == JsonValueKind.Null ? "" : answer.GetProperty(field).GetString()!;

    /// <summary>Whether a monitored item has told a number last; it may have told nothing yet.</summary>
    public static bool Has(this JsonElement latest, double value) => latest.ValueKind == JsonValueKind.Object && latest.GetProperty("value").GetDouble().Equals(value);

    public static int Number(this JsonElement answer, string field) => answer.GetProperty(field).GetInt32();
}
