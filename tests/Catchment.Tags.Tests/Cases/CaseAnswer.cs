using System.Text.Json.Nodes;

namespace Catchment.Tags.Tests.Cases;

/// <summary>What was answered to a step.</summary>
internal sealed record CaseAnswer
{
    /// <summary>The status of HTTP.</summary>
    public int Status { get; init; }

    /// <summary>The headers of HTTP, in lower case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The body, or the one line; several lines as a list.</summary>
    public JsonNode? Json { get; init; }

    /// <summary>The body as text.</summary>
    public string Text { get; init; } = "";

    /// <summary>The lines of IPC.</summary>
    public int Lines { get; init; }

    /// <summary>The server ended the connection.</summary>
    public bool IsClosed { get; init; }
}
