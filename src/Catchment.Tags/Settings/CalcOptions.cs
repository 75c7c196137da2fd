using Catchment.Core.Configuration;
using Catchment.Tags.Calculation;

namespace Catchment.Tags.Settings;

/// <summary>The group <c>gateway.calc</c>. Source: <c>tags</c> 7, 13.</summary>
public sealed record CalcOptions
{
    /// <summary>What becomes of circles.</summary>
    [Setting("cycles", Description = "What a registration does that closes a circle of calculated tags: it is taken, and the circle is evaluated once a second (allow), or it is refused (reject).")]
    public CalculationCycles Cycles { get; init; } = CalculationCycles.Allow;
}
