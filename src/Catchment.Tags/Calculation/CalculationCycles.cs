namespace Catchment.Tags.Calculation;

/// <summary>What becomes of calculated tags that reference each other in a circle. Source: <c>tags</c> 7.</summary>
public enum CalculationCycles
{
    /// <summary>They are taken, and evaluated once a second.</summary>
    Allow,

    /// <summary>The registration that closes the circle is refused.</summary>
    Reject,
}
