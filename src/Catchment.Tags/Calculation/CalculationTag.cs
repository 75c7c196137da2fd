using Catchment.Tags.Mappings;

namespace Catchment.Tags.Calculation;

/// <summary>
/// A calculated tag: binds a name, which is its id and the key of its point, to a formula. It is kept as mappings are. Source: <c>tags</c> 7.
/// </summary>
public sealed record CalculationTag : Mapping
{
    /// <summary>The formula, as it was given.</summary>
    public required string Formula { get; init; }

    /// <summary>Which key each variable stands for; an empty key: none, the variable is 0.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What its point begins with.</summary>
    public double DefaultValue { get; init; }

    /// <summary>The least time between two evaluations, in seconds; up to 1: at every change, and each second.</summary>
    public double Period { get; init; } = 1;
}
