using System.Text.Json;
using Catchment.Core.Demo;

namespace Catchment.Soak.Load;

/// <summary>A journal of senders: a line of JSON for each item, as <c>catchment demo --journal</c> writes it.</summary>
internal static class JournalFile
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Reads one.</summary>
    internal static IReadOnlyList<DemoItem> Read(string path) => File.Exists(path) ? [.. File.ReadLines(path).Select(static line => JsonSerializer.Deserialize<DemoItem>(line, Json)!)] : [];

    /// <summary>An item as a line.</summary>
    internal static string Line(DemoItem item) => JsonSerializer.Serialize(item, Json);
}
