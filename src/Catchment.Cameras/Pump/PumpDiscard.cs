namespace Catchment.Cameras.Pump;

/// <summary>What is left out of answers.</summary>
public enum PumpDiscard
{
    /// <summary>Rows of indexes and tracking sets that are not whole.</summary>
    Row,

    /// <summary>Tracking sets that are unusable as a whole.</summary>
    Set,
}
