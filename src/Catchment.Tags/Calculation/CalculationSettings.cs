namespace Catchment.Tags.Calculation;

/// <summary>What calculated tags run with.</summary>
public sealed record CalculationSettings
{
    /// <summary>What becomes of circles.</summary>
    public CalculationCycles Cycles { get; init; }

    /// <summary>When the store calls a point stale that nobody writes; a result that stays as it is, is written again in half that time. Zero: never.</summary>
    public TimeSpan StaleAfter { get; init; }
}
