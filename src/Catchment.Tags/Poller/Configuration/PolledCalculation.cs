using System.Collections.Immutable;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>A value that is calculated of others. Source: <c>tags</c> 9.4.</summary>
public sealed record PolledCalculation
{
    /// <summary>The variables of formulas.</summary>
    public static ImmutableArray<string> Variables { get; } = ["A", "B", "C", "D", "E", "F", "G", "H"];

    /// <summary>Its id, the member of <c>CALC_TAGS</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its name and its key in the store.</summary>
    public required string Name { get; init; }

    /// <summary>The formula.</summary>
    public required string Formula { get; init; }

    /// <summary>The tags that <see cref="Variables"/> stand for, in their order; empty: none, which is 0.</summary>
    public ImmutableArray<string> Inputs { get; init; } = [];

    /// <summary>What it is.</summary>
    public string Description { get; init; } = "";
}
