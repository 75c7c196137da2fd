namespace Catchment.WebConsole.OpenApi;

/// <summary>A parameter of an API route, as its description tells it. All come as text and are checked by the route itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means.</param>
internal sealed record ApiParameter(string Name, string Description)
{
    /// <summary>Which frames or messages; the parameters that all listings have.</summary>
    public static readonly IReadOnlyList<ApiParameter> Filter =
    [
        new("node", "The node's name; without it, any."),
        new("view", "The view's name, empty for nodes that name none; without it, any."),
        new("type", "The type: of event messages such as motion, of frames jpg or image; without it, any."),
        new("from", "Not before this local time of the node.") { Format = "local-date-time" },
        new("to", "Before this local time of the node.") { Format = "local-date-time" },
    ];

    /// <summary>Where a page begins.</summary>
    public static readonly ApiParameter Cursor = new("cursor", "The 'next' of the page before, of the same question.");

    /// <summary>Which end comes first.</summary>
    public static readonly ApiParameter Order = new("order", "Which come first.") { OneOf = ["newest", "oldest"], Default = "newest" };

    /// <summary>JSON Schema's type.</summary>
    public string Type { get; init; } = "string";

    /// <summary>JSON Schema's format; null for none.</summary>
    public string? Format { get; init; }

    /// <summary>The words that are allowed; empty for any.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>The least number.</summary>
    public int? Minimum { get; init; }

    /// <summary>The greatest number.</summary>
    public int? Maximum { get; init; }

    /// <summary>What holds when it is not given; a text or a number.</summary>
    public object? Default { get; init; }

    /// <summary>Whether it has to be given.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>Whether it may be given several times.</summary>
    public bool IsSeveral { get; init; }

    /// <summary>Whether it is a part of the path.</summary>
    public bool IsInPath { get; init; }

    /// <summary>How many entries a page has.</summary>
    public static ApiParameter Limit(int most, int usual) =>
        new("limit", "The most entries of the page.") { Type = "integer", Minimum = 1, Maximum = most, Default = usual };
}
