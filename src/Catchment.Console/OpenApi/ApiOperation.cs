namespace Catchment.WebConsole.OpenApi;

/// <summary>What the API's description tells of a route.</summary>
/// <param name="Summary">What it answers.</param>
internal sealed record ApiOperation(string Summary)
{
    /// <summary>Its parameters.</summary>
    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>What a 200 holds: a record of the API.</summary>
    public Type? Answer { get; init; }

    /// <summary>The content types of a 200.</summary>
    public IReadOnlyList<string> ContentTypes { get; init; } = ["application/json"];

    /// <summary>When it answers 204; null: never.</summary>
    public string? MayBeEmpty { get; init; }

    /// <summary>When it answers 404; null: never.</summary>
    public string? MayBeMissing { get; init; }

    /// <summary>When it answers 409; null: never.</summary>
    public string? MayConflict { get; init; }

    /// <summary>When it answers 501; null: never.</summary>
    public string? MayLack { get; init; }

    /// <summary>When it answers 403; null: only to another site.</summary>
    public string? MayBeForbidden { get; init; }

    /// <summary>What its request brings as JSON; null: nothing.</summary>
    public string? Body { get; init; }

    /// <summary>Whether it refuses with 403 what another site asks for in a browser's name.</summary>
    public bool IsOwnSiteOnly { get; init; }

    /// <summary>When it answers 503.</summary>
    public string MayBeAway { get; init; } = "The catalog cannot be reached.";
}
