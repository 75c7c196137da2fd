namespace Catchment.Tags.Calculation;

/// <summary>How a calculated tag does. Source: <c>tags</c> 7.</summary>
internal enum CalculationStatus
{
    /// <summary><c>initializing</c>: it was not evaluated yet.</summary>
    Initializing,

    /// <summary><c>good</c>: it has a value.</summary>
    Good,

    /// <summary><c>error</c>: it has none now.</summary>
    Error,
}
