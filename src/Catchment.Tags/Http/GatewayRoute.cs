using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Http;

/// <summary>A route of the API, with what its description tells.</summary>
/// <param name="Method">The method.</param>
/// <param name="Template">The path; a part in braces is one percent-decoded segment.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Handler">What answers.</param>
internal sealed record GatewayRoute(string Method, string Template, string Summary, RequestDelegate Handler)
{
    /// <summary>Under which heading it stands.</summary>
    public required string Group { get; init; }

    /// <summary>Parameters of the query, and what they mean.</summary>
    public IReadOnlyList<(string Name, string Meaning)> Parameters { get; init; } = [];

    /// <summary>A body as an example, JSON; null: it takes none.</summary>
    public string? Body { get; init; }

    /// <summary>An answer as an example, or the media type of one that is no JSON.</summary>
    public string Answer { get; init; } = """{"ok":true}""";

    /// <summary>What else it answers than 200, and when.</summary>
    public IReadOnlyList<(int Status, string When)> Otherwise { get; init; } = [];

    /// <summary>The path up to its part in braces: it is compared to the letter.</summary>
    public string Prefix { get; } = Template.IndexOf('{', StringComparison.Ordinal) is > 0 and var brace ? Template[..brace] : Template;

    /// <summary>The name of the part in braces; null: there is none.</summary>
    public string? Segment { get; } = Template.IndexOf('{', StringComparison.Ordinal) is > 0 and var brace ? Template[(brace + 1)..Template.IndexOf('}', StringComparison.Ordinal)] : null;

    /// <summary>Whether its answer is JSON.</summary>
    public bool IsJson => Answer[0] is '{' or '[';
}
