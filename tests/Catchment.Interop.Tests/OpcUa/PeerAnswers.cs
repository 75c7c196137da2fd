using System.Text.Json;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>What tests often want of an answer.</summary>
internal static class PeerAnswers
{
    /// <summary>The texts of a list.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement list) => [.. list.EnumerateArray().Select(static e => e.GetString()!)];

    /// <summary>A field of each object of a list, as text.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement list, string field) => [.. list.EnumerateArray().Select(e => e.GetProperty(field).GetString()!)];

    public static string Text(this JsonElement answer, string field) => answer.GetProperty(field).GetString()!;

    public static int Number(this JsonElement answer, string field) => answer.GetProperty(field).GetInt32();
}
